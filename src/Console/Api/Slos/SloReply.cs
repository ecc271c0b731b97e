using OpsConsole.Alerts;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Api;

/// <summary>Events of a time, in the objective's unit.</summary>
internal sealed record CountsReply(double Bad, double Total)
{
    public static CountsReply? Of(BudgetCounts? counts) => counts is null ? null : new(counts.Bad, counts.Total);
}

/// <summary>A burn rate.</summary>
internal sealed record BurnReply(string Window, double WindowSeconds, double? Rate, double? ErrorRatio, bool NoTraffic, CountsReply? Counts)
{
    public static BurnReply Of(BurnRate burn) => new(PromDuration.Format(burn.Window), burn.Window.TotalSeconds, burn.Rate, burn.ErrorRatio, burn.NoTraffic, CountsReply.Of(burn.Counts));
}

/// <summary>How a budget stands to one limit over two windows; <paramref name="Above"/> is null when that is not known.</summary>
internal sealed record LimitReply(double Rate, string Long, string Short, string Severity, double? LongRate, double? ShortRate, bool? Above)
{
    public static LimitReply Of(BurnPair pair) => new(
        pair.Limit.Rate, PromDuration.Format(pair.Limit.Long), PromDuration.Format(pair.Limit.Short), pair.Limit.Severity.Label(), pair.Long?.Rate, pair.Short?.Rate, pair.IsAbove);
}

/// <summary>Time that does not count.</summary>
internal sealed record LeftOutReply(DateTimeOffset From, DateTimeOffset To, string Reason, string By, string? Record, CountsReply? Counts)
{
    public static LeftOutReply Of(LeftOutCount one) => new(one.Time.From, one.Time.To, one.Time.Reason, one.Time.By, one.Time.Record, CountsReply.Of(one.Counts));
}

/// <summary>The period that a budget is for; <paramref name="Calendar"/> and <paramref name="TimeZone"/> are null for a rolling window.</summary>
internal sealed record PeriodReply(DateTimeOffset From, DateTimeOffset To, string? Name, string? Calendar, string? TimeZone)
{
    public static PeriodReply? Of(ErrorBudget budget) => budget.Period is not { } period ? null : new(
        period.From, period.To, period.Name, budget.Objective.Calendar is { } calendar ? ApiWords.Of(calendar.Period) : null, budget.Objective.Calendar?.TimeZone);
}

/// <summary>An objective with its budget.</summary>
internal sealed record SloReply(
    string System, string Name, string Title, string Kind, string Unit, double TargetPercent, double WindowSeconds, PeriodReply? Period, string State, string Health, string? Burning,
    double? Sli, double? Remaining, double? RemainingOfElapsed, double? RemainingAtEnd, double? AllowedBad, CountsReply? Counts, double? ExhaustedInSeconds, DateTimeOffset? HeldSince,
    IReadOnlyList<BurnReply> BurnRates, IReadOnlyList<LimitReply> Limits, double? RemainingWithAll, double? SliWithAll, IReadOnlyList<LeftOutReply> LeftOut, IReadOnlyList<string> Notes, string? Problem)
{
    public static SloReply Of(ErrorBudget budget)
    {
        var objective = budget.Objective;
        return new(
            budget.System, objective.Name, objective.Title, ApiWords.Of(objective.Kind), objective.Unit, Math.Round(objective.Target * 100, 9), objective.Window.TotalSeconds, PeriodReply.Of(budget),
            ApiWords.Of(budget.State), ApiWords.Of(budget.Health), budget.Burning?.Label(), budget.Sli, budget.Remaining, budget.RemainingOfElapsed, budget.RemainingAtEnd, budget.Allowed,
            CountsReply.Of(budget.Counts), budget.Exhaustion?.TotalSeconds, budget.HeldSince, [.. budget.BurnRates.Select(BurnReply.Of)], [.. BurnLimits.Of(budget).Select(LimitReply.Of)],
            budget.LeftOut?.RemainingWithAll, budget.LeftOut?.SliWithAll, [.. (budget.LeftOut?.Times ?? []).Select(LeftOutReply.Of)], budget.Notes, budget.Problem);
    }
}

/// <summary>All objectives.</summary>
internal sealed record SlosReply(string Freshness, DateTimeOffset? ObservedAt, string? Problem, IReadOnlyList<SloReply> Slos);

/// <summary>One objective.</summary>
internal sealed record OneSloReply(string Freshness, DateTimeOffset? ObservedAt, string? Problem, SloReply Slo);
