using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

/// <summary>Calendars, what is left out, what is not held, and counts that make no sense.</summary>
public sealed class BudgetJudgementTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CalendarWindow Berlin = new(CalendarPeriod.Month, "Europe/Berlin");

    [Fact]
    public void At_the_rate_of_the_last_hour_a_period_ends_with_what_is_left_then()
    {
        // 20 of 30 days are gone and half is left; at twice as fast as it may, ten days more take two thirds.
        var budget = InNovember(bad: 500, total: 666_667, lastHour: 0.002);
        Assert.Equal(0.5, budget.Remaining!.Value, 4);
        Assert.Equal(0.5 - (2 * 10 / 30.0), budget.RemainingAtEnd!.Value, 3);
        Assert.Equal(0.5 * 30 / 2, budget.Exhaustion!.Value.TotalDays, 2);
    }

    [Fact]
    public void A_budget_that_lasts_to_the_end_of_its_period_is_never_gone() =>
        Assert.Null(InNovember(bad: 500, total: 666_667, lastHour: 0.001).Exhaustion);

    [Fact]
    public void A_period_without_data_is_named() =>
        Assert.Equal("no data over November 2026", BudgetMath.Judge("x", Any.Objective() with { Calendar = Berlin }, Readings()).Problem);

    [Fact]
    public void What_is_not_held_is_said_and_the_rest_judged()
    {
        var budget = BudgetMath.Judge("x", Any.Objective(), new BudgetReadings
        {
            Now = Any.Noon,
            Period = BudgetPeriod.Of(Any.Objective(), Any.Noon),
            Windows = [new(Month, 100, 1_000_000)],
            Oldest = Any.Noon.AddDays(-9),
        });
        Assert.Equal(["the data reach back 9 d of 30 d: the rest is not held, and the budget is judged by what is"], budget.Notes);
        Assert.Equal((0.9, Any.Noon.AddDays(-9)), (Math.Round(budget.Remaining!.Value, 6), budget.HeldSince));
    }

    [Theory]
    [InlineData(12, 10, "more bad events than events in all (12 of 10)", 1.0)]
    [InlineData(-5, 10, "more good events than events in all (by 5 of 10)", 0.0)]
    [InlineData(3, 0, "bad events but no events in all", null)]
    public void Counts_that_make_no_sense_are_said_and_never_give_an_absurd_figure(double bad, double total, string says, double? ratio)
    {
        var budget = Any.Judge(Any.Objective(), new WindowReading(Month, bad, total));
        Assert.Contains(says, Assert.Single(budget.Notes), StringComparison.Ordinal);
        Assert.Equal(ratio, budget.Over(Month)!.ErrorRatio);
    }

    [Fact]
    public void What_extrapolation_does_to_two_counters_is_not_worth_a_word() =>
        Assert.Empty(Any.Judge(Any.Objective(), new WindowReading(Month, 1000.4, 1000)).Notes);

    [Fact]
    public void Fourteen_times_too_fast_may_be_three_requests()
    {
        var burn = Any.Judge(Any.Objective(), new(Month, 3, 20_000), new(Hour, 3, 208)).Over(Hour)!;
        Assert.Equal((14.4, new BudgetCounts(3, 208)), (Math.Round(burn.Rate!.Value, 1), burn.Counts));
    }

    [Fact]
    public void Time_that_could_not_be_counted_is_not_left_out_and_that_is_said()
    {
        var budget = LeftOut(new BudgetCounts(400, 10_000), null);
        Assert.Contains("some of the time that is to be left out could not be counted, so it is not left out", budget.Notes);
        Assert.Equal(400, budget.LeftOut!.Counts.Bad);
    }

    [Fact]
    public void When_more_is_left_out_than_there_was_nothing_is_left_to_judge()
    {
        var budget = LeftOut(new BudgetCounts(2_000, 2_000_000));
        Assert.Equal((BudgetHealth.NoTraffic, 1), (budget.Health, budget.Remaining));
    }

    [Theory]
    [InlineData(0.0001, 0.0, BudgetState.Met)]
    [InlineData(0.0001, 0.1, BudgetState.Burning)]
    [InlineData(0.0020, 0.0, BudgetState.Burning)]
    public void Met_is_said_of_what_was_counted_and_does_not_burn(double whole, double now, BudgetState state) => Assert.Equal(
        state, Any.Judge(Any.Objective(), [.. BudgetMath.Windows.Select(window => new WindowReading(window, now, 1)), new(Month, whole, 1)]).State);

    [Fact]
    public void Without_a_reading_nothing_is_met() => Assert.Equal(BudgetState.NoData, Any.Judge(Any.Objective()).State);

    [Fact]
    public void Without_traffic_nothing_is_met_either() => Assert.Equal(BudgetState.NoTraffic, Any.Judge(Any.Objective(), new WindowReading(Month, 0, 0)).State);

    [Fact]
    public void If_it_goes_on_for_forty_minutes_so_much_is_left()
    {
        var budget = Any.Judge(Any.Objective(), new WindowReading(Month, 0.0005, 1));
        Assert.Equal(0.5 - (100 * 40 / (30 * 24 * 60.0)), budget.RemainingAfter(100, TimeSpan.FromMinutes(40))!.Value, 9);
    }

    [Fact]
    public void Times_that_overlap_are_left_out_once()
    {
        LeftOutTime At(int from, int to) => new(Any.Noon.AddHours(from), Any.Noon.AddHours(to), "planned", "somebody");
        var times = LeftOutTimes.Within([At(3, 5), At(-9, -7), At(1, 4), At(1, 2)], Any.Noon.AddHours(-8), Any.Noon.AddHours(4.5));
        Assert.Equal([(-8, -7), (1, 4), (4, 4.5)], times.Select(time => ((time.From - Any.Noon).TotalHours, (time.To - Any.Noon).TotalHours)));
    }

    private static ErrorBudget InNovember(double bad, double total, double lastHour) => BudgetMath.Judge("x", Any.Objective() with { Calendar = Berlin }, Readings() with
    {
        SinceBegin = new WindowReading(TimeSpan.FromDays(20), bad, total),
        Windows = [new(Hour, lastHour, 1)],
    });

    private static BudgetReadings Readings()
    {
        var period = BudgetPeriod.At(Berlin, Any.Noon);
        return new BudgetReadings { Now = period.From.AddDays(20), Period = period };
    }

    private static ErrorBudget LeftOut(params BudgetCounts?[] counts) => BudgetMath.Judge("x", Any.Objective(), new BudgetReadings
    {
        Now = Any.Noon,
        Period = BudgetPeriod.Of(Any.Objective(), Any.Noon),
        Windows = [new(Month, 600, 1_000_000)],
        LeftOut = [.. counts.Select((count, i) => new LeftOutCount(new LeftOutTime(Any.Noon.AddHours(-9 + i), Any.Noon.AddHours(-8 + i), "planned", "somebody"), count))],
    });
}
