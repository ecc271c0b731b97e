using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Panels;

namespace OpsConsole.Slo;

/// <summary>
/// Reads what was counted in each part of a time. Everybody who looks at the same objective over the same time shares one question, and the
/// answer for as long as the time, on whole minutes, is the same.
/// </summary>
/// <param name="queries">The questions.</param>
/// <param name="clock">The time.</param>
internal sealed class SliceReader(MetricQueries queries, TimeProvider clock)
{
    // Thirty histories or so; what was not wanted for longest goes first.
    private const int MostKept = 30_000;

    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    private readonly SharedAnswers<Key, Slices> answers = new(clock, MostKept);

    /// <summary>A time's slices: as many as asked, or fewer where they would be shorter than a record's range.</summary>
    /// <param name="wanted">The objective.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="most">The most slices: as many as a chart has pixels to show them.</param>
    /// <param name="cancellation">Ends the wait of who asks, not the question: others may wait for it as well.</param>
    public Task<Slices> ReadAsync(SloWanted wanted, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellation)
    {
        var count = (int)Math.Clamp(Math.Floor((to - from) / SloRecords.Range), 1, most);
        return answers.GetAsync(
            new Key(wanted, from, to, count), given => AskAsync(wanted, from, to, count, given),
            slices => slices.Silent ? new Keep(TimeSpan.Zero, 1) : new Keep(KeepFor, slices.All.Length), cancellation);
    }

    private async Task<Slices> AskAsync(SloWanted wanted, DateTimeOffset from, DateTimeOffset to, int count, CancellationToken cancellation)
    {
        var (system, objective) = (wanted.Profile, wanted.Objective);
        var step = TimeSpan.FromMilliseconds(Math.Floor((to - from).TotalMilliseconds / count));
        var begin = to - (count * step);
        var window = SloQueries.Touching(objective, step);
        var asked = await queries.AskRangeAsync(
            system.Metrics, SloQueries.Of(system.Id, objective, [window]), new QueryRange(begin + step, to, step), cancellation).ConfigureAwait(false);
        if (asked.FirstOrDefault(one => one.Answer is null) is { } failed)
        {
            return new Slices([], step, failed.Problem, failed.Silent);
        }

        var (part, total) = (ByTime(asked[0], objective, window), ByTime(asked[1], objective, window));
        var isGood = !objective.Recorded && objective.Bad is null;
        var slices = Enumerable.Range(0, count).Select(i =>
        {
            var (at, end) = (begin + (i * step), begin + ((i + 1) * step));
            double? some = part.TryGetValue(end, out var one) ? one : null;
            double? all = total.TryGetValue(end, out var whole) ? whole : null;
            var reading = isGood ? WindowReading.OfGood(step, some, all) : new WindowReading(step, some, all);
            return new BudgetSlice(at, end, reading.Counts);
        }).ToImmutableArray();
        var isEmpty = slices.All(slice => slice.Counts is null);
        return new Slices(slices, step, !isEmpty ? null : objective.Recorded ? SloQueries.Missing(SloRecords.Total, system.Id, objective) : "no data in this time", false);
    }

    private static Dictionary<DateTimeOffset, double> ByTime(Asked<RangeAnswer> asked, Systems.ObjectiveProfile objective, TimeSpan window) =>
        asked.Answer!.Series is not [var series, ..] ? [] : series.Points.DistinctBy(point => point.At).ToDictionary(point => point.At, point => point.Value * SloQueries.Times(objective, window));

    private sealed record Key(SloWanted Wanted, DateTimeOffset From, DateTimeOffset To, int Count);
}

/// <summary>What was read.</summary>
/// <param name="All">The slices, oldest first.</param>
/// <param name="Step">How long each is.</param>
/// <param name="Problem">Why there is none; null otherwise.</param>
/// <param name="Silent">Whether the source gave no answer.</param>
internal sealed record Slices(ImmutableArray<BudgetSlice> All, TimeSpan Step, string? Problem, bool Silent);
