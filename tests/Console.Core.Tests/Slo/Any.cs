using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

/// <summary>Objectives for tests that do not care.</summary>
internal static class Any
{
    public static ObjectiveProfile Objective(
        string name = "availability", double target = 0.999, TimeSpan? window = null, bool recorded = true,
        string? bad = "sum(rate(bad[$window]))", string? good = null) =>
        new(name, "Availability", ObjectiveKind.Availability, target, window ?? TimeSpan.FromDays(30), bad, good,
            "sum(rate(all[$window]))", recorded, "requests");

    /// <summary>A time at which nothing special happens.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Judges a rolling objective by its windows alone.</summary>
    public static ErrorBudget Judge(ObjectiveProfile objective, params WindowReading[] windows) => BudgetMath.Judge(
        "x", objective, new BudgetReadings { Now = Noon, Period = BudgetPeriod.Of(objective, Noon), Windows = [.. windows] });
}
