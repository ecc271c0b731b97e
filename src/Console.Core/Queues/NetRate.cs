using System.Globalization;

namespace OpsConsole.Queues;

/// <summary>The plausible net rates of a queue: arrivals minus completions, and the slope of its depth.</summary>
/// <param name="Low">The lowest that the data allows.</param>
/// <param name="High">The highest that the data allows.</param>
/// <param name="Chance">The variance that chance adds to the depth each second.</param>
/// <param name="Apart">The two say opposite things, each beyond its error.</param>
/// <param name="Basis">What they rest on, in words.</param>
internal readonly record struct NetRate(double Low, double High, double Chance, bool Apart, string Basis)
{
    // Rates are counted over about five minutes, and so many events vary by chance by the root of their number.
    private const double CountedOver = 300;

    /// <summary>The middle.</summary>
    public double Centre => (Low + High) / 2;

    /// <summary>Brings the two together; null when neither is known.</summary>
    /// <param name="inRate">Arrivals per second; null when not known.</param>
    /// <param name="outRate">Completions per second; null when not known.</param>
    /// <param name="trend">The depth's trend; null when not known.</param>
    public static NetRate? Of(double? inRate, double? outRate, Trend? trend)
    {
        var slope = trend is { } known ? OfTrend(known) : (NetRate?)null;
        var counted = inRate is { } @in && outRate is { } @out ? OfCounts(@in, @out, trend?.Chance ?? 0) : (NetRate?)null;
        return (counted, slope) switch
        {
            ({ } rates, { } line) => new(
                Math.Min(rates.Low, line.Low), Math.Max(rates.High, line.High), rates.Chance,
                (rates.High < 0 && line.Low > 0) || (line.High < 0 && rates.Low > 0), $"{rates.Basis}; {line.Basis}"),
            (null, _) => slope,
            (_, null) => counted,
        };
    }

    /// <summary>The course of a queue from a depth.</summary>
    /// <param name="depth">How much is in it.</param>
    public DrainCourse From(double depth) => new(depth, Centre, (High - Low) / 2 / DrainCourse.Sure, Chance);

    /// <summary>A rate or a count for a sentence.</summary>
    /// <param name="value">The value.</param>
    internal static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);

    // Events that come in heaps vary more than single ones would: then the depth tells how much.
    private static NetRate OfCounts(double @in, double @out, double seen)
    {
        var chance = Math.Max(@in + @out, seen);
        var half = DrainCourse.Sure * Math.Sqrt(chance / CountedOver);
        return new(@in - @out - half, @in - @out + half, chance, false, $"in {Number(@in)}/s, out {Number(@out)}/s");
    }

    private static NetRate OfTrend(Trend trend) => new(
        trend.PerSecond - (DrainCourse.Sure * trend.Error), trend.PerSecond + (DrainCourse.Sure * trend.Error), trend.Chance, false,
        $"over {DurationText.Words(trend.Over)} the depth {(trend.PerSecond < 0 ? "fell" : "rose")} {Number(Math.Abs(trend.PerSecond))}/s");
}
