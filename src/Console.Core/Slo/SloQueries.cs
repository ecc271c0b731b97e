using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The expressions that budgets are read with, and what their answers say.</summary>
internal static class SloQueries
{
    private static readonly TimeSpan Recorded = TimeSpan.FromMinutes(5);

    /// <summary>Bad and all events of every recorded objective over the given windows, two expressions a window.</summary>
    /// <param name="windows">The windows.</param>
    public static ImmutableArray<string> OfRecorded(ImmutableArray<TimeSpan> windows) =>
        [.. windows.SelectMany(window => new[] { OfRecorded("slo:bad:rate5m", window), OfRecorded("slo:total:rate5m", window) })];

    /// <summary>Bad (or good) and all events of one objective over the given windows, two expressions a window.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="windows">The windows.</param>
    public static ImmutableArray<string> Of(ObjectiveProfile objective, ImmutableArray<TimeSpan> windows) =>
        [.. windows.SelectMany(window => new[] { Over(objective.Bad ?? objective.Good ?? string.Empty, window), Over(objective.Total, window) })];

    /// <summary>Reads the answers to <see cref="OfRecorded(ImmutableArray{TimeSpan})"/> for one objective.</summary>
    /// <param name="answers">The answers, in the order of the expressions.</param>
    /// <param name="windows">The windows that were asked.</param>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    public static IEnumerable<WindowAnswer> ReadRecorded(
        ImmutableArray<Asked<InstantAnswer>> answers, ImmutableArray<TimeSpan> windows, string system, ObjectiveProfile objective)
    {
        Event Find(Asked<InstantAnswer> asked, string record) => asked.Answer is not { } answer
            ? new(null, asked.Problem, asked.Silent)
            : answer.Samples.FirstOrDefault(sample => sample.Labels["system"] == system && sample.Labels["slo"] == objective.Name) is { } found
                ? new(found.Value, null, false)
                : new(null, $"{record} has no series with system=\"{system}\", slo=\"{objective.Name}\": is its recording rule loaded?", false);
        return windows.Select((window, i) => Answer(
            window, Find(answers[2 * i], "slo:bad:rate5m"), Find(answers[2 * i + 1], "slo:total:rate5m"), isGood: false));
    }

    /// <summary>Reads the answers to <see cref="Of"/>.</summary>
    /// <param name="answers">The answers, in the order of the expressions.</param>
    /// <param name="windows">The windows that were asked.</param>
    /// <param name="objective">The objective.</param>
    public static IEnumerable<WindowAnswer> Read(
        ImmutableArray<Asked<InstantAnswer>> answers, ImmutableArray<TimeSpan> windows, ObjectiveProfile objective)
    {
        var isGood = objective.Bad is null;
        Event Single(Asked<InstantAnswer> asked, string what, TimeSpan window)
        {
            // Not a number must arrive as it is: in a total it means that nothing happened.
            var figure = Figure.Of(asked);
            return asked.Answer?.Samples is [{ Value: var value }]
                ? new(value, null, false)
                : new(null, asked.Silent ? figure.Problem : $"{what} over {PromDuration.Format(window)}: {figure.Problem}", figure.Silent);
        }

        return windows.Select((window, i) => Answer(
            window, Single(answers[2 * i], isGood ? "good events" : "bad events", window), Single(answers[2 * i + 1], "all events", window), isGood));
    }

    private static WindowAnswer Answer(TimeSpan window, Event part, Event total, bool isGood) => new(
        isGood ? WindowReading.OfGood(window, part.Count, total.Count) : new WindowReading(window, part.Count, total.Count),
        total.Problem ?? part.Problem,
        part.Silent || total.Silent);

    // The records hold the rate over 5 min, one value a minute: their newest value is that window, their sum any longer one.
    private static string OfRecorded(string record, TimeSpan window) => window == Recorded
        ? $"sum by (system, slo) ({record})"
        : $"sum by (system, slo) (sum_over_time({record}[{PromDuration.Format(window)}]))";

    private static string Over(string promql, TimeSpan window) =>
        promql.Replace("$window", PromDuration.Format(window), StringComparison.Ordinal);

    private readonly record struct Event(double? Count, string? Problem, bool Silent);
}

/// <summary>What was read of one window.</summary>
/// <param name="Reading">The counts.</param>
/// <param name="Problem">Why one is missing; null otherwise.</param>
/// <param name="Silent">Whether the source gave no answer.</param>
internal readonly record struct WindowAnswer(WindowReading Reading, string? Problem, bool Silent);
