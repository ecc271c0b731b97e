using System.Collections.Frozen;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Finds the response clocks of alerts in the severity classes of the profiles.</summary>
/// <param name="catalog">The profiles.</param>
public sealed class ResponseClocks(SystemCatalog catalog)
{
    private readonly FrozenDictionary<(string System, Severity Severity), SeverityClass> classes = catalog.Systems
        .SelectMany(system => system.Profile.Severities.DistinctBy(its => its.Severity), (system, its) => (system.Profile.Id, Class: its))
        .ToFrozenDictionary(its => (its.Id, its.Class.Severity), its => its.Class);

    /// <summary>The clock of an alert. None runs for what does not fire, what is held back, what asks nobody, and where the profile has no class for its severity.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="acknowledged">Who has which.</param>
    public ResponseClock? Of(Alert alert, AckBoard acknowledged)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(acknowledged);
        if (alert.State is not AlertState.Firing || alert.System is not { } system || !classes.TryGetValue((system, alert.Severity), out var its) || alert.AsksNobody || alert.IsTest)
        {
            return null;
        }

        var within = its.RespondWithinFor(alert.Name);
        return new ResponseClock(its.Class, within, alert.StartsAt + within, alert.StartsAt + its.EscalateAfter, its.EscalateTo) { AnsweredBy = acknowledged.Of(alert) };
    }

    /// <summary>Of some alerts, the one that has to be answered first; null when no clock runs.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="acknowledged">Who has which.</param>
    public DueAnswer? FirstDue(IEnumerable<Alert> alerts, AckBoard acknowledged)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        DueAnswer? first = null;
        foreach (var alert in alerts)
        {
            if (Of(alert, acknowledged) is { IsRunning: true } clock && !(first?.Clock.Until <= clock.Until))
            {
                first = new DueAnswer(alert, clock);
            }
        }

        return first;
    }
}

/// <summary>An alert that nobody has yet, with the clock that runs for it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Clock">Its clock.</param>
public sealed record DueAnswer(Alert Alert, ResponseClock Clock);
