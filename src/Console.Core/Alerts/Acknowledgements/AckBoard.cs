using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>Who has which alert, as all replicas know it now.</summary>
/// <param name="Acknowledgements">Those that go on, newest first; of one alert there is one at most.</param>
public sealed record AckBoard(ImmutableArray<Acknowledgement> Acknowledgements)
{
    private readonly Dictionary<string, Acknowledgement> byAlert = Acknowledgements.ToDictionary(one => one.Fingerprint, StringComparer.Ordinal);

    /// <summary>Nobody has an alert.</summary>
    public static AckBoard Empty { get; } = new([]);

    /// <summary>Who has an alert in the firing that it is in now; null when nobody has.</summary>
    /// <param name="alert">The alert.</param>
    public Acknowledgement? Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return byAlert.TryGetValue(alert.Fingerprint, out var one) && one.IsFor(alert) ? one : null;
    }
}
