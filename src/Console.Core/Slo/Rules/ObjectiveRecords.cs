using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Slo.Rules;

/// <summary>What is recorded of one objective: bad and all events per second over five minutes.</summary>
internal static class ObjectiveRecords
{
    /// <summary>The record of bad events per second.</summary>
    public const string Bad = "slo:bad:rate5m";

    /// <summary>The record of all events per second.</summary>
    public const string Total = "slo:total:rate5m";

    /// <summary>The rules of an objective.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    public static ImmutableArray<Rule> Of(string system, ObjectiveProfile objective)
    {
        ImmutableArray<KeyValuePair<string, string>> labels = [new("system", system), new("slo", objective.Name)];
        return
        [
            new RecordingRule(Bad, BadOf(objective), labels, [$"{Words.OneLine(objective.Title)}."]),
            new RecordingRule(Total, TotalOf(objective), labels, []),
        ];
    }

    // Extrapolation may make the good a little more than all: that is none bad, not fewer than none.
    private static string BadOf(ObjectiveProfile objective) => objective.Bad is { } bad
        ? Over5m(bad)
        : $"clamp_min(\n  ({Over5m(objective.Total)})\n    - ({Over5m(objective.Good!)}),\n  0)";

    // A total that is always there would count time in which nothing was seen as time in which all was well.
    private static string TotalOf(ObjectiveProfile objective) => objective is { Kind: ObjectiveKind.Time, Total: ObjectiveProfile.OfTime }
        ? $"0 * ({Over5m(objective.Bad ?? objective.Good!)}) + 1"
        : Over5m(objective.Total);

    private static string Over5m(string promql) => promql.Replace("$window", "5m", StringComparison.Ordinal);
}

/// <summary>
/// The error ratio over one window, of all objectives in one rule: alerts that each summed days of samples would do the same sums for every
/// window they look at, twice a minute.
/// </summary>
internal static class ErrorRatioRecord
{
    /// <summary>The record's name: <c>slo:error:ratio_rate1h</c>.</summary>
    /// <param name="window">The window.</param>
    public static string Name(TimeSpan window) => $"slo:error:ratio_rate{PromDuration.Format(window)}";

    /// <summary>The rule. No traffic gives no sample, so that no alert looks at 0/0.</summary>
    /// <param name="window">The window.</param>
    /// <param name="systems">The systems whose objectives are meant: another file may hold those of others.</param>
    public static Rule Of(TimeSpan window, IEnumerable<string> systems)
    {
        var selector = $"{{system=~\"{string.Join('|', systems)}\"}}";

        // The newest value of the records is the window of five minutes.
        string Over(string record) => window == TimeSpan.FromMinutes(5) ? record + selector : $"sum_over_time({record}{selector}[{PromDuration.Format(window)}])";
        return new RecordingRule(
            Name(window), $"sum by (system, slo) ({Over(ObjectiveRecords.Bad)})\n  / (sum by (system, slo) ({Over(ObjectiveRecords.Total)}) > 0)", [], []);
    }
}
