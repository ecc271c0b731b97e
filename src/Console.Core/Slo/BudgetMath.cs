using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The arithmetic of error budgets: pure, given what was counted over each window.</summary>
public static class BudgetMath
{
    // Beyond this nobody plans, and a burn rate next to nothing must not overflow a TimeSpan.
    private static readonly TimeSpan LongestForecast = TimeSpan.FromDays(3650);

    /// <summary>The windows of the multi-window burn limits, shortest first; an objective adds its own.</summary>
    public static ImmutableArray<TimeSpan> Windows { get; } =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(3),
    ];

    /// <summary>Burn limits, worst first: both windows must burn faster, the long one so that it matters, the short one so that it still goes on.</summary>
    internal static ImmutableArray<BurnLimit> Limits { get; } =
    [
        new(14.4, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), Severity.Critical),
        new(6, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), Severity.Critical),
        new(3, TimeSpan.FromDays(1), TimeSpan.FromHours(2), Severity.Warning),
        new(1, TimeSpan.FromDays(3), TimeSpan.FromHours(6), Severity.Warning),
    ];

    /// <summary>The windows that an objective is judged by, shortest first.</summary>
    /// <param name="objective">The objective.</param>
    public static ImmutableArray<TimeSpan> WindowsOf(ObjectiveProfile objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return [.. Windows.Append(objective.Window).Distinct().Order()];
    }

    /// <summary>Judges an objective's budget.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="readings">What was counted, by window; a window that is missing is no data.</param>
    /// <param name="problem">Why there is no data, where the reader knows.</param>
    public static ErrorBudget Judge(string system, ObjectiveProfile objective, ImmutableArray<WindowReading> readings, string? problem)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var burns = WindowsOf(objective).Select(window => Burn(objective, window, readings)).ToImmutableArray();
        var whole = burns.First(burn => burn.Window == objective.Window);
        double? remaining = whole.NoTraffic ? 1 : 1 - whole.Rate;
        var health = HealthOf(whole, remaining);
        return new ErrorBudget
        {
            System = system,
            Objective = objective,
            Health = health,
            Sli = 1 - whole.ErrorRatio,
            Remaining = remaining,
            BurnRates = burns,
            Exhaustion = ExhaustionOf(objective, remaining, burns.First(burn => burn.Window == TimeSpan.FromHours(1)).Rate),
            Burning = BurningOf(objective, burns),
            Problem = problem ?? (health is BudgetHealth.NoData ? $"no data over {PromDuration.Format(objective.Window)}" : null),
        };
    }

    private static BurnRate Burn(ObjectiveProfile objective, TimeSpan window, ImmutableArray<WindowReading> readings)
    {
        foreach (var reading in readings)
        {
            if (reading.Window == window)
            {
                // 0/0 is NaN in PromQL: it says that nothing happened, not that everything failed.
                var noTraffic = reading.Total is <= 0 or double.NaN;
                var ratio = noTraffic ? null : Ratio(reading.Bad, reading.Total);
                return new BurnRate(window, ratio, ratio / (1 - objective.Target), noTraffic);
            }
        }

        return new BurnRate(window, null, null, false);
    }

    // increase() and rate() extrapolate each counter by itself: slightly below none and above all do occur.
    private static double? Ratio(double? bad, double? total) =>
        bad is { } some && total is { } all && double.IsFinite(some) && double.IsFinite(all) ? Math.Clamp(some / all, 0, 1) : null;

    private static BudgetHealth HealthOf(BurnRate whole, double? remaining) => (whole.NoTraffic, remaining) switch
    {
        (true, _) => BudgetHealth.NoTraffic,
        (_, null) => BudgetHealth.NoData,
        (_, > 0.5) => BudgetHealth.Healthy,
        (_, > 0.1) => BudgetHealth.Warning,
        (_, > 0) => BudgetHealth.Critical,
        _ => BudgetHealth.Exhausted,
    };

    private static TimeSpan? ExhaustionOf(ObjectiveProfile objective, double? remaining, double? burn)
    {
        if (remaining is not > 0 || burn is not > 0)
        {
            return null;
        }

        var seconds = remaining.Value * objective.Window.TotalSeconds / burn.Value;
        return seconds <= LongestForecast.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    // A pair whose long window exceeds the objective's own says nothing about it: the budget is renewed meanwhile.
    private static Severity? BurningOf(ObjectiveProfile objective, ImmutableArray<BurnRate> burns)
    {
        bool Above(TimeSpan window, double rate) => burns.First(burn => burn.Window == window).Rate > rate;

        // The 30-minute window remembers trouble that is over: what does not burn now needs nobody now.
        if (burns.FirstOrDefault(burn => burn.Window == TimeSpan.FromMinutes(5)) is { Rate: <= 1 } or { NoTraffic: true })
        {
            return null;
        }

        foreach (var limit in Limits)
        {
            if (limit.Long <= objective.Window && Above(limit.Long, limit.Rate) && Above(limit.Short, limit.Rate))
            {
                return limit.Severity;
            }
        }

        return null;
    }
}

/// <summary>A burn limit over two windows.</summary>
/// <param name="Rate">The burn rate that both must exceed.</param>
/// <param name="Long">The long window.</param>
/// <param name="Short">The short window.</param>
/// <param name="Severity">What exceeding it is worth.</param>
internal sealed record BurnLimit(double Rate, TimeSpan Long, TimeSpan Short, Severity Severity);
