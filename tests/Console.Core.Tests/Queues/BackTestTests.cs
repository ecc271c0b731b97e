using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Metrics;
using OpsConsole.Queues;

namespace OpsConsole.Core.Tests.Queues;

public sealed class BackTestTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    [Fact]
    public void Forecasts_of_a_queue_that_goes_on_as_it_went_hold()
    {
        var queue = new SyntheticQueue(3, 50_000).Run(TwoHours, 20, 24);
        var tested = BackTester.Of(queue.History(), queue.Now)!;
        Assert.Equal(12, tested.Forecasts.Length);
        Assert.All(BackTest.Horizons, horizon =>
        {
            var (held, of) = tested.After(horizon);
            Assert.True(held >= of * 0.8 && of >= 8, $"{held} of {of} held after {horizon}");
        });
        Assert.Equal(DrainOutlook.Clears, tested.Trusted(queue.Forecast()).Outlook);
    }

    [Fact]
    public void The_newest_are_not_judged_by_what_has_not_come_yet()
    {
        var queue = new SyntheticQueue(3, 50_000).Run(TwoHours, 20, 24);
        var newest = BackTester.Of(queue.History(), queue.Now)!.Forecasts[0];
        Assert.Equal(queue.Now - Ten, newest.At);
        Assert.NotNull(newest.Checks[0].Held);
        Assert.All(newest.Checks.RemoveAt(0), check => Assert.Equal((null, null), (check.Was, check.Held)));
    }

    [Fact]
    public void A_queue_that_fills_and_drains_by_turns_gets_no_forecast_any_more()
    {
        var queue = new SyntheticQueue(11, 3000);
        for (var turn = 0; turn < 12; turn++)
        {
            queue.Run(Ten, turn % 2 == 0 ? 30 : 5, turn % 2 == 0 ? 5 : 30);
        }

        var tested = BackTester.Of(queue.History(), queue.Now)!;
        var (held, of) = tested.After(Ten);
        Assert.True(held * 2 < of, $"{held} of {of}");
        var forecast = tested.Trusted(queue.Forecast());
        Assert.Equal((DrainOutlook.Silent, null, null), (forecast.Outlook, forecast.Earliest, forecast.Course));
        Assert.Equal($"forecasts do not hold for it: of the last {of} only {held} did after 10 min", forecast.Because);
    }

    [Fact]
    public void One_turn_does_not_silence_it()
    {
        var queue = new SyntheticQueue(5, 20_000).Run(TimeSpan.FromMinutes(90), 40, 20).Run(TimeSpan.FromMinutes(15), 40, 100);
        Assert.Equal(DrainOutlook.Clears, BackTester.Of(queue.History(), queue.Now)!.Trusted(queue.Forecast()).Outlook);
    }

    [Fact]
    public void One_that_cleared_in_time_held_although_it_filled_again()
    {
        var history = Minutes([.. Enumerable.Range(0, 20).Select(minute => 1200.0 - (minute * 60)), .. Enumerable.Repeat(0.0, 4), .. Enumerable.Repeat(900.0, 30)]);
        var past = BackTester.Of(history, SyntheticQueue.Noon.AddMinutes(45))!.Forecasts.Single(it => it.At == SyntheticQueue.Noon.AddMinutes(15));
        Assert.Equal(DrainOutlook.Clears, past.Said.Outlook);
        Assert.Equal([true, true, true], past.Checks.Select(check => check.Held));
    }

    [Fact]
    public void Stalled_held_when_nothing_left()
    {
        var still = Minutes([.. Enumerable.Repeat(40.0, 60)], @out: 0);
        Assert.Equal(new Coverage(10, 10), BackTester.Of(still, SyntheticQueue.Noon.AddMinutes(59))!.After(Ten));
        var left = Minutes([.. Enumerable.Repeat(40.0, 30), .. Enumerable.Repeat(3.0, 30)], @out: 0);
        Assert.Contains(BackTester.Of(left, SyntheticQueue.Noon.AddMinutes(59))!.Forecasts, past => past.Checks[0].Held is false);
    }

    [Fact]
    public void A_gap_is_judged_by_nobody()
    {
        var gap = Minutes([.. Enumerable.Range(0, 30).Select(minute => 9000.0 - (minute * 60)), .. Enumerable.Repeat(double.NaN, 20), .. Enumerable.Range(50, 30).Select(minute => 9000.0 - (minute * 60))]);
        var tested = BackTester.Of(gap, SyntheticQueue.Noon.AddMinutes(79))!;
        Assert.All(tested.Forecasts, past => Assert.All(past.Checks, check => Assert.True(check.Was is not null || check.Held is null)));
        Assert.Contains(tested.Forecasts, past => past.Checks[0] is { Was: null, After.Minutes: 10 });
        Assert.DoesNotContain(tested.Forecasts, past => past.At > SyntheticQueue.Noon.AddMinutes(32) && past.At < SyntheticQueue.Noon.AddMinutes(50));
    }

    [Fact]
    public void Without_a_history_there_is_no_test()
    {
        Assert.Null(BackTester.Of(QueueHistory.Empty, SyntheticQueue.Noon));
        Assert.Null(BackTester.Of(Minutes([5, 5, 5]), SyntheticQueue.Noon.AddMinutes(3)));
    }

    [Fact]
    public void Whatever_was_measured_the_count_of_what_held_makes_sense() => Prop.ForAll(
        Gen.OneOf(Gen.Choose(-5, 2000).Select(it => (double)it), Gen.Elements(double.NaN, double.PositiveInfinity, 0, -1)).ArrayOf(90).ToArbitrary(),
        Gen.Elements(0, 0.5, 7, -3, double.NaN).ToArbitrary(),
        (depths, @out) =>
        {
            var tested = BackTester.Of(Minutes(depths, @out), SyntheticQueue.Noon.AddMinutes(89));
            return tested is null || BackTest.Horizons.All(horizon => tested.After(horizon) is var (held, of) && held >= 0 && held <= of && of <= BackTester.Most);
        }).QuickCheckThrowOnFailure();

    private static QueueHistory Minutes(double[] depths, double? @out = null)
    {
        ImmutableArray<Point> points = [.. depths.Index().Select(it => new Point(SyntheticQueue.Noon.AddMinutes(it.Index), it.Item))];
        return QueueHistory.Of(points, [], @out is { } rate ? [.. points.Select(point => point with { Value = rate })] : [], TimeSpan.FromMinutes(1));
    }
}
