using System.Globalization;

namespace OpsConsole.Queues;

/// <summary>The plausible net rates of a queue: arrivals minus completions, and the slope of its depth.</summary>
/// <param name="Centre">The most likely.</param>
/// <param name="Low">The lowest that the data allows.</param>
/// <param name="High">The highest that the data allows.</param>
/// <param name="Apart">The two say opposite things, each beyond its error.</param>
/// <param name="Basis">What they rest on, in words.</param>
internal readonly record struct NetRate(double Centre, double Low, double High, bool Apart, string Basis)
{
    // Rates are counted over about five minutes, and so many events vary by chance by the root of their number.
    private const double CountedOver = 300;

    /// <summary>Brings the two together; null when neither is known.</summary>
    /// <param name="inRate">Arrivals per second; null when not known.</param>
    /// <param name="outRate">Completions per second; null when not known.</param>
    /// <param name="trend">The depth's trend; null when not known.</param>
    public static NetRate? Of(double? inRate, double? outRate, Trend? trend)
    {
        var counted = inRate is { } @in && outRate is { } @out ? OfCounts(@in, @out) : (NetRate?)null;
        return (counted, trend is { } known ? OfTrend(known) : (NetRate?)null) switch
        {
            ({ } rates, { } slope) => new(
                (rates.Centre + slope.Centre) / 2, Math.Min(rates.Low, slope.Low), Math.Max(rates.High, slope.High),
                (rates.High < 0 && slope.Low > 0) || (slope.High < 0 && rates.Low > 0), $"{rates.Basis}; {slope.Basis}"),
            (null, var slope) => slope,
            (var rates, null) => rates,
        };
    }

    /// <summary>A rate or a count for a sentence.</summary>
    /// <param name="value">The value.</param>
    internal static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);

    private static NetRate OfCounts(double @in, double @out)
    {
        var (net, chance) = (@in - @out, 2 * Math.Sqrt(Math.Max(0, @in + @out) / CountedOver));
        return new(net, net - chance, net + chance, false, $"in {Number(@in)}/s, out {Number(@out)}/s");
    }

    private static NetRate OfTrend(Trend trend) => new(
        trend.PerSecond, trend.PerSecond - (2 * trend.Error), trend.PerSecond + (2 * trend.Error), false,
        $"over {DurationText.Words(trend.Over)} the depth {(trend.PerSecond < 0 ? "fell" : "rose")} {Number(Math.Abs(trend.PerSecond))}/s");
}
