using OpsConsole.Slo;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Slos;

/// <summary>Budgets of which everything is known, reckoned as the console does.</summary>
internal static class SomeBudgets
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>600 of a million failed, and 14 times too many in the last hour: three of 208.</summary>
    public static ErrorBudget Burning { get; } = Judge(Known.Availability, new(Month, 600, 1_000_000), new(TimeSpan.FromHours(1), 3, 208), new(TimeSpan.FromMinutes(5), 2, 17));

    public static ErrorBudget Calm { get; } = Judge(Known.Availability with { Name = "calm", Title = "Calm 99.9%" }, new(Month, 10, 1_000_000), new(TimeSpan.FromHours(1), 0, 208));

    /// <summary>Much is left, and it goes fast for an hour now; no limit is passed.</summary>
    public static ErrorBudget Fast { get; } = Judge(Known.Availability with { Name = "fast", Title = "Fast 99.9%" }, new(Month, 100, 1_000_000), new(TimeSpan.FromHours(1), 2, 208), new(TimeSpan.FromMinutes(5), 2, 17));

    /// <summary>Hardly anything is left, and nothing goes now.</summary>
    public static ErrorBudget Nearly { get; } = Judge(Known.Availability with { Name = "nearly", Title = "Nearly 99.9%" }, new(Month, 950, 1_000_000), new(TimeSpan.FromHours(1), 0, 208));

    public static ErrorBudget Unknown { get; } = Judge(Known.Availability with { Name = "unknown", Title = "Unknown 99.9%" });

    public static ErrorBudget Idle { get; } = Judge(Known.Availability with { Name = "idle", Title = "Idle 99.9%" }, new WindowReading(Month, 0, 0));

    public static ObjectiveProfile Monthly { get; } = Known.Availability with { Name = "monthly", Title = "Monthly 99.9%", Calendar = new CalendarWindow(CalendarPeriod.Month, "Europe/Berlin"), LeaveOutMaintenance = "Announced <b>before</b>" };

    /// <summary>A month of which two thirds are over, with an hour left out.</summary>
    public static ErrorBudget OfMonth { get; } = BudgetMath.Judge("billing", Monthly, new BudgetReadings
    {
        Now = Now,
        Period = BudgetPeriod.At(Monthly.Calendar!, Now),
        SinceBegin = new WindowReading(TimeSpan.FromDays(20), 500, 666_667),
        Windows = [new(TimeSpan.FromHours(1), 1, 1000)],
        LeftOut = [new LeftOutCount(new LeftOutTime(Now.AddDays(-2), Now.AddDays(-2).AddHours(1), "=cmd|' /C calc'!A0 <script>", "Piet <i>Ek</i>") { Record = "r1" }, new BudgetCounts(300, 1000))],
        Oldest = Now.AddDays(-15),
    });

    public static BudgetHistory History { get; } = new()
    {
        Period = Burning.Period!,
        Until = Now,
        Step = TimeSpan.FromHours(2),
        Slices =
        [
            new(Now.AddDays(-30), Now.AddDays(-20), new BudgetCounts(100, 300_000)), new(Now.AddDays(-20), Now.AddDays(-10), null), new(Now.AddDays(-10), Now, new BudgetCounts(1_500, 700_000)),
        ],
        Allowed = 1_000,
        Left = [new(Now.AddDays(-30), 1), new(Now.AddDays(-20), 0.9), new(Now, -0.6)],
        Projected = [new(Now, -0.6), new(Now.AddDays(7), -0.9)],
        Largest = [new BudgetConsumer(Now.AddDays(-3), Now.AddDays(-3).AddMinutes(50), new BudgetCounts(480, 3000), 0.48)],
        Rest = 0.12,
    };

    private static ErrorBudget Judge(ObjectiveProfile objective, params WindowReading[] windows) =>
        BudgetMath.Judge("billing", objective, new BudgetReadings { Now = Now, Period = BudgetPeriod.Of(objective, Now), Windows = [.. windows] });
}
