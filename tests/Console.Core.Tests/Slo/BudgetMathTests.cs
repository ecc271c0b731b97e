using OpsConsole.Alerts;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class BudgetMathTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0.0, BudgetHealth.Healthy)]
    [InlineData(0.00049, BudgetHealth.Healthy)]
    [InlineData(0.00051, BudgetHealth.Warning)]
    [InlineData(0.00089, BudgetHealth.Warning)]
    [InlineData(0.00091, BudgetHealth.Critical)]
    [InlineData(0.00099, BudgetHealth.Critical)]
    [InlineData(0.00101, BudgetHealth.Exhausted)]
    [InlineData(1.0, BudgetHealth.Exhausted)]
    public void Health_follows_what_is_left_of_the_budget(double errorRatio, BudgetHealth health) =>
        Assert.Equal(health, Judge(Any.Objective(), (Month, errorRatio, 1)).Health);

    [Fact]
    public void At_half_left_a_budget_is_no_longer_healthy_and_at_a_tenth_it_is_critical()
    {
        var objective = Any.Objective(target: 0.5);
        Assert.Equal(BudgetHealth.Warning, Judge(objective, (Month, 0.25, 1)).Health);
        Assert.Equal(BudgetHealth.Exhausted, Judge(objective, (Month, 0.5, 1)).Health);
    }

    [Fact]
    public void No_traffic_is_said_and_leaves_the_budget_untouched()
    {
        foreach (var budget in new[] { Judge(Any.Objective(), (Month, 0, 0)), Judge(Any.Objective(), (Month, double.NaN, double.NaN)) })
        {
            Assert.Equal((BudgetHealth.NoTraffic, 1), (budget.Health, budget.Remaining));
            Assert.Null(budget.Sli);
            Assert.Null(budget.Exhaustion);
            Assert.Null(budget.Problem);
            Assert.True(budget.Over(Month)!.NoTraffic);
        }
    }

    [Fact]
    public void A_window_without_data_is_unknown_and_never_zero_errors()
    {
        foreach (var budget in new[]
        {
            Judge(Any.Objective()), Judge(Any.Objective(), (Month, null, 5)), Judge(Any.Objective(), (Month, 5, null)),
            Judge(Any.Objective(), (Month, double.NaN, 5)), Judge(Any.Objective(), (Month, double.PositiveInfinity, 5)),
        })
        {
            Assert.Equal(BudgetHealth.NoData, budget.Health);
            Assert.Null(budget.Remaining);
            Assert.Null(budget.Over(Month)!.ErrorRatio);
            Assert.Equal("no data over 30d", budget.Problem);
        }
    }

    [Fact]
    public void At_fourteen_point_four_a_thirty_day_budget_lasts_fifty_hours()
    {
        var budget = Judge(Any.Objective(), (Month, 0, 1), (Hour, 0.0144, 1));
        Assert.Equal(50, budget.Exhaustion!.Value.TotalHours, 6);
        Assert.Equal(14.4, budget.Over(Hour)!.Rate!.Value, 6);
    }

    [Fact]
    public void Good_of_all_and_bad_of_all_say_the_same()
    {
        var good = Any.Judge(Any.Objective(), WindowReading.OfGood(Month, 999.5, 1000));
        var bad = Any.Judge(Any.Objective(), new WindowReading(Month, 0.5, 1000));
        Assert.Equal(bad.Remaining!.Value, good.Remaining!.Value, 9);
        Assert.Equal(0.9995, good.Sli!.Value, 9);
    }

    [Theory]
    [InlineData(60, 5, 14.4, Severity.Critical)]
    [InlineData(360, 30, 6, Severity.Critical)]
    [InlineData(1440, 120, 3, Severity.Warning)]
    [InlineData(4320, 360, 1, Severity.Warning)]
    public void A_pair_of_windows_burns_only_when_both_are_above_the_limit(int longMinutes, int shortMinutes, double limit, Severity severity)
    {
        var (above, at) = (limit * 0.0011, limit * 0.0009);
        var (wide, narrow) = (TimeSpan.FromMinutes(longMinutes), TimeSpan.FromMinutes(shortMinutes));
        Assert.Equal(severity, Judge(Any.Objective(), (wide, above, 1), (narrow, above, 1)).Burning);
        Assert.Null(Judge(Any.Objective(), (wide, above, 1), (narrow, at, 1)).Burning);
        Assert.Null(Judge(Any.Objective(), (wide, at, 1), (narrow, above, 1)).Burning);
        Assert.Null(Judge(Any.Objective(), (wide, above, 1)).Burning);
    }

    [Fact]
    public void The_worst_pair_decides()
    {
        var all = BudgetMath.Windows.Select(window => (window, (double?)0.5, (double?)1)).ToArray();
        Assert.Equal(Severity.Critical, Judge(Any.Objective(), all).Burning);
    }

    [Fact]
    public void A_pair_longer_than_the_objective_does_not_judge_it()
    {
        var slow = BudgetMath.Windows.Select(window => (window, (double?)0.002, (double?)1)).ToArray();
        Assert.Equal(Severity.Warning, Judge(Any.Objective(), slow).Burning);
        Assert.Null(Judge(Any.Objective(window: TimeSpan.FromDays(1)), slow).Burning);
    }

    [Fact]
    public void What_stopped_burning_within_the_last_five_minutes_calls_nobody()
    {
        var halfHour = TimeSpan.FromMinutes(30);
        var fiveMinutes = TimeSpan.FromMinutes(5);
        Assert.Equal(Severity.Critical, Judge(Any.Objective(), (TimeSpan.FromHours(6), 0.01, 1), (halfHour, 0.01, 1), (fiveMinutes, 0.0011, 1)).Burning);
        Assert.Null(Judge(Any.Objective(), (TimeSpan.FromHours(6), 0.01, 1), (halfHour, 0.01, 1), (fiveMinutes, 0.0009, 1)).Burning);
        Assert.Null(Judge(Any.Objective(), (TimeSpan.FromHours(6), 0.01, 1), (halfHour, 0.01, 1), (fiveMinutes, 0, 0)).Burning);
    }

    [Fact]
    public void A_burn_next_to_nothing_gives_no_date_rather_than_an_absurd_one() =>
        Assert.Null(Judge(Any.Objective(), (Month, 0, 1), (Hour, 1e-12, 1)).Exhaustion);

    [Fact]
    public void Burn_rates_come_shortest_first_with_the_objectives_own_window_among_them()
    {
        var budget = Judge(Any.Objective(window: TimeSpan.FromDays(2)));
        Assert.Equal(budget.BurnRates.Select(burn => burn.Window).Order(), budget.BurnRates.Select(burn => burn.Window));
        Assert.Equal(8, budget.BurnRates.Length);
        Assert.Equal(7, Judge(Any.Objective(window: TimeSpan.FromDays(3))).BurnRates.Length);
    }

    private static ErrorBudget Judge(ObjectiveProfile objective, params (TimeSpan Window, double? Bad, double? Total)[] readings) =>
        Any.Judge(objective, [.. readings.Select(it => new WindowReading(it.Window, it.Bad, it.Total))]);
}
