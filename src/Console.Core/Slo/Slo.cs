using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>How an error budget is doing. Green is never the default.</summary>
public enum BudgetHealth
{
    /// <summary>More than 50% of the budget is left.</summary>
    Healthy,

    /// <summary>More than 10% is left.</summary>
    Warning,

    /// <summary>Something is left.</summary>
    Critical,

    /// <summary>Nothing is left.</summary>
    Exhausted,

    /// <summary>Nothing happened in the window: the budget is untouched, and that is said.</summary>
    NoTraffic,

    /// <summary>The query failed or the series are absent: unknown.</summary>
    NoData,
}

/// <summary>How fast the budget is used over one window: 1 uses it up exactly at the end of the objective's window.</summary>
/// <param name="Window">The window.</param>
/// <param name="ErrorRatio">Bad events of all, 0 to 1; null for no data; NaN never occurs: no traffic is null with <paramref name="NoTraffic"/>.</param>
/// <param name="Rate">The error ratio divided by the budget (1 - target); null like the ratio.</param>
/// <param name="NoTraffic">Nothing happened in the window.</param>
public sealed record BurnRate(TimeSpan Window, double? ErrorRatio, double? Rate, bool NoTraffic);

/// <summary>An objective's budget now.</summary>
public sealed record ErrorBudget
{
    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>The objective.</summary>
    public required ObjectiveProfile Objective { get; init; }

    /// <summary>The verdict.</summary>
    public required BudgetHealth Health { get; init; }

    /// <summary>The share of good events over the objective's window; null without traffic or data.</summary>
    public double? Sli { get; init; }

    /// <summary>The share of the budget that is left: 1 untouched, 0 used up, negative overspent; null without data.</summary>
    public double? Remaining { get; init; }

    /// <summary>Burn rates, shortest window first.</summary>
    public ImmutableArray<BurnRate> BurnRates { get; init; } = [];

    /// <summary>When the budget is gone at the burn rate of the last hour: remaining x window / burn rate. Null when it is not being used, or gone.</summary>
    public TimeSpan? Exhaustion { get; init; }

    /// <summary>Whether both windows of a multi-window pair burn above a limit worth a page or a ticket: the severity of the worst pair.</summary>
    public Alerts.Severity? Burning { get; init; }

    /// <summary>Why there is no data, in a sentence; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>The burn rate of a window; null when it was not measured.</summary>
    /// <param name="window">The window.</param>
    public BurnRate? Over(TimeSpan window) => BurnRates.FirstOrDefault(burn => burn.Window == window);
}

/// <summary>All budgets.</summary>
/// <param name="Budgets">One entry an objective, in the profiles' order.</param>
public sealed record SloBoard(ImmutableArray<ErrorBudget> Budgets)
{
    /// <summary>The budgets of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<ErrorBudget> Of(string system) => Budgets.Where(budget => budget.System == system);
}
