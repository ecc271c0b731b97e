using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>How fast the budget is used over one window: 1 uses it up exactly at the end of the objective's window.</summary>
/// <param name="Window">The window.</param>
/// <param name="ErrorRatio">Bad events of all, 0 to 1; null for no data; NaN never occurs: no traffic is null with <paramref name="NoTraffic"/>.</param>
/// <param name="Rate">The error ratio divided by the budget (1 - target); null like the ratio.</param>
/// <param name="NoTraffic">Nothing happened in the window.</param>
public sealed record BurnRate(TimeSpan Window, double? ErrorRatio, double? Rate, bool NoTraffic)
{
    /// <summary>What was counted, in the objective's unit: 14 times too fast may be three failed requests. Null for no data.</summary>
    public BudgetCounts? Counts { get; init; }
}

/// <summary>Events that were counted, in the objective's unit; minutes where time is counted.</summary>
/// <param name="Bad">Those that broke the promise, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">All of them.</param>
public sealed record BudgetCounts(double Bad, double Total)
{
    /// <summary>Those that kept it.</summary>
    public double Good => Total - Bad;

    /// <summary>The share that is bad; null when there are none at all.</summary>
    public double? ErrorRatio => Total > 0 ? Bad / Total : null;
}

/// <summary>An objective's budget now.</summary>
public sealed record ErrorBudget
{
    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>The objective.</summary>
    public required ObjectiveProfile Objective { get; init; }

    /// <summary>The verdict, by what is left.</summary>
    public required BudgetHealth Health { get; init; }

    /// <summary>The time it is judged over: up to now for a rolling window, to its end for a period of a calendar. Null before it was read.</summary>
    public BudgetPeriod? Period { get; init; }

    /// <summary>The share of good events over the period; null without traffic or data.</summary>
    public double? Sli { get; init; }

    /// <summary>What was counted over the period, without what is left out; null without data.</summary>
    public BudgetCounts? Counts { get; init; }

    /// <summary>How many may be bad over the whole period; in a calendar's period that goes on, if as much happens as until now. Null without data.</summary>
    public double? Allowed { get; init; }

    /// <summary>The share of the budget that is left: 1 untouched, 0 used up, negative overspent; null without data.</summary>
    public double? Remaining { get; init; }

    /// <summary>The same against what was allowed until now, in a calendar's period that goes on; else as <see cref="Remaining"/>.</summary>
    public double? RemainingOfElapsed { get; init; }

    /// <summary>What will be left at the end of a calendar's period at the burn rate of the last hour; null for a rolling window, or when that is not known.</summary>
    public double? RemainingAtEnd { get; init; }

    /// <summary>Burn rates, shortest window first. They count everything: what burns now burns, also in a maintenance.</summary>
    public ImmutableArray<BurnRate> BurnRates { get; init; } = [];

    /// <summary>
    /// When the budget is gone at the burn rate of the last hour: remaining x window / burn rate. Null when it is not being used, or gone,
    /// or lasts beyond the end of a calendar's period.
    /// </summary>
    public TimeSpan? Exhaustion { get; init; }

    /// <summary>Whether both windows of a multi-window pair burn above a limit worth a page or a ticket: the severity of the worst pair.</summary>
    public Severity? Burning { get; init; }

    /// <summary>From when on there are data, where that is later than the period's begin; null otherwise.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>What is left out of the figures above, and what they would be with it; null when nothing is.</summary>
    public LeftOutSum? LeftOut { get; init; }

    /// <summary>What is odd about the figures, each in a sentence.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Why there is no data, in a sentence; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>One of four. Met is said only of what was counted.</summary>
    public BudgetState State => (Health, Burning) switch
    {
        (BudgetHealth.NoData, _) => BudgetState.NoData,
        (BudgetHealth.Exhausted, _) or (_, not null) => BudgetState.Burning,
        (BudgetHealth.NoTraffic, _) => BudgetState.NoTraffic,
        _ => BudgetState.Met,
    };

    /// <summary>The burn rate of a window; null when it was not measured.</summary>
    /// <param name="window">The window.</param>
    public BurnRate? Over(TimeSpan window) => BurnRates.FirstOrDefault(burn => burn.Window == window);

    /// <summary>The time that the budget is for: the rolling window; of a calendar's period what was counted and what is to come.</summary>
    public TimeSpan PromisedOver { get; init; }

    /// <summary>What is left if it burns at a rate for so long; null when it is not known what is left now.</summary>
    /// <param name="rate">The burn rate.</param>
    /// <param name="lasts">How long.</param>
    public double? RemainingAfter(double rate, TimeSpan lasts) => PromisedOver > TimeSpan.Zero ? Remaining - (rate * (lasts / PromisedOver)) : null;
}

/// <summary>All budgets.</summary>
/// <param name="Budgets">One entry an objective, in the profiles' order.</param>
public sealed record SloBoard(ImmutableArray<ErrorBudget> Budgets)
{
    /// <summary>The budgets of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<ErrorBudget> Of(string system) => Budgets.Where(budget => budget.System == system);

    /// <summary>One budget; null when there is no such objective.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="name">The objective's name.</param>
    public ErrorBudget? Find(string system, string name) => Budgets.FirstOrDefault(budget => budget.System == system && budget.Objective.Name == name);
}
