using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>What was counted between two times. What is past does not change: it is asked once and kept.</summary>
/// <param name="queries">The questions.</param>
/// <param name="clock">The time.</param>
internal sealed class SpanCounts(MetricQueries queries, TimeProvider clock)
{
    private const int MostKept = 2_000;

    // Rules and remote writes may be late by minutes.
    private static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Key, WindowReading> kept = new();

    /// <summary>Counts.</summary>
    /// <param name="system">The system.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End; what is to come is not counted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<WindowAnswer> OfAsync(
        SystemProfile system, ObjectiveProfile objective, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var key = new Key(system.Id, system.Metrics, objective, from, to);
        if (kept.TryGetValue(key, out var before))
        {
            return new WindowAnswer(before, null, false);
        }

        var now = clock.GetUtcNow();
        var at = to < now ? to : now;
        if (at - from < TimeSpan.FromSeconds(1))
        {
            return new WindowAnswer(new WindowReading(TimeSpan.Zero, 0, 0), null, false);
        }

        ImmutableArray<TimeSpan> windows = [SloQueries.Touching(objective, at - from)];
        var asked = await queries.AskRangeAsync(
            system.Metrics, SloQueries.Of(system.Id, objective, windows), new QueryRange(at, at, TimeSpan.FromMinutes(1)), cancellation).ConfigureAwait(false);
        var answer = SloQueries.Read([.. asked.Select(Newest)], windows, system.Id, objective).Single();
        if (!answer.Silent && now - to > SettledAfter)
        {
            Keep(key, answer.Reading);
        }

        return answer;
    }

    private void Keep(Key key, WindowReading reading)
    {
        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        kept[key] = reading;
    }

    private static Asked<InstantAnswer> Newest(Asked<RangeAnswer> asked) => asked.Answer is not { } answer
        ? new(null, asked.Problem, asked.Silent)
        : new(new InstantAnswer([.. answer.Series.Where(series => !series.Points.IsEmpty).Select(series => new Sample(series.Labels, series.Points[^1].At, series.Points[^1].Value))], answer.Warnings), null, false);

    private sealed record Key(string System, string? Metrics, ObjectiveProfile Objective, DateTimeOffset From, DateTimeOffset To);
}
