using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>A straight line through the last depths: how fast the depth changes, and how sure that is.</summary>
/// <param name="PerSecond">The slope.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Over">The time that the points span.</param>
/// <param name="Chance">The variance that the depth gains each second beside the line.</param>
internal readonly record struct Trend(double PerSecond, double Error, TimeSpan Over, double Chance)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    // What is gone again within a minute is noise of the figure, and no movement of the queue.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

    // Apart by so many standard errors, the points before and after a cut are two lines.
    private const double Bent = 3;
    private static readonly double[] Cuts = [0.3, 0.5, 0.7];

    /// <summary>Fits the line by least squares; null for fewer than four points or less than a minute. Where the line bends, what came after alone counts.</summary>
    /// <param name="points">The points by time; a value that is not a number is a gap.</param>
    public static Trend? Of(ImmutableArray<Point> points)
    {
        var known = points.RemoveAll(point => !double.IsFinite(point.Value));
        if (Line(known.AsSpan()) is not { } whole)
        {
            return null;
        }

        var (best, most) = (whole, Bent);
        foreach (var part in Cuts)
        {
            var cut = known.AsSpan().BinarySearch(new ByTime(known[0].At + (whole.Over * part)));
            cut = cut < 0 ? ~cut : cut;
            if (Line(known.AsSpan()[..cut]) is { } older && Line(known.AsSpan()[cut..]) is { } newer && older.ApartFrom(newer) is var apart && apart > most)
            {
                (best, most) = (newer, apart);
            }
        }

        return best;
    }

    // In standard errors; what is no movement at all makes nothing of a difference.
    private double ApartFrom(Trend other) =>
        Math.Max(0, Math.Abs(PerSecond - other.PerSecond) - (1 / 300.0)) / Math.Max(1e-12, Math.Sqrt((Error * Error) + (other.Error * other.Error)));

    private static Trend? Line(ReadOnlySpan<Point> points)
    {
        if (points.Length < 4 || points[^1].At - points[0].At is var over && over < Shortest)
        {
            return null;
        }

        var (at, rest) = (new double[points.Length], new double[points.Length]);
        double meanAt = 0, mean = 0;
        for (var i = 0; i < at.Length; i++)
        {
            at[i] = (points[i].At - points[0].At).TotalSeconds;
            (meanAt, mean) = (meanAt + (at[i] / at.Length), mean + (points[i].Value / at.Length));
        }

        double squares = 0, products = 0;
        for (var i = 0; i < at.Length; i++)
        {
            squares += (at[i] - meanAt) * (at[i] - meanAt);
            products += (at[i] - meanAt) * (points[i].Value - mean);
        }

        var (slope, left) = (products / squares, 0.0);
        for (var i = 0; i < at.Length; i++)
        {
            rest[i] = points[i].Value - mean - (slope * (at[i] - meanAt));
            left += rest[i] * rest[i];
        }

        // A depth wanders: each point carries the chance of those before it, of which least squares know nothing (6/5 of it, spread over the whole time).
        var chance = Wander(at, rest);
        var error = (left / (at.Length - 2) / squares) + (1.2 * chance / over.TotalSeconds);
        return new Trend(slope, Math.Sqrt(error), over, chance);
    }

    /// <summary>How fast the depth leaves the line: the mean square of what it moved beside it within a minute or little more, per second.</summary>
    private static double Wander(double[] at, double[] rest)
    {
        double sum = 0, seconds = 0;
        for (int from = 0, to = 0; from < at.Length; from++)
        {
            while (to < at.Length && at[to] - at[from] < Lag.TotalSeconds)
            {
                to++;
            }

            if (to == at.Length)
            {
                break;
            }

            sum += (rest[to] - rest[from]) * (rest[to] - rest[from]);
            seconds += at[to] - at[from];
        }

        // The line was drawn through the very points and took a part of their wandering with it, and few minutes tell little of what chance can do.
        return seconds > 0 ? sum / seconds * (1 + (4 * Lag.TotalSeconds / (at[^1] - at[0]))) : 0;
    }

    private readonly struct ByTime(DateTimeOffset at) : IComparable<Point>
    {
        public int CompareTo(Point other) => at.CompareTo(other.At);
    }
}
