using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Slo;

/// <summary>What the slices of a period say: pure.</summary>
internal static class HistoryMath
{
    /// <summary>The most intervals that are told.</summary>
    public const int MostLargest = 8;

    /// <summary>Takes off what does not count: each time's counts from the slices it touches, by how much of it lies in each.</summary>
    /// <param name="slices">The slices.</param>
    /// <param name="leftOut">What does not count.</param>
    public static ImmutableArray<BudgetSlice> Without(ImmutableArray<BudgetSlice> slices, ImmutableArray<LeftOutCount> leftOut) => leftOut.IsEmpty ? slices :
    [
        .. slices.Select(slice => slice.Counts is not { } counts ? slice : slice with
        {
            Counts = leftOut.Aggregate(counts, (rest, one) => Less(rest, one.Counts, Overlap(slice, one.Time) / (one.Time.To - one.Time.From))),
        }),
    ];

    /// <summary>What was left after each slice.</summary>
    /// <param name="slices">The slices.</param>
    /// <param name="allowed">How many may be bad.</param>
    public static ImmutableArray<Point> Left(ImmutableArray<BudgetSlice> slices, double allowed)
    {
        var points = ImmutableArray.CreateBuilder<Point>();
        var bad = 0.0;
        foreach (var slice in slices)
        {
            if (slice.Counts is not { } counts)
            {
                continue;
            }

            if (points.Count == 0)
            {
                points.Add(new Point(slice.From, 1));
            }

            bad += counts.Bad;
            points.Add(new Point(slice.To, allowed > 0 ? 1 - (bad / allowed) : 1));
        }

        return points.ToImmutable();
    }

    /// <summary>
    /// What will be left if it goes on as in the last hour. In a calendar's period it only falls, until the period ends; a rolling window
    /// is looked at over a quarter of its length, in which what failed at its begin leaves it.
    /// </summary>
    /// <param name="budget">The budget now.</param>
    /// <param name="slices">The slices of its window.</param>
    /// <param name="now">The time.</param>
    /// <param name="step">Time between two points: as far apart as those of the past.</param>
    public static ImmutableArray<Point> Projected(ErrorBudget budget, ImmutableArray<BudgetSlice> slices, DateTimeOffset now, TimeSpan step)
    {
        if (budget is not { Remaining: { } left, Allowed: > 0 and var allowed, Period: { } period } || budget.Over(TimeSpan.FromHours(1))?.Rate is not { } rate || step <= TimeSpan.Zero)
        {
            return [];
        }

        var isRolling = budget.Objective.Calendar is null;
        var end = isRolling ? now + (budget.Objective.Window / 4) : period.To;
        var points = ImmutableArray.CreateBuilder<Point>();
        for (var at = now; ; at = at + step < end ? at + step : end)
        {
            var gone = !isRolling ? 0 : slices.Where(slice => slice.Counts is not null).Sum(slice => slice.Counts!.Bad * Before(slice, period.From + (at - now)));
            points.Add(new Point(at, left + (gone / allowed) - (rate * ((at - now) / budget.PromisedOver))));
            if (at >= end)
            {
                return points.ToImmutable();
            }
        }
    }

    /// <summary>The intervals in which more failed than may, joined where they touch, largest first.</summary>
    /// <param name="slices">The slices.</param>
    /// <param name="budget">The share that may be bad.</param>
    /// <param name="allowed">How many may be bad over the period.</param>
    public static ImmutableArray<BudgetConsumer> Consumers(ImmutableArray<BudgetSlice> slices, double budget, double allowed)
    {
        var found = ImmutableArray.CreateBuilder<BudgetConsumer>();
        BudgetConsumer? open = null;
        foreach (var slice in slices.Append(new BudgetSlice(default, default, null)))
        {
            var isFast = slice.Counts?.ErrorRatio > budget;
            if (isFast && open is not null && open.To == slice.From)
            {
                var counts = new BudgetCounts(open.Counts.Bad + slice.Counts!.Bad, open.Counts.Total + slice.Counts.Total);
                open = new BudgetConsumer(open.From, slice.To, counts, Share(counts, allowed));
                continue;
            }

            if (open is not null)
            {
                found.Add(open);
            }

            open = isFast ? new BudgetConsumer(slice.From, slice.To, slice.Counts!, Share(slice.Counts!, allowed)) : null;
        }

        return [.. found.OrderByDescending(one => one.Share).ThenByDescending(one => one.From)];
    }

    /// <summary>An interval between the first and the last of finer slices that burn too fast; null when none does.</summary>
    /// <param name="finer">Finer slices of it, and perhaps around it.</param>
    /// <param name="budget">The share that may be bad.</param>
    /// <param name="allowed">How many may be bad over the period.</param>
    public static BudgetConsumer? Refined(ImmutableArray<BudgetSlice> finer, double budget, double allowed)
    {
        var fast = finer.Where(slice => slice.Counts?.ErrorRatio > budget).ToList();
        if (fast.Count == 0)
        {
            return null;
        }

        var inside = finer.Where(slice => slice.From >= fast[0].From && slice.To <= fast[^1].To && slice.Counts is not null).ToList();
        var counts = new BudgetCounts(inside.Sum(slice => slice.Counts!.Bad), inside.Sum(slice => slice.Counts!.Total));
        return new BudgetConsumer(fast[0].From, fast[^1].To, counts, Share(counts, allowed));
    }

    private static double Share(BudgetCounts counts, double allowed) => allowed > 0 ? counts.Bad / allowed : 0;

    private static BudgetCounts Less(BudgetCounts counts, BudgetCounts? off, double share)
    {
        var total = Math.Max(0, counts.Total - ((off?.Total ?? 0) * share));
        return new BudgetCounts(Math.Clamp(counts.Bad - ((off?.Bad ?? 0) * share), 0, total), total);
    }

    private static TimeSpan Overlap(BudgetSlice slice, LeftOutTime time)
    {
        var (from, to) = (slice.From > time.From ? slice.From : time.From, slice.To < time.To ? slice.To : time.To);
        return to > from ? to - from : TimeSpan.Zero;
    }

    // How much of a slice lies before a time.
    private static double Before(BudgetSlice slice, DateTimeOffset at) => at <= slice.From ? 0 : at >= slice.To ? 1 : (at - slice.From) / (slice.To - slice.From);
}
