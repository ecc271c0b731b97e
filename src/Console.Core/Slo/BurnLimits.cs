using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>A burn limit over two windows: both must burn faster, the long one so that it matters, the short one so that it still goes on.</summary>
/// <param name="Rate">The burn rate that both must exceed.</param>
/// <param name="Long">The long window.</param>
/// <param name="Short">The short window.</param>
/// <param name="Severity">What exceeding it is worth.</param>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The workbook's own words: a long window and a short one.")]
public sealed record BurnLimit(double Rate, TimeSpan Long, TimeSpan Short, Severity Severity)
{
    /// <summary>Whether it says anything of an objective: over a long window that exceeds the objective's own the budget is renewed meanwhile.</summary>
    /// <param name="objective">The objective.</param>
    public bool IsFor(ObjectiveProfile objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Long <= objective.Window;
    }
}

/// <summary>How a budget stands to one limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Long">The burn rate over the long window; null when it was not measured.</param>
/// <param name="Short">The burn rate over the short window.</param>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The workbook's own words: a long window and a short one.")]
public sealed record BurnPair(BurnLimit Limit, BurnRate? Long, BurnRate? Short)
{
    /// <summary>Whether both are above the limit; null when that is not known.</summary>
    public bool? IsAbove => (Above(Long), Above(Short)) switch
    {
        (false, _) or (_, false) => false,
        (true, true) => true,
        _ => null,
    };

    private bool? Above(BurnRate? burn) => burn is { NoTraffic: true } ? false : burn?.Rate is { } rate ? rate > Limit.Rate : null;
}

/// <summary>The multi-window, multi-burn-rate limits of the Site Reliability Workbook, chapter 5.</summary>
public static class BurnLimits
{
    /// <summary>Worst first. At 14.4 an hour spends 2% of a 30-day budget, at 6 six hours spend 5%, at 3 a day and at 1 three days spend 10%.</summary>
    public static ImmutableArray<BurnLimit> All { get; } =
    [
        new(14.4, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), Severity.Critical),
        new(6, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), Severity.Critical),
        new(3, TimeSpan.FromDays(1), TimeSpan.FromHours(2), Severity.Warning),
        new(1, TimeSpan.FromDays(3), TimeSpan.FromHours(6), Severity.Warning),
    ];

    /// <summary>How a budget stands to each limit that says anything of it, worst first.</summary>
    /// <param name="budget">The budget.</param>
    public static ImmutableArray<BurnPair> Of(ErrorBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return [.. All.Where(limit => limit.IsFor(budget.Objective)).Select(limit => new BurnPair(limit, budget.Over(limit.Long), budget.Over(limit.Short)))];
    }
}
