using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>
/// Finds the alerts that silences fit. Nearly every silence names a value of some label: only the alerts with that value are tried, so that
/// hundreds of silences over tens of thousands of alerts cost little.
/// </summary>
/// <param name="alerts">The alerts of now, worst first.</param>
/// <param name="alertmanagers">The Alertmanagers' names, to tell them from other origins.</param>
internal sealed class AlertIndex(ImmutableArray<Alert> alerts, ImmutableHashSet<string> alertmanagers)
{
    private readonly Dictionary<string, ILookup<string, Alert>> byLabel = new(StringComparer.Ordinal);

    /// <summary>The alerts that a silence fits, in their order.</summary>
    /// <param name="seen">The silence.</param>
    public IEnumerable<Alert> FitBy(SeenSilence seen) => Candidates(seen.Silence).Where(alert => IsThere(seen, alert) && Fits(seen.Silence, alert));

    // What only the Alertmanager can judge, it has judged: it names its silence on the alert.
    private static bool Fits(Silence silence, Alert alert) => silence.Matches(alert.Labels) ?? alert.SilencedBy.Contains(silence.Id);

    // A silence holds back what its own Alertmanagers would send. Where only rules tell an alert, nobody knows yet to which it goes.
    private bool IsThere(SeenSilence seen, Alert alert) =>
        !alert.Origins.Any(alertmanagers.Contains) || alert.Origins.Any(origin => seen.Origins.Contains(origin));

    private IEnumerable<Alert> Candidates(Silence silence)
    {
        var naming = silence.Matchers.Where(matcher => matcher.Kind is MatchKind.Equal && matcher.Value.Length > 0).ToList();
        if ((naming.Find(matcher => matcher.Label == "alertname") ?? naming.FirstOrDefault()) is not { } chosen)
        {
            return alerts;
        }

        if (!byLabel.TryGetValue(chosen.Label, out var values))
        {
            byLabel[chosen.Label] = values = alerts.ToLookup(alert => alert.Labels[chosen.Label], StringComparer.Ordinal);
        }

        return values[chosen.Value];
    }
}
