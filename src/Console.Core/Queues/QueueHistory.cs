using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>What a queue's figures were: its depth, arrivals and completions, each by time, without what is not a number.</summary>
/// <param name="Depth">Depths.</param>
/// <param name="In">Arrivals per second; empty when not measured.</param>
/// <param name="Out">Completions per second; empty when not measured.</param>
/// <param name="Step">Time between two points; a longer one is a gap.</param>
internal sealed record QueueHistory(ImmutableArray<Point> Depth, ImmutableArray<Point> In, ImmutableArray<Point> Out, TimeSpan Step)
{
    /// <summary>Nothing is known of before.</summary>
    public static QueueHistory Empty { get; } = new([], [], [], TimeSpan.FromMinutes(1));

    /// <summary>Makes a history of what a source answered.</summary>
    /// <param name="depth">Depths as they came.</param>
    /// <param name="in">Arrivals as they came.</param>
    /// <param name="out">Completions as they came.</param>
    /// <param name="step">Time between two points.</param>
    public static QueueHistory Of(ImmutableArray<Point> depth, ImmutableArray<Point> @in, ImmutableArray<Point> @out, TimeSpan step) =>
        new(Known(depth), Known(@in), Known(@out), step);

    /// <summary>The value at a time: the last point before it, unless that is older than two steps.</summary>
    /// <param name="points">The points by time.</param>
    /// <param name="at">The time.</param>
    public double? ValueAt(ImmutableArray<Point> points, DateTimeOffset at)
    {
        var before = UpTo(points, at) - 1;
        return before >= 0 && at - points[before].At <= 2 * Step ? points[before].Value : null;
    }

    /// <summary>The depths of a time, both ends included.</summary>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    public ImmutableArray<Point> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, end) = (UpTo(Depth, from - TimeSpan.FromTicks(1)), UpTo(Depth, to));
        return Depth.Slice(first, Math.Max(0, end - first));
    }

    private static ImmutableArray<Point> Known(ImmutableArray<Point> points) => points.RemoveAll(point => !double.IsFinite(point.Value));

    // How many points are at or before a time.
    private static int UpTo(ImmutableArray<Point> points, DateTimeOffset at)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
