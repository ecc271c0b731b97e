using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Metrics;
using OpsConsole.Queues;

namespace OpsConsole.Core.Tests.Queues;

public sealed class DrainForecasterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(double? Depth, double? In, double? Out, ImmutableArray<Point> Recent)> Cases = (
        from depth in Maybe(1_000_000)
        from @in in Maybe(1000)
        from @out in Maybe(1000)
        from values in Gen.Choose(0, 2000).ArrayOf()
        select (depth, @in, @out, Depths(10, values.Select(it => (double)it)))).ToArbitrary();

    [Fact]
    public void A_steady_fall_clears_in_a_narrow_band()
    {
        var forecast = DrainForecaster.Forecast(600, 1, 3, Falling(720, 2));
        Assert.Equal((DrainOutlook.Clears, -2), (forecast.Outlook, forecast.NetPerSecond));
        Assert.InRange(forecast.Earliest!.Value.TotalSeconds, 200, 300);
        Assert.InRange(forecast.Latest!.Value.TotalSeconds, 300, 400);
        Assert.Equal("in 1/s, out 3/s; over 60 s the depth fell 2/s", forecast.Because);
    }

    [Fact]
    public void The_noisier_the_depth_the_wider_the_band()
    {
        TimeSpan Width(double noise)
        {
            var noisy = Depths(10, Enumerable.Range(0, 30).Select(i => 3000 - (20 * i) + (i % 2 == 0 ? noise : -noise)));
            var forecast = DrainForecaster.Forecast(2400, null, null, noisy);
            Assert.Equal(DrainOutlook.Clears, forecast.Outlook);
            return forecast.Latest!.Value - forecast.Earliest!.Value;
        }

        Assert.True(Width(1) < Width(20));
        Assert.True(Width(20) < Width(100));
    }

    [Fact]
    public void More_in_than_out_will_not_drain()
    {
        var forecast = DrainForecaster.Forecast(600, 30, 10, []);
        Assert.Equal((DrainOutlook.Growing, 20), (forecast.Outlook, forecast.NetPerSecond));
        Assert.Equal("grows 20/s and will not drain: in 30/s, out 10/s", forecast.Because);
        Assert.Null(forecast.Latest);
    }

    [Fact]
    public void Items_without_completions_are_stalled()
    {
        Assert.Equal(DrainOutlook.Stalled, DrainForecaster.Forecast(12, 0, 0, Falling(12, 0)).Outlook);
        Assert.Equal(DrainOutlook.Stalled, DrainForecaster.Forecast(12, null, 0, []).Outlook);
        Assert.Equal("12 are in it and none was completed in the last minutes", DrainForecaster.Forecast(12, 5, 0, []).Because);
    }

    [Fact]
    public void A_queue_that_falls_without_completions_is_not_called_stalled() =>
        Assert.NotEqual(DrainOutlook.Stalled, DrainForecaster.Forecast(600, 0, 0, Falling(720, 2)).Outlook);

    [Fact]
    public void As_much_out_as_in_is_steady() =>
        Assert.Equal(DrainOutlook.Steady, DrainForecaster.Forecast(50, 100, 100, Falling(50, 0)).Outlook);

    [Fact]
    public void An_empty_queue_is_empty_whatever_its_rates() => Assert.Equal(DrainOutlook.Empty, DrainForecaster.Forecast(0, 5, 0, []).Outlook);

    [Fact]
    public void Rates_and_depth_that_contradict_each_other_forecast_nothing()
    {
        var forecast = DrainForecaster.Forecast(600, 100, 50, Falling(720, 2));
        Assert.Equal(DrainOutlook.Silent, forecast.Outlook);
        Assert.Equal("its rates and its depth contradict each other: in 100/s, out 50/s; over 60 s the depth fell 2/s", forecast.Because);
    }

    [Fact]
    public void A_wild_depth_forecasts_nothing()
    {
        var wild = Depths(10, Enumerable.Range(0, 12).Select(i => 500.0 + (i % 2 == 0 ? 400 : -400) - (3 * i)));
        Assert.Equal(DrainOutlook.Silent, DrainForecaster.Forecast(500, null, null, wild).Outlook);
    }

    [Fact]
    public void Without_rates_and_with_few_depths_nothing_is_said()
    {
        var forecast = DrainForecaster.Forecast(500, null, 5, Depths(10, [500, 490, 480]));
        Assert.Equal((DrainOutlook.Silent, "neither its rates nor enough depths are known"), (forecast.Outlook, forecast.Because));
        Assert.Equal(DrainOutlook.Silent, DrainForecaster.Forecast(null, 1, 5, []).Outlook);
    }

    [Fact]
    public void A_depth_below_nothing_is_told_as_an_error_of_its_query()
    {
        var forecast = DrainForecaster.Forecast(-5, 1, 2, Falling(100, 1));
        Assert.Equal((DrainOutlook.Silent, "the depth is -5, and nothing holds less than nothing: its query is wrong"), (forecast.Outlook, forecast.Because));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-4d)]
    public void A_rate_that_is_none_counts_as_not_known(double rate)
    {
        Assert.Equal(DrainOutlook.Silent, DrainForecaster.Forecast(500, rate, 5, []).Outlook);
        Assert.Equal(DrainOutlook.Clears, DrainForecaster.Forecast(600, 1, rate, Falling(720, 2)).Outlook);
        Assert.Equal(DrainOutlook.Silent, DrainForecaster.Forecast(rate is -4 ? null : rate, 1, 5, []).Outlook);
    }

    [Fact]
    public void A_gap_in_the_depths_is_no_step()
    {
        var gap = Depths(10, [.. Enumerable.Range(0, 20).Select(i => 3000.0 - (20 * i)), .. Enumerable.Repeat(double.NaN, 15), .. Enumerable.Range(35, 20).Select(i => 3000.0 - (20 * i))]);
        var forecast = DrainForecaster.Forecast(1920, null, null, gap);
        Assert.Equal(DrainOutlook.Clears, forecast.Outlook);
        Assert.InRange(forecast.Earliest!.Value.TotalSeconds, 900, 960);
        Assert.InRange(forecast.Latest!.Value.TotalSeconds, 960, 1020);
    }

    [Fact]
    public void As_much_in_as_out_but_for_chance_is_steady_and_its_band_is_given()
    {
        var forecast = DrainForecaster.Forecast(40_000, 10.1, 9.9, []);
        Assert.Equal(DrainOutlook.Steady, forecast.Outlook);
        Assert.Equal((40_000, 40_000), forecast.Course!.After(TimeSpan.Zero));
    }

    [Fact]
    public void The_band_opens_with_time_and_never_goes_below_nothing() => Prop.ForAll(Cases, it =>
    {
        if (DrainForecaster.Forecast(it.Depth, it.In, it.Out, it.Recent).Course is not { } course)
        {
            return true;
        }

        var bands = Enumerable.Range(0, 20).Select(minutes => course.After(TimeSpan.FromMinutes(minutes))).ToArray();
        return Array.TrueForAll(bands, band => band.Low >= 0 && band.Low <= band.High);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_band_reaches_nothing_at_the_earliest_and_the_latest_time() => Prop.ForAll(Cases, it =>
    {
        if (DrainForecaster.Forecast(it.Depth, it.In, it.Out, it.Recent) is not { Outlook: DrainOutlook.Clears, Course: { } course, Earliest: { } earliest, Latest: { } latest })
        {
            return true;
        }

        var slack = 0.001 * course.Depth;
        return course.After(earliest).Low <= slack && course.After(earliest * 0.98).Low > 0 && course.After(latest).High <= slack;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_what_clears_has_a_time_and_the_band_is_in_order() => Prop.ForAll(Cases, it =>
    {
        var forecast = DrainForecaster.Forecast(it.Depth, it.In, it.Out, it.Recent);
        return forecast.Outlook is DrainOutlook.Clears
            ? TimeSpan.Zero < forecast.Earliest && forecast.Earliest <= forecast.Latest && forecast.Latest <= TimeSpan.FromDays(1)
            : forecast is { Earliest: null, Latest: null };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_depth_nothing_is_claimed_and_nothing_in_it_is_always_empty() => Prop.ForAll(Cases, it =>
        DrainForecaster.Forecast(null, it.In, it.Out, it.Recent).Outlook is DrainOutlook.Silent
        && DrainForecaster.Forecast(0, it.In, it.Out, it.Recent).Outlook is DrainOutlook.Empty).QuickCheckThrowOnFailure();

    [Fact]
    public void Faster_workers_never_make_it_later() => Prop.ForAll(Cases, it =>
    {
        var (slow, fast) = (DrainForecaster.Forecast(it.Depth, it.In, it.Out, []), DrainForecaster.Forecast(it.Depth, it.In, it.Out * 2, []));
        return slow.Outlook is not DrainOutlook.Clears || fast.Outlook is not DrainOutlook.Clears || fast.Earliest <= slow.Earliest;
    }).QuickCheckThrowOnFailure();

    private static ImmutableArray<Point> Falling(double from, double perSecond) => Depths(10, Enumerable.Range(0, 7).Select(i => from - (10 * i * perSecond)));

    private static ImmutableArray<Point> Depths(int everySeconds, IEnumerable<double> depths) =>
        [.. depths.Index().Select(it => new Point(Noon.AddSeconds(everySeconds * it.Index), it.Item))];

    private static Gen<double?> Maybe(int most) => Gen.OneOf(Gen.Constant<double?>(null), Gen.Constant<double?>(0), Gen.Choose(0, most).Select(it => (double?)(it / 10.0)));
}
