using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>What some matchers fit of the alerts of now.</summary>
/// <param name="Count">How many fire.</param>
/// <param name="Pending">How many more wait, and would be held back once they fire.</param>
/// <param name="Loud">How many of those that fire notify now, and would not any more.</param>
/// <param name="Of">How many alerts there are.</param>
/// <param name="BySeverity">How many of each severity fire, the worst first.</param>
/// <param name="BySystem">How many of each system fire, the most first; empty where no system claims them.</param>
/// <param name="First">The first of those that fire, worst first.</param>
public sealed record SilencePreview(
    int Count, int Pending, int Loud, int Of, ImmutableArray<(Severity Severity, int Count)> BySeverity, ImmutableArray<(string System, int Count)> BySystem, ImmutableArray<Alert> First)
{
    /// <summary>Looks.</summary>
    /// <param name="matchers">The matchers.</param>
    /// <param name="board">The alerts of now.</param>
    /// <param name="most">How many are listed.</param>
    public static SilencePreview Look(ImmutableArray<Matcher> matchers, AlertBoard board, int most)
    {
        ArgumentNullException.ThrowIfNull(board);
        var (pending, loud, firing) = (0, 0, new List<Alert>());
        foreach (var alert in board.Alerts)
        {
            if (!Fits(matchers, alert))
            {
                continue;
            }

            if (alert.State is AlertState.Pending)
            {
                pending++;
            }
            else
            {
                firing.Add(alert);
                loud += alert.State is AlertState.Firing ? 1 : 0;
            }
        }

        return new(
            firing.Count, pending, loud, board.Alerts.Length,
            [.. firing.GroupBy(alert => alert.Severity).OrderBy(same => same.Key).Select(same => (same.Key, same.Count()))],
            [.. firing.GroupBy(alert => alert.System ?? string.Empty).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => (same.Key, same.Count()))],
            [.. firing.Take(most)]);
    }

    private static bool Fits(ImmutableArray<Matcher> matchers, Alert alert)
    {
        foreach (var matcher in matchers)
        {
            if (!matcher.Matches(alert.Labels))
            {
                return false;
            }
        }

        return true;
    }
}
