using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Slo;

/// <summary>What was counted in one part of a period.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Counts">What was counted; null for no data.</param>
public sealed record BudgetSlice(DateTimeOffset From, DateTimeOffset To, BudgetCounts? Counts);

/// <summary>An interval that used the budget faster than it may.</summary>
/// <param name="From">Begin, to within the history's finest step.</param>
/// <param name="To">End.</param>
/// <param name="Counts">What was counted in it.</param>
/// <param name="Share">The share of the whole budget that it used: 1 is all of it.</param>
public sealed record BudgetConsumer(DateTimeOffset From, DateTimeOffset To, BudgetCounts Counts, double Share);

/// <summary>How a budget was used up over its period.</summary>
public sealed record BudgetHistory
{
    /// <summary>The period.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>The time up to which it is told.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How long a slice is.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>The period's slices, oldest first; what is left out is taken off.</summary>
    public required ImmutableArray<BudgetSlice> Slices { get; init; }

    /// <summary>How many may be bad over the whole period; null without data.</summary>
    public double? Allowed { get; init; }

    /// <summary>What was left at the end of each slice, the whole budget at the begin. Where there are no data there is no point.</summary>
    public ImmutableArray<Point> Left { get; init; } = [];

    /// <summary>What will be left at the burn rate of the last hour, from now on; empty when that is not known.</summary>
    public ImmutableArray<Point> Projected { get; init; } = [];

    /// <summary>The intervals that used most of it, largest first.</summary>
    public ImmutableArray<BudgetConsumer> Largest { get; init; } = [];

    /// <summary>The share of the budget that all other slices used.</summary>
    public double Rest { get; init; }

    /// <summary>Why there is no history, or not all of it; null otherwise.</summary>
    public string? Problem { get; init; }
}
