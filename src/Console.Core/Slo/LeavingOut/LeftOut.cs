using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>Time that does not count: half-open.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Reason">Why, for everybody who sees the budget.</param>
/// <param name="By">Who says so: a person's name, or the profile with the maintenance window.</param>
public sealed record LeftOutTime(DateTimeOffset From, DateTimeOffset To, string Reason, string By)
{
    /// <summary>The record it comes from; null for a maintenance window that the profile leaves out.</summary>
    public string? Record { get; init; }
}

/// <summary>What was counted in time that does not count.</summary>
/// <param name="Time">The time, cut to the period.</param>
/// <param name="Counts">What was counted; null when nobody knows, so that it counts after all.</param>
public sealed record LeftOutCount(LeftOutTime Time, BudgetCounts? Counts);

/// <summary>All that is left out of a budget, and what the budget would be with it.</summary>
/// <param name="Times">The times, oldest first.</param>
/// <param name="Counts">What was counted in them.</param>
/// <param name="RemainingWithAll">What would be left of the budget if everything counted; null without data.</param>
/// <param name="SliWithAll">The share of good events if everything counted; null without traffic or data.</param>
public sealed record LeftOutSum(ImmutableArray<LeftOutCount> Times, BudgetCounts Counts, double? RemainingWithAll, double? SliWithAll);

/// <summary>Tells which time does not count. Each kind of reason has its own.</summary>
internal interface ILeftOutTimes
{
    /// <summary>The times that touch a period; they may overlap each other.</summary>
    /// <param name="system">The system.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="period">The period.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">They can't be read.</exception>
    Task<ImmutableArray<LeftOutTime>> OfAsync(SystemProfile system, ObjectiveProfile objective, BudgetPeriod period, CancellationToken cancellation);
}

/// <summary>Makes one list of what several reasons leave out.</summary>
internal static class LeftOutTimes
{
    /// <summary>Cuts times to a period and each other, so that nothing is taken off twice: of two that overlap the one that begins first stays whole.</summary>
    /// <param name="times">The times, in any order.</param>
    /// <param name="from">The period's begin.</param>
    /// <param name="to">Its end, or the time of the reading when that is earlier.</param>
    public static ImmutableArray<LeftOutTime> Within(IEnumerable<LeftOutTime> times, DateTimeOffset from, DateTimeOffset to)
    {
        var kept = ImmutableArray.CreateBuilder<LeftOutTime>();
        var free = from;
        foreach (var time in times.OrderBy(time => time.From).ThenByDescending(time => time.To))
        {
            var begin = time.From < free ? free : time.From;
            var end = time.To > to ? to : time.To;
            if (begin < end)
            {
                kept.Add(time with { From = begin, To = end });
                free = end;
            }
        }

        return kept.ToImmutable();
    }
}
