using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Slos;

/// <summary>Objectives and budgets in words.</summary>
internal static class SloWords
{
    /// <summary>One of four.</summary>
    public static string State(ErrorBudget budget) => budget.State switch
    {
        BudgetState.Met when Budgets.Level(budget) is Severity.Warning => budget.Health is BudgetHealth.Critical ? "Nearly used up" : "Burns fast",
        BudgetState.Met => "Met",
        BudgetState.Burning => budget.Health is BudgetHealth.Exhausted ? "Used up" : "Burning",
        BudgetState.NoTraffic => "No traffic",
        _ => "No data",
    };

    /// <summary>Whether a person is needed, or somebody should know: these stand on top.</summary>
    public static bool NeedsSomebody(ErrorBudget budget) => budget.State is BudgetState.Burning or BudgetState.NoData || Budgets.Level(budget) is Severity.Critical or Severity.Warning;

    /// <summary>The promise: <c>99.9% of requests over 30 d</c>.</summary>
    public static string Promise(ObjectiveProfile objective) => $"{Figures.Percent(objective.Target)} of {objective.Unit} {Over(objective)}";

    /// <summary>The window: <c>over 30 d</c>, <c>each month in Europe/Berlin</c>.</summary>
    public static string Over(ObjectiveProfile objective) => objective.Calendar is { } calendar
        ? $"each {calendar.Period.ToString().ToLowerInvariant()} in {calendar.TimeZone}"
        : $"over {Spans.Exact(objective.Window)}";

    /// <summary>A count in the objective's unit, with as many digits as tell something.</summary>
    public static string Count(double count) => count switch
    {
        >= 20 => count.ToString("#,0", CultureInfo.InvariantCulture),
        >= 0.95 => count.ToString("0.#", CultureInfo.InvariantCulture),
        _ => count.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Bad of all: <c>3 of 208 requests</c>; what is not known is said.</summary>
    public static string Counts(BudgetCounts? counts, string unit) => counts switch
    {
        null => "no data",
        { Total: <= 0 } => "no traffic",
        _ => $"{Count(counts.Bad)} of {Count(counts.Total)} {unit}",
    };

    /// <summary>A burn rate with what it means.</summary>
    public static string Rate(BurnRate? burn) => burn switch
    {
        null => "not measured",
        { NoTraffic: true } => "no traffic",
        { Rate: { } rate } => Figures.Burn(rate),
        _ => "no data",
    };

    /// <summary>What is left, also when it is less than nothing: <c>-40%</c>.</summary>
    public static string Left(double? remaining) => remaining switch
    {
        null => "not known",
        < 0 and var over => $"-{Figures.Percent(-over)}",
        { } left => Figures.Left(left),
    };

    /// <summary>How long it lasts at a rate, in words.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="burn">The rate; null or 0 uses nothing.</param>
    public static string Lasts(ErrorBudget budget, BurnRate? burn) => (budget.Remaining, burn?.Rate) switch
    {
        (null, _) or (_, null) => "–",
        ( <= 0, _) => "nothing is left",
        (_, <= 0) => "is not being used",

        // Of a rolling window, no more goes than comes back.
        (_, <= 1) when budget.Objective.Calendar is null => "lasts",
        ({ } left, { } rate) => TimeSpan.FromSeconds(Math.Min(left * budget.PromisedOver.TotalSeconds / rate, TimeSpan.FromDays(3650).TotalSeconds)) is var lasts && lasts > 2 * budget.PromisedOver
            ? "lasts" : $"gone in {Spans.Long(lasts)}",
    };

    /// <summary>What the verdict rests on, in a sentence.</summary>
    public static string Sentence(ErrorBudget budget) => budget.State switch
    {
        BudgetState.NoData => budget.Problem ?? "No data: the series are absent.",
        BudgetState.NoTraffic => "Nothing happened in the window: the budget is untouched.",
        _ when budget.Remaining is <= 0 => $"More failed than may: {Counts(budget.Counts, budget.Objective.Unit)}, and {Count(budget.Allowed ?? 0)} may.",
        _ when budget.Exhaustion is { } gone && budget.Burning is not null => $"At the rate of the last hour the budget is gone in {Spans.Long(gone)}.",
        _ when budget.RemainingAtEnd is { } atEnd => $"At the rate of the last hour {Left(atEnd)} will be left at the end of {budget.Period?.Name}.",
        _ when budget.Over(TimeSpan.FromHours(1)) is { Rate: > 1 } && budget.Exhaustion is { } gone => $"At the rate of the last hour it lasts {Spans.Long(gone)}.",
        _ when budget.Over(TimeSpan.FromHours(1)) is { Rate: <= 1 } => "At the rate of the last hour the budget lasts.",
        _ => $"{Counts(budget.Counts, budget.Objective.Unit)} were bad.",
    };

    /// <summary>A time in a zone: <c>28 Nov, 14:05</c>.</summary>
    public static string At(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM, HH:mm", CultureInfo.InvariantCulture);
}
