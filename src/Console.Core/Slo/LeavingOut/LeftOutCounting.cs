using System.Collections.Immutable;

namespace OpsConsole.Slo;

/// <summary>Counts what happened in the time that does not count.</summary>
/// <param name="sources">Who tells which time that is.</param>
/// <param name="spans">Counts between two times.</param>
internal sealed class LeftOutCounting(IEnumerable<ILeftOutTimes> sources, SpanCounts spans)
{
    // The records are rates over the last five minutes, told once a minute: what failed in a maintenance is seen so much longer.
    private static readonly TimeSpan Afterglow = SloRecords.Range + SloRecords.Every;

    /// <summary>The times of a period that do not count, oldest first, and what was counted in them.</summary>
    /// <param name="wanted">The objective.</param>
    /// <param name="period">The period.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The times can't be read.</exception>
    public async Task<ImmutableArray<LeftOutCount>> OfAsync(SloWanted wanted, BudgetPeriod period, DateTimeOffset now, CancellationToken cancellation)
    {
        var told = await Task.WhenAll(sources.Select(one => one.OfAsync(wanted.Profile, wanted.Objective, period, cancellation))).ConfigureAwait(false);
        var times = LeftOutTimes.Within(told.SelectMany(one => one), period.From, now < period.To ? now : period.To);
        return [.. await Task.WhenAll(times.Select((_, i) => CountAsync(wanted, times, i, cancellation))).ConfigureAwait(false)];
    }

    private async Task<LeftOutCount> CountAsync(SloWanted wanted, ImmutableArray<LeftOutTime> times, int at, CancellationToken cancellation)
    {
        var time = times[at];
        var until = wanted.Objective.Recorded ? time.To + Afterglow : time.To;
        if (at + 1 < times.Length && times[at + 1].From < until)
        {
            until = times[at + 1].From;
        }

        var answer = await spans.OfAsync(wanted.Profile, wanted.Objective, time.From, until, cancellation).ConfigureAwait(false);
        return new LeftOutCount(time, answer.Reading.Counts);
    }
}
