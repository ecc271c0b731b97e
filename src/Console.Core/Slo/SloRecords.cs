using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>
/// What is recorded of an objective: two series, <see cref="Bad"/> and <see cref="Total"/>, with the labels <c>system</c> and <c>slo</c>, one
/// sample a minute, each the events (or, where time is counted, the share of time) per second of the last five minutes.
/// </summary>
public static class SloRecords
{
    /// <summary>The record of what was bad.</summary>
    public const string Bad = "slo:bad:rate5m";

    /// <summary>The record of all that happened.</summary>
    public const string Total = "slo:total:rate5m";

    /// <summary>Time between two samples; what a sum of samples is multiplied by to count events.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>The range of each expression.</summary>
    public static readonly TimeSpan Range = TimeSpan.FromMinutes(5);

    // A whole minute has four steps of 15 s, but five where it begins on one and the server is older than 3.0, which counts both ends.
    private const string FourSteps = "59s999ms";

    /// <summary>
    /// What <see cref="Bad"/> is recorded by; null for an objective that only knows good events, whose bad ones are the rest.
    /// </summary>
    /// <param name="objective">The objective.</param>
    public static string? BadOf(ObjectiveProfile objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return (objective.Bad, objective.Good) switch
        {
            ({ } bad, _) => Counted(bad),
            // Where time is counted all of it is 1, a number beside which labels do not matter.
            (_, { } good) when objective.Kind is ObjectiveKind.Time => Counted($"clamp_min(1 - (\n{good.Trim()}\n), 0)"),
            (_, { } good) => Counted($"clamp_min((\n{objective.Total.Trim()}\n) - (\n{good.Trim()}\n), 0)"),
            _ => null,
        };
    }

    /// <summary>What <see cref="Total"/> is recorded by.</summary>
    /// <param name="objective">The objective.</param>
    public static string TotalOf(ObjectiveProfile objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Counted(objective.Total);
    }

    /// <summary>
    /// The expression over five minutes, averaged over the last minute. One value a minute of <c>rate(x[5m])</c> counts what happened within
    /// one scrape interval of 15 s four times or five times of 4.75, so that a short burst is wrong by up to 16%; four values a minute, one
    /// every 15 s, count it nineteen times of nineteen, and as often for scrapes every 30 s or 1 min. docs/slo.md has the reckoning.
    /// </summary>
    private static string Counted(string promql) =>
        $"avg_over_time((\n{promql.Trim().Replace("$window", PromDuration.Format(Range), StringComparison.Ordinal)}\n)[{FourSteps}:15s])";
}
