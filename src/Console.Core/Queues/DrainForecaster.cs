using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>
/// Says where a queue is going, and only as much as the data bears: a band between the fastest and the slowest net rate that the measured
/// rates and the depth's own trend allow.
/// </summary>
public static class DrainForecaster
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Forecasts.</summary>
    /// <param name="depth">How much is in it; null for no data.</param>
    /// <param name="inRate">Arrivals per second; null when not known.</param>
    /// <param name="outRate">Completions per second; null when not known.</param>
    /// <param name="recent">Depths of the last minutes, by time.</param>
    public static DrainForecast Forecast(double? depth, double? inRate, double? outRate, ImmutableArray<Point> recent)
    {
        if (depth is not { } items)
        {
            return Silent(inRate - outRate, "the depth is not known");
        }

        var trend = Trend.Of(recent);
        var known = inRate - outRate ?? trend?.PerSecond;
        if (items <= 0)
        {
            return new(DrainOutlook.Empty, null, null, known, "nothing is in it");
        }

        // Less than one item, or half a percent, in five minutes is no movement.
        var still = Math.Max(1, items * 0.005) / 300;
        if (outRate is <= 0 && (trend is null || trend.Value.PerSecond >= -still))
        {
            return new(DrainOutlook.Stalled, null, null, known, $"{NetRate.Number(items)} are in it and none was completed in the last minutes");
        }

        return NetRate.Of(inRate, outRate, trend) is { } net
            ? Judge(items, still, net, known)
            : Silent(null, "neither its rates nor enough depths are known");
    }

    private static DrainForecast Judge(double items, double still, NetRate net, double? known)
    {
        if (net.Apart)
        {
            return Silent(known, $"its rates and its depth contradict each other: {net.Basis}");
        }

        if (Math.Abs(net.Centre) <= still)
        {
            return new(DrainOutlook.Steady, null, null, known, net.Basis);
        }

        if (net.Low > 0)
        {
            return new(DrainOutlook.Growing, null, null, known, $"grows {NetRate.Number(net.Centre)}/s and will not drain: {net.Basis}");
        }

        return net.High < 0 && items / -net.High <= Longest.TotalSeconds
            ? new(DrainOutlook.Clears, TimeSpan.FromSeconds(items / -net.Low), TimeSpan.FromSeconds(items / -net.High), known, net.Basis)
            : Silent(known, $"it changes too unevenly for a forecast: {net.Basis}");
    }

    private static DrainForecast Silent(double? net, string because) => new(DrainOutlook.Silent, null, null, net, because);
}
