using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Slo.Rules;

/// <summary>What is recorded of one objective: bad and all events per second over five minutes.</summary>
internal static class ObjectiveRecords
{
    /// <summary>The rules of an objective.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    public static ImmutableArray<Rule> Of(string system, ObjectiveProfile objective)
    {
        ImmutableArray<KeyValuePair<string, string>> labels = [new("system", system), new("slo", objective.Name)];
        return
        [
            new RecordingRule(SloRecords.Bad, SloRecords.BadOf(objective)!, labels, [$"{Words.OneLine(objective.Title)}."]),
            new RecordingRule(SloRecords.Total, SloRecords.TotalOf(objective), labels, []),
        ];
    }
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
            Name(window), $"sum by (system, slo) ({Over(SloRecords.Bad)})\n  / (sum by (system, slo) ({Over(SloRecords.Total)}) > 0)", [], []);
    }
}
