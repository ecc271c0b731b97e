using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The expressions that budgets are read with, and what their answers say: events in the objective's unit, minutes where time is counted.</summary>
internal static class SloQueries
{
    /// <summary>Bad and all events of every recorded objective over the given windows, two expressions a window.</summary>
    /// <param name="windows">The windows.</param>
    public static ImmutableArray<string> OfRecorded(ImmutableArray<TimeSpan> windows) =>
        [.. windows.SelectMany(window => new[] { SumOf(SloRecords.Bad, window), SumOf(SloRecords.Total, window) })];

    /// <summary>Bad (or good) and all events of one objective over the given windows, two expressions a window: of its records where it has them.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="windows">The windows.</param>
    public static ImmutableArray<string> Of(string system, ObjectiveProfile objective, ImmutableArray<TimeSpan> windows)
    {
        if (objective.Recorded)
        {
            var its = LabelsOf(system, objective);
            return [.. windows.SelectMany(window => new[] { SumOf(SloRecords.Bad + its, window), SumOf(SloRecords.Total + its, window) })];
        }

        return [.. windows.SelectMany(window => new[] { Over(objective.Bad ?? objective.Good ?? string.Empty, window), Over(objective.Total, window) })];
    }

    /// <summary>The time of the oldest record of each objective, in seconds since 1970, to the hour.</summary>
    /// <param name="back">How far back is looked.</param>
    public static string OldestRecorded(TimeSpan back) =>
        $"min by (system, slo) (min_over_time(timestamp({SloRecords.Total})[{PromDuration.Format(back)}:1h]))";

    /// <summary>The time of the oldest sample of an objective's, in seconds since 1970.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="back">How far back is looked.</param>
    /// <param name="step">To within what.</param>
    public static string Oldest(string system, ObjectiveProfile objective, TimeSpan back, TimeSpan step)
    {
        var total = objective.Recorded ? SloRecords.Total + LabelsOf(system, objective) : $"\n{Over(objective.Total, SloRecords.Range)}\n";
        return $"min(min_over_time(timestamp({total})[{PromDuration.Format(back)}:{PromDuration.Format(step)}]))";
    }

    /// <summary>A time that was told in seconds since 1970; null when it is none.</summary>
    /// <param name="seconds">The seconds.</param>
    public static DateTimeOffset? Time(double? seconds) =>
        seconds is > 0 and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds.Value * 1000)) : null;

    /// <summary>Reads the answers to <see cref="OfRecorded(ImmutableArray{TimeSpan})"/> for one objective.</summary>
    /// <param name="answers">The answers, in the order of the expressions.</param>
    /// <param name="windows">The windows that were asked.</param>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    public static IEnumerable<WindowAnswer> ReadRecorded(
        ImmutableArray<Asked<InstantAnswer>> answers, ImmutableArray<TimeSpan> windows, string system, ObjectiveProfile objective)
    {
        Event Find(Asked<InstantAnswer> asked, string record, double times) => asked.Answer is not { } answer
            ? new(null, asked.Problem, asked.Silent)
            : answer.Samples.FirstOrDefault(sample => IsOf(sample.Labels, system, objective)) is { } found
                ? new(found.Value * times, null, false)
                : new(null, Missing(record, system, objective), false);
        return windows.Select((window, i) => Answer(
            window, Find(answers[2 * i], SloRecords.Bad, Times(objective, window)), Find(answers[(2 * i) + 1], SloRecords.Total, Times(objective, window)), isGood: false));
    }

    /// <summary>Reads the answers to <see cref="Of"/>.</summary>
    /// <param name="answers">The answers, in the order of the expressions.</param>
    /// <param name="windows">The windows that were asked.</param>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    public static IEnumerable<WindowAnswer> Read(
        ImmutableArray<Asked<InstantAnswer>> answers, ImmutableArray<TimeSpan> windows, string system, ObjectiveProfile objective)
    {
        if (objective.Recorded)
        {
            return ReadRecorded(answers, windows, system, objective);
        }

        var isGood = objective.Bad is null;
        Event Single(Asked<InstantAnswer> asked, string what, TimeSpan window)
        {
            // Not a number must arrive as it is: in a total it means that nothing happened.
            var figure = Figure.Of(asked);
            return asked.Answer?.Samples is [{ Value: var value }]
                ? new(value * Times(objective, window), null, false)
                : new(null, asked.Silent ? figure.Problem : $"{what} over {PromDuration.Format(window)}: {figure.Problem}", figure.Silent);
        }

        return windows.Select((window, i) => Answer(
            window, Single(answers[2 * i], isGood ? "good events" : "bad events", window), Single(answers[(2 * i) + 1], "all events", window), isGood));
    }

    /// <summary>What is said where a record has no series.</summary>
    public static string Missing(string record, string system, ObjectiveProfile objective) =>
        $"{record} has no series with system=\"{system}\", slo=\"{objective.Name}\": is its recording rule loaded?";

    /// <summary>Whether a record is an objective's.</summary>
    public static bool IsOf(LabelSet labels, string system, ObjectiveProfile objective) => labels["system"] == system && labels["slo"] == objective.Name;

    /// <summary>What an answer is multiplied by to be events, or minutes.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="window">The window that was asked.</param>
    public static double Times(ObjectiveProfile objective, TimeSpan window)
    {
        var seconds = objective.Recorded && window != SloRecords.Range ? SloRecords.Every.TotalSeconds : window.TotalSeconds;
        return objective.Kind is ObjectiveKind.Time ? seconds / 60 : seconds;
    }

    /// <summary>An expression over a window.</summary>
    /// <param name="promql">The expression, with <c>$window</c>.</param>
    /// <param name="window">The window.</param>
    public static string Over(string promql, TimeSpan window) => promql.Replace("$window", PromDuration.Format(window), StringComparison.Ordinal);

    /// <summary>The window to ask for where windows touch: servers before 3.0 count a sample at the very border of two in both, so the later one begins just after it.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="window">The window that is meant.</param>
    public static TimeSpan Touching(ObjectiveProfile objective, TimeSpan window) =>
        objective.Recorded && window != SloRecords.Range ? window - TimeSpan.FromMilliseconds(1) : window;

    /// <summary>
    /// The sum of a record over a window. The record is a rate over five minutes: its newest value is that window, its sum any longer one. Servers before 3.0 count a sample at
    /// either border, 61 in an hour: the window begins just after the first.
    /// </summary>
    /// <param name="record">The record, perhaps with matchers.</param>
    /// <param name="window">The window.</param>
    public static string SumOf(string record, TimeSpan window) => window == SloRecords.Range
        ? $"sum by (system, slo) ({record})"
        : $"sum by (system, slo) (sum_over_time({record}[{PromDuration.Format(window - TimeSpan.FromMilliseconds(1))}]))";

    private static string LabelsOf(string system, ObjectiveProfile objective) => LabelSet.Of(("slo", objective.Name), ("system", system)).ToString();

    private static WindowAnswer Answer(TimeSpan window, Event part, Event total, bool isGood) => new(
        isGood ? WindowReading.OfGood(window, part.Count, total.Count) : new WindowReading(window, part.Count, total.Count),
        total.Problem ?? part.Problem,
        part.Silent || total.Silent);

    private readonly record struct Event(double? Count, string? Problem, bool Silent);
}

/// <summary>What was read of one window.</summary>
/// <param name="Reading">The counts.</param>
/// <param name="Problem">Why one is missing; null otherwise.</param>
/// <param name="Silent">Whether the source gave no answer.</param>
internal readonly record struct WindowAnswer(WindowReading Reading, string? Problem, bool Silent);
