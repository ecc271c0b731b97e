using OpsConsole.Components.Charts;
using OpsConsole.Metrics;

namespace OpsConsole.Components;

/// <summary>Fixes the axes of a small chart, 100 wide and 30 high, and draws its lines.</summary>
internal sealed class SparkShape
{
    private const double Width = 100;
    private const double Height = 30;
    private readonly ChartShape shape;

    /// <summary>Fixes the axes.</summary>
    /// <param name="lines">All lines of the chart.</param>
    /// <param name="limit">A limit that must be inside.</param>
    /// <param name="range">Begin and end of the time axis; the points' own when absent.</param>
    public SparkShape(IReadOnlyList<IReadOnlyList<Point>> lines, double? limit, (DateTimeOffset From, DateTimeOffset To)? range = null)
    {
        var points = lines.SelectMany(line => line).Where(point => double.IsFinite(point.Value)).ToList();
        var from = range?.From ?? (points.Count == 0 ? DateTimeOffset.UnixEpoch : points.Min(point => point.At));
        var to = range?.To ?? (points.Count == 0 ? from.AddSeconds(1) : points.Max(point => point.At));
        var values = points.Select(point => point.Value).Concat(limit is { } line && double.IsFinite(line) ? [line] : []).ToList();

        // From zero: a chart that begins at its minimum makes noise look like trouble.
        var low = values.Count == 0 ? 0 : Math.Min(0, values.Min());
        var high = values.Count == 0 ? 1 : Math.Max(values.Max(), low);
        var longest = lines.Count == 0 ? 0 : lines.Max(points => points.Count);
        var gap = TimeSpan.FromSeconds(Math.Max(90, Math.Max(1, (to - from).TotalSeconds) / Math.Max(1, longest) * 3));
        shape = new ChartShape(new(from, to, low, high > low ? low + ((high - low) * 1.08) : low + 1, Width, Height), gap);
    }

    /// <summary>The height of a value.</summary>
    /// <param name="value">The value.</param>
    public string Y(double value) => shape.Y(value);

    /// <summary>The line.</summary>
    /// <param name="points">Points by time.</param>
    public string Line(IReadOnlyList<Point> points) => shape.Line(points);

    /// <summary>The area below the line.</summary>
    /// <param name="points">Points by time.</param>
    public string Area(IReadOnlyList<Point> points) => shape.Area(points);
}
