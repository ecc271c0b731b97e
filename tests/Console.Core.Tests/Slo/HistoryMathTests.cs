using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Slo;

namespace OpsConsole.Core.Tests.Slo;

public sealed class HistoryMathTests
{
    private static readonly DateTimeOffset Begin = Any.Noon.AddHours(-10);

    private static readonly Arbitrary<List<(int Bad, int Total)?>> Days = Gen.ListOf(
        from total in Gen.Choose(0, 1000)
        from bad in Gen.Choose(0, 1000)
        from isHeld in Gen.Choose(0, 9)
        select isHeld == 0 ? ((int, int)?)null : (Math.Min(bad, total), total)).Select(all => all.ToList()).ToArbitrary();

    [Fact]
    public void A_budget_begins_whole_and_ends_with_what_is_left()
    {
        var left = HistoryMath.Left(Slices((0, 100), (5, 100), (5, 100)), allowed: 20);
        Assert.Equal([(0, 1), (1, 1), (2, 0.75), (3, 0.5)], left.Select(point => ((point.At - Begin).TotalHours, point.Value)));
    }

    [Fact]
    public void Where_nothing_is_held_no_point_is_drawn() =>
        Assert.Equal([0, 1, 3], HistoryMath.Left(Slices((0, 100), null, (5, 100)), 20).Select(point => (point.At - Begin).TotalHours));

    [Fact]
    public void What_touches_is_one_interval_and_the_largest_comes_first()
    {
        var found = HistoryMath.Consumers(Slices((1, 100), (20, 100), (30, 100), (0, 100), (90, 100), null, (90, 100)), budget: 0.1, allowed: 200);
        Assert.Equal([(6, 7, 0.45), (4, 5, 0.45), (1, 3, 0.25)], found.Select(one => ((one.From - Begin).TotalHours, (one.To - Begin).TotalHours, one.Share)));
    }

    [Fact]
    public void A_closer_look_finds_the_minutes_within_the_hours()
    {
        var fine = Enumerable.Range(0, 24).Select(i => new BudgetSlice(Begin.AddMinutes(5 * i), Begin.AddMinutes((5 * i) + 5), new BudgetCounts(i is 7 or 9 ? 15 : 0, 100))).ToArray();
        var refined = HistoryMath.Refined([.. fine], budget: 0.01, allowed: 100)!;
        Assert.Equal((Begin.AddMinutes(35), Begin.AddMinutes(50), 30, 300, 0.3), (refined.From, refined.To, refined.Counts.Bad, refined.Counts.Total, refined.Share));
    }

    [Fact]
    public void A_closer_look_that_finds_nothing_says_so() => Assert.Null(HistoryMath.Refined(Slices((1, 100), null), 0.01, 100));

    [Fact]
    public void What_is_left_out_is_taken_off_the_slices_it_touches_and_no_more_than_there_is()
    {
        var time = new LeftOutTime(Begin.AddMinutes(30), Begin.AddMinutes(90), "planned", "somebody");
        var slices = HistoryMath.Without(Slices((10, 100), (1, 100), (7, 100)), [new LeftOutCount(time, new BudgetCounts(8, 80))]);
        Assert.Equal([(6, 60), (0, 60), (7, 100)], slices.Select(slice => (slice.Counts!.Bad, slice.Counts.Total)));
    }

    [Fact]
    public void A_rolling_budget_comes_back_as_old_failures_leave_the_window()
    {
        // All of it failed in the first hour of the ten; a quarter of the window later that hour has left.
        var objective = Any.Objective(target: 0.9, window: TimeSpan.FromHours(10));
        var budget = Any.Judge(objective, new(objective.Window, 50, 1000), new(TimeSpan.FromHours(1), 0, 100)) with { Period = new BudgetPeriod(Begin, Any.Noon) };
        var projected = HistoryMath.Projected(budget, Slices((50, 100), (0, 100), (0, 100)), Any.Noon, TimeSpan.FromHours(1));
        Assert.Equal((0.5, 1.0), (Math.Round(projected[0].Value, 9), Math.Round(projected[^1].Value, 9)));
        Assert.Equal(Any.Noon.AddHours(2.5), projected[^1].At);
    }

    [Fact]
    public void Another_target_over_what_really_happened_tells_the_days_it_breaks()
    {
        var slices = Enumerable.Range(0, 48).Select(i => new BudgetSlice(Begin.Date.AddHours(i), Begin.Date.AddHours(i + 1), new BudgetCounts(i == 30 ? 12 : 0, 100))).ToArray();
        var strict = WhatIf.Of(0.999, TimeSpan.FromDays(2), [.. slices]);
        var loose = WhatIf.Of(0.99, TimeSpan.FromDays(2), [.. slices]);
        Assert.Equal([DateOnly.FromDateTime(Begin.Date.AddDays(1))], strict.Broken);
        Assert.Equal((2, new DateTimeOffset(Begin.Date).AddHours(31)), (strict.Days, strict.UsedUpAt));
        Assert.Equal((1 - (12 / 4.8), 1 - (12 / 48.0)), (Math.Round(strict.Remaining!.Value, 9), Math.Round(loose.Remaining!.Value, 9)));
        Assert.Equal((null, 0), (loose.UsedUpAt, WhatIf.Of(0.99, TimeSpan.FromDays(2), [new(Begin, Any.Noon, null)]).Days));
    }

    [Fact]
    public void Largest_intervals_and_the_rest_never_make_more_than_what_failed() => Prop.ForAll(Days, days =>
    {
        var slices = Slices([.. days]);
        var bad = days.Sum(day => day?.Bad ?? 0);
        var shares = HistoryMath.Consumers(slices, 0.05, 100).Sum(one => one.Share);
        return shares <= (bad / 100.0) + 1e-9 && HistoryMath.Left(slices, 100).All(point => point.Value <= 1)
            && (bad == 0 || Math.Abs(HistoryMath.Left(slices, 100)[^1].Value - (1 - (bad / 100.0))) < 1e-9);
    }).QuickCheckThrowOnFailure();

    private static System.Collections.Immutable.ImmutableArray<BudgetSlice> Slices(params (int Bad, int Total)?[] hours) =>
        [.. hours.Select((hour, i) => new BudgetSlice(Begin.AddHours(i), Begin.AddHours(i + 1), hour is { } it ? new BudgetCounts(it.Bad, it.Total) : null))];
}
