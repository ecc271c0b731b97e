using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Metrics;
using OpsConsole.Queues;

namespace OpsConsole.Core.Tests.Queues;

/// <summary>
/// The band against queues whose rates are known: where it speaks, what happens lies in it nine times of ten. A share of many cases, so the cases are the same
/// each time: one in twenty may miss, and a test must not.
/// </summary>
public sealed class ForecastCoverageTests
{
    private const int Cases = 400;
    private static readonly TimeSpan Past = TimeSpan.FromMinutes(15);

    private static readonly (int Seed, double Depth, double In, double Out)[] Queues = [.. (
        from seed in Gen.Choose(1, 1_000_000)
        from depth in Gen.Choose(200, 40_000)
        from comes in Gen.Choose(0, 300)
        from goes in Gen.Choose(1, 300)
        select (seed, (double)depth, comes / 10.0, goes / 10.0)).Sample(Cases, new Rnd(17, 19), 50)];

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 8)]
    [InlineData(false, 8)]
    public void The_depth_later_lies_in_the_band(bool withRates, double perHeap)
    {
        var (inside, all) = (0, 0);
        foreach (var (seed, depth, comes, goes) in Queues)
        {
            var queue = new SyntheticQueue(seed, depth, perHeap).Run(Past, comes, goes);
            if (queue.Forecast(withRates).Course is not { } course)
            {
                continue;
            }

            for (var passed = TimeSpan.FromMinutes(10); passed <= TimeSpan.FromMinutes(30); passed += TimeSpan.FromMinutes(10))
            {
                var (low, high) = course.After(passed);
                queue.Run(TimeSpan.FromMinutes(10), comes, goes);
                (inside, all) = (inside + (low - 1 <= queue.Depth && queue.Depth <= high + 1 ? 1 : 0), all + 1);
            }
        }

        Assert.InRange(all, Cases * 3 / 2, Cases * 3);
        Assert.InRange((double)inside / all, 0.9, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_queue_that_clears_does_so_between_earliest_and_latest(bool withRates)
    {
        var (inside, all) = (0, 0);
        foreach (var (seed, depth, comes, goes) in Queues)
        {
            var queue = new SyntheticQueue(seed, depth).Run(Past, comes, goes);
            if (queue.Forecast(withRates) is not { Outlook: DrainOutlook.Clears, Earliest: { } earliest, Latest: { } latest })
            {
                continue;
            }

            var begun = queue.Now;
            while (queue.Depth > 0 && queue.Now - begun <= latest + TimeSpan.FromMinutes(1))
            {
                queue.Run(TimeSpan.FromSeconds(10), comes, goes);
            }

            var took = queue.Now - begun;
            (inside, all) = (inside + (earliest - TimeSpan.FromSeconds(10) <= took && took <= latest + TimeSpan.FromSeconds(10) ? 1 : 0), all + 1);
        }

        Assert.InRange(all, Cases / 5, Cases);
        Assert.InRange((double)inside / all, 0.9, 1);
    }

    [Fact]
    public void What_grows_is_never_said_to_clear()
    {
        var clears = Queues.Where(it => it.In > it.Out * 1.2 && it.In > 1)
            .Select(it => new SyntheticQueue(it.Seed, it.Depth).Run(Past, it.In, it.Out).Forecast().Outlook).ToArray();
        Assert.InRange(clears.Length, 50, Cases);
        Assert.DoesNotContain(DrainOutlook.Clears, clears);
    }

    [Fact]
    public void Noise_around_a_level_is_no_course()
    {
        var said = Queues.Select(it =>
        {
            var random = new Random(it.Seed);
            var depths = Enumerable.Range(0, 61).Select(i => new Point(SyntheticQueue.Noon.AddSeconds(10 * i), 1000 + (1200 * (random.NextDouble() - 0.5))));
            return DrainForecaster.Forecast(1000, null, null, [.. depths]).Outlook;
        }).ToArray();
        Assert.InRange(said.Count(outlook => outlook is DrainOutlook.Clears or DrainOutlook.Growing), 0, Cases / 10);
    }

    [Fact]
    public void A_queue_that_turned_is_judged_by_what_it_did_since()
    {
        // It grew, was given workers, and falls since seven minutes.
        var queue = new SyntheticQueue(5, 5000).Run(TimeSpan.FromMinutes(30), 40, 20).Run(TimeSpan.FromMinutes(7), 40, 100);
        var forecast = queue.Forecast();
        Assert.Equal(DrainOutlook.Clears, forecast.Outlook);
        Assert.DoesNotContain("over 10 min", forecast.Because, StringComparison.Ordinal);
        var truth = TimeSpan.FromSeconds(queue.Depth / 60);
        Assert.True(forecast.Earliest < truth && truth < forecast.Latest);
    }
}
