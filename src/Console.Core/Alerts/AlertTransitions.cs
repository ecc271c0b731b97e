using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>An alert that changed its state.</summary>
/// <param name="Alert">The alert as it is now, or as it last was when it is over.</param>
/// <param name="From">Its state before; null when it is new.</param>
/// <param name="To">Its state now; null when it is over.</param>
/// <param name="At">When it was noticed.</param>
public sealed record AlertTransition(Alert Alert, AlertState? From, AlertState? To, DateTimeOffset At);

/// <summary>Finds what changed between two boards.</summary>
public static class AlertTransitions
{
    /// <summary>The alerts whose state differs.</summary>
    /// <param name="before">The earlier board.</param>
    /// <param name="after">The later board.</param>
    /// <param name="at">When the difference was noticed.</param>
    /// <returns>New and changed ones in the later board's order, then those that are over.</returns>
    public static ImmutableArray<AlertTransition> Between(AlertBoard before, AlertBoard after, DateTimeOffset at)
    {
        if (ReferenceEquals(before, after))
        {
            return [];
        }

        var gone = before.Alerts.ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var changes = ImmutableArray.CreateBuilder<AlertTransition>();
        foreach (var alert in after.Alerts)
        {
            var from = gone.Remove(alert.Fingerprint, out var was) ? was.State : (AlertState?)null;
            if (from != alert.State)
            {
                changes.Add(new AlertTransition(alert, from, alert.State, at));
            }
        }

        changes.AddRange(before.Alerts.Where(alert => gone.ContainsKey(alert.Fingerprint))
            .Select(alert => new AlertTransition(alert, alert.State, null, at)));
        return changes.DrainToImmutable();
    }
}
