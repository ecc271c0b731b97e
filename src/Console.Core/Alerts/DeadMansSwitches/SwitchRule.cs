using System.Collections.Immutable;
using OpsConsole.Live;

namespace OpsConsole.Alerts;

/// <summary>Judges a dead man's switch.</summary>
internal static class SwitchRule
{
    /// <summary>How a switch stands now.</summary>
    /// <param name="watched">The switch.</param>
    /// <param name="alerts">The alerts as they are known.</param>
    /// <param name="alertmanagers">All Alertmanagers, by name.</param>
    /// <param name="before">How it stood; null at the begin.</param>
    /// <param name="now">The time.</param>
    public static SeenSwitch Judge(DeadMansSwitch watched, Snapshot<AlertBoard> alerts, IReadOnlyCollection<string> alertmanagers, SeenSwitch? before, DateTimeOffset now)
    {
        // A board whose last reading failed is the last known, and one that is old was not read again: nobody answered.
        var isRead = alerts is { Value: not null, Problem: null, ObservedAt: { } read } && now - read < watched.MissingAfter;
        var should = watched.Alertmanager is { } named ? [named] : alertmanagers.ToImmutableArray();
        var silent = isRead ? should.RemoveAll(source => !alerts.Value!.Silent.Contains(source)) : should;
        if (isRead && alerts.Value!.Alerts.Any(alert => watched.IsHeardIn(alert, alerts.Value)))
        {
            var heard = alerts.ObservedAt!.Value;
            return new SeenSwitch(watched, SwitchState.Heard, heard, heard, silent);
        }

        var from = before?.CountsFrom ?? now;
        var state = now - from < watched.MissingAfter ? SwitchState.Late
            : !should.IsEmpty && silent.Length == should.Length ? SwitchState.SourceSilent
            : SwitchState.Missing;
        return new SeenSwitch(watched, state, before?.LastHeard, from, silent);
    }
}
