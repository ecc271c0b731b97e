using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>
/// Says where a queue is going, and only as much as the data bears: a band between the fastest and the slowest course that the measured
/// rates and the depth's own trend allow.
/// </summary>
public static class DrainForecaster
{
    /// <summary>How far back the depths reach that a forecast rests on: a depth of longer ago says little of now.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // "Steady" is a promise, too: for so long the depth must stay within a quarter of itself.
    private static readonly TimeSpan SteadyFor = TimeSpan.FromMinutes(30);

    /// <summary>Forecasts.</summary>
    /// <param name="depth">How much is in it; null for no data. Below zero it is an error of its query.</param>
    /// <param name="inRate">Arrivals per second; null when not known. What is no rate (below zero, not a number) counts as not known.</param>
    /// <param name="outRate">Completions per second; null when not known.</param>
    /// <param name="recent">Depths of the last minutes, by time.</param>
    public static DrainForecast Forecast(double? depth, double? inRate, double? outRate, ImmutableArray<Point> recent)
    {
        var (comes, goes) = (Rate(inRate), Rate(outRate));
        if (depth is not { } items || !double.IsFinite(items))
        {
            return Silent(comes - goes, "the depth is not known");
        }

        if (items < 0)
        {
            return Silent(comes - goes, $"the depth is {NetRate.Number(items)}, and nothing holds less than nothing: its query is wrong");
        }

        var trend = Trend.Of(recent);
        var known = comes - goes ?? trend?.PerSecond;
        if (items == 0)
        {
            return new(DrainOutlook.Empty, null, null, known, "nothing is in it");
        }

        var still = Still(items);
        if (goes is 0 && (trend is null || trend.Value.PerSecond >= -still))
        {
            return new(DrainOutlook.Stalled, null, null, known, $"{NetRate.Number(items)} are in it and none was completed in the last minutes");
        }

        return NetRate.Of(comes, goes, trend) is { } net
            ? Judge(net.From(items), still, net, known)
            : Silent(null, "neither its rates nor enough depths are known");
    }

    /// <summary>The change a second that is no movement: less than one item, or half a percent, in five minutes.</summary>
    /// <param name="items">How much is in it.</param>
    internal static double Still(double items) => Math.Max(1, items * 0.005) / 300;

    private static DrainForecast Judge(DrainCourse course, double still, NetRate net, double? known)
    {
        if (net.Apart)
        {
            return Silent(known, $"its rates and its depth contradict each other: {net.Basis}");
        }

        if (Math.Abs(course.PerSecond) <= still || (course is { Low: <= 0, High: >= 0 } && StaysNear(course)))
        {
            return new(DrainOutlook.Steady, null, null, known, net.Basis) { Course = course };
        }

        if (course.Low > 0)
        {
            return new(DrainOutlook.Growing, null, null, known, $"grows {NetRate.Number(course.PerSecond)}/s and will not drain: {net.Basis}") { Course = course };
        }

        return course.High < 0 && course.Clears() is var (earliest, latest) && latest <= Longest
            ? new(DrainOutlook.Clears, earliest, latest, known, net.Basis) { Course = course }
            : Silent(known, $"it changes too unevenly for a forecast: {net.Basis}");
    }

    private static bool StaysNear(DrainCourse course) =>
        course.After(SteadyFor) is var (low, high) && low >= course.Depth * 0.75 && high <= course.Depth * 1.25;

    private static double? Rate(double? rate) => rate is >= 0 and < double.PositiveInfinity ? rate : null;

    private static DrainForecast Silent(double? net, string because) => new(DrainOutlook.Silent, null, null, net, because);
}
