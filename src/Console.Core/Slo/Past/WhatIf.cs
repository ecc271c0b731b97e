using System.Collections.Immutable;

namespace OpsConsole.Slo;

/// <summary>What another target, or another window, would have meant over what really happened.</summary>
/// <param name="Target">The share that would have to be good.</param>
/// <param name="Window">The rolling window.</param>
/// <param name="Counts">What was counted in it; null without data.</param>
public sealed record WhatIf(double Target, TimeSpan Window, BudgetCounts? Counts)
{
    /// <summary>What would be left of the budget; null without data, 1 without traffic.</summary>
    public double? Remaining { get; init; }

    /// <summary>How many may be bad; null without data.</summary>
    public double? Allowed { get; init; }

    /// <summary>The days, in UTC, on which more failed than the target allows.</summary>
    public ImmutableArray<DateOnly> Broken { get; init; } = [];

    /// <summary>How many days had any traffic.</summary>
    public int Days { get; init; }

    /// <summary>When the budget of the whole window was used up; null while it was not.</summary>
    public DateTimeOffset? UsedUpAt { get; init; }

    /// <summary>From when on there are data, where that is later than the window's begin; null otherwise.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Reckons.</summary>
    /// <param name="target">The target.</param>
    /// <param name="window">The window.</param>
    /// <param name="slices">What happened in it.</param>
    internal static WhatIf Of(double target, TimeSpan window, ImmutableArray<BudgetSlice> slices)
    {
        var held = slices.Where(slice => slice.Counts is not null).ToList();
        if (held.Count == 0)
        {
            return new WhatIf(target, window, null);
        }

        var counts = new BudgetCounts(held.Sum(slice => slice.Counts!.Bad), held.Sum(slice => slice.Counts!.Total));
        var budget = Math.Round(1 - target, 12);
        var allowed = budget * counts.Total;
        var days = held.Where(slice => slice.Counts!.Total > 0).GroupBy(slice => DateOnly.FromDateTime((slice.From + ((slice.To - slice.From) / 2)).UtcDateTime))
            .Select(day => (Day: day.Key, Bad: day.Sum(slice => slice.Counts!.Bad), Total: day.Sum(slice => slice.Counts!.Total))).ToList();
        return new WhatIf(target, window, counts)
        {
            Allowed = allowed,
            Remaining = counts.Total > 0 ? 1 - (counts.Bad / allowed) : 1,
            Broken = [.. days.Where(day => day.Bad / day.Total > budget).Select(day => day.Day).Order()],
            Days = days.Count,
            UsedUpAt = UsedUp(held, allowed),
            HeldSince = held[0].From > slices[0].From ? held[0].From : null,
        };
    }

    private static DateTimeOffset? UsedUp(List<BudgetSlice> held, double allowed)
    {
        var bad = 0.0;
        foreach (var slice in held)
        {
            bad += slice.Counts!.Bad;
            if (bad > 0 && bad >= allowed)
            {
                return slice.To;
            }
        }

        return null;
    }
}
