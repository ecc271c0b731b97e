using OpsConsole.Alerts;
using OpsConsole.Slo;

namespace OpsConsole.Components.Format;

/// <summary>An error budget in words.</summary>
internal static class Budgets
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    // Three times too fast, now and over the hour: worth a colour before it is worth a page.
    private const double FastEnough = 3;

    /// <summary>The state that the bar's look depends on: burning, met, traffic or unknown.</summary>
    public static string State(ErrorBudget budget) => budget.Health switch
    {
        BudgetHealth.NoData => "unknown",
        BudgetHealth.NoTraffic => "traffic",
        _ when Level(budget) is Severity.Critical or Severity.Warning => "burning",
        _ => "met",
    };

    /// <summary>How bad it is, by what is left and how fast it goes.</summary>
    public static Severity Level(ErrorBudget budget) => (budget.Health, budget.Burning) switch
    {
        (BudgetHealth.NoData, _) => Severity.Unknown,
        (BudgetHealth.Exhausted, _) or (_, Severity.Critical) => Severity.Critical,
        (BudgetHealth.Critical, _) or (_, Severity.Warning) => Severity.Warning,
        _ when budget.Over(Hour)?.Rate > FastEnough && budget.Over(FiveMinutes)?.Rate > FastEnough => Severity.Warning,
        _ => Severity.Info,
    };

    /// <summary>The address of an objective's page.</summary>
    public static string Address(ErrorBudget budget) => Address(budget.System, budget.Objective.Name);

    /// <summary>The address of an objective's page.</summary>
    public static string Address(string system, string name) => $"slos/{Uri.EscapeDataString(system)}/{Uri.EscapeDataString(name)}";

    /// <summary>What is left, in words.</summary>
    public static string Left(ErrorBudget budget) => budget switch
    {
        { Health: BudgetHealth.NoData } => "not known",
        { Health: BudgetHealth.Exhausted, Remaining: < 0 and var over } => $"overspent by {Figures.Percent(-over)}",
        { Health: BudgetHealth.Exhausted } => "nothing left",
        { Remaining: { } remaining } => $"{Figures.Left(remaining)} left",
        _ => "untouched",
    };

    /// <summary>How fast it goes and how long it lasts.</summary>
    public static string Burn(ErrorBudget budget) => budget.Health switch
    {
        BudgetHealth.NoData => budget.Problem ?? "No data: the series are absent",
        BudgetHealth.NoTraffic => "No traffic in the window: the budget is untouched",
        _ when budget.Over(Hour)?.Rate is > 0 and var rate && State(budget) == "burning" =>
            $"over 1 h{Now(budget)}{(budget.Exhaustion is { } left && budget.Over(FiveMinutes)?.Rate is null or > 1 ? $"; gone in {Spans.Short(left)} at this rate" : string.Empty)}",
        _ => Calm(budget),
    };

    /// <summary>The burn rate over the last hour, when it is worth standing out; else nothing.</summary>
    public static string? Rate(ErrorBudget budget) =>
        State(budget) == "burning" && budget.Over(Hour)?.Rate is > 0 and var rate ? Figures.Burn(rate) : null;

    private static string Now(ErrorBudget budget) =>
        budget.Over(FiveMinutes)?.Rate is { } rate ? $", {Figures.Burn(rate)} over 5 min" : string.Empty;

    private static string Calm(ErrorBudget budget)
    {
        var verdict = budget.Sli is null ? "Not measured" : budget.Sli >= budget.Objective.Target ? "Met" : "Missed";
        var sli = budget.Sli is { } share ? $", {Figures.Percent(share)} good" : string.Empty;
        return budget.Over(Hour) switch
        {
            { NoTraffic: true } => $"{verdict}{sli}; no traffic in the last hour",
            { Rate: { } rate } => $"{verdict}{sli}, burns {Figures.Burn(rate)}",
            _ => $"{verdict}{sli}",
        };
    }
}
