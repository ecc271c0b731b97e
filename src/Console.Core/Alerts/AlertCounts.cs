using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>How many alerts there are of each kind.</summary>
/// <param name="BySeverity">Firing alerts that nothing holds back; a severity without any is left out.</param>
/// <param name="Firing">Firing, and nothing holds them back.</param>
/// <param name="Pending">Not firing yet.</param>
/// <param name="Silenced">Held back by a silence.</param>
/// <param name="Inhibited">Held back by another alert.</param>
public sealed record AlertCounts(
    ImmutableSortedDictionary<Severity, int> BySeverity, int Firing, int Pending, int Silenced, int Inhibited)
{
    /// <summary>Those of the others that somebody has acknowledged: a mark on them, and no state of its own.</summary>
    public int Acknowledged { get; init; }

    /// <summary>All of them.</summary>
    public int Total => Firing + Pending + Silenced + Inhibited;

    /// <summary>Those that a silence or another alert holds back.</summary>
    public int HeldBack => Silenced + Inhibited;

    /// <summary>The worst severity that fires and nothing holds back; null when nothing does.</summary>
    public Severity? Worst => BySeverity.IsEmpty ? null : BySeverity.First().Key;

    /// <summary>Counts.</summary>
    /// <param name="alerts">The alerts.</param>
    public static AlertCounts Of(IEnumerable<Alert> alerts)
    {
        Span<int> states = stackalloc int[Enum.GetValues<AlertState>().Length];
        Span<int> severities = stackalloc int[Enum.GetValues<Severity>().Length];
        foreach (var alert in alerts)
        {
            states[(int)alert.State]++;
            severities[(int)alert.Severity] += alert.State == AlertState.Firing ? 1 : 0;
        }

        var bySeverity = ImmutableSortedDictionary.CreateBuilder<Severity, int>();
        for (var i = 0; i < severities.Length; i++)
        {
            if (severities[i] > 0)
            {
                bySeverity.Add((Severity)i, severities[i]);
            }
        }

        return new AlertCounts(bySeverity.ToImmutable(), states[(int)AlertState.Firing], states[(int)AlertState.Pending],
            states[(int)AlertState.Silenced], states[(int)AlertState.Inhibited]);
    }
}
