using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>A straight line through the last depths: how fast the depth changes, and how sure that is.</summary>
/// <param name="PerSecond">The slope.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Over">The time that the points span.</param>
internal readonly record struct Trend(double PerSecond, double Error, TimeSpan Over)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>Fits the line by least squares; null for fewer than four points or less than a minute.</summary>
    /// <param name="points">The points by time.</param>
    public static Trend? Of(ImmutableArray<Point> points)
    {
        if (points.Length < 4 || points[^1].At - points[0].At is var over && over < Shortest)
        {
            return null;
        }

        var begin = points[0].At;
        var (meanAt, mean) = (points.Average(it => (it.At - begin).TotalSeconds), points.Average(it => it.Value));
        double squares = 0, products = 0;
        foreach (var point in points)
        {
            var at = (point.At - begin).TotalSeconds - meanAt;
            squares += at * at;
            products += at * (point.Value - mean);
        }

        var slope = products / squares;
        var rest = points.Sum(it => Math.Pow(it.Value - mean - (slope * ((it.At - begin).TotalSeconds - meanAt)), 2));
        return new Trend(slope, Math.Sqrt(rest / (points.Length - 2) / squares), points[^1].At - begin);
    }
}
