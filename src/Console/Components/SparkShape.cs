using System.Globalization;
using System.Text;
using OpsConsole.Metrics;

namespace OpsConsole.Components;

/// <summary>Turns points into the paths of a small chart, 100 wide and 30 high. A gap in the points is a gap in the line.</summary>
internal sealed class SparkShape
{
    private const double Width = 100;
    private const double Height = 30;
    private readonly DateTimeOffset from;
    private readonly double seconds;
    private readonly double low;
    private readonly double span;
    private readonly TimeSpan gap;

    /// <summary>Fixes the axes.</summary>
    /// <param name="lines">All lines of the chart.</param>
    /// <param name="limit">A limit that must be inside.</param>
    /// <param name="range">Begin and end of the time axis; the points' own when absent.</param>
    public SparkShape(IReadOnlyList<IReadOnlyList<Point>> lines, double? limit, (DateTimeOffset From, DateTimeOffset To)? range = null)
    {
        var points = lines.SelectMany(line => line).Where(point => double.IsFinite(point.Value)).ToList();
        from = range?.From ?? (points.Count == 0 ? DateTimeOffset.UnixEpoch : points.Min(point => point.At));
        var to = range?.To ?? (points.Count == 0 ? from.AddSeconds(1) : points.Max(point => point.At));
        seconds = Math.Max(1, (to - from).TotalSeconds);
        var values = points.Select(point => point.Value).Concat(limit is { } line && double.IsFinite(line) ? [line] : []).ToList();

        // From zero: a chart that begins at its minimum makes noise look like trouble.
        low = values.Count == 0 ? 0 : Math.Min(0, values.Min());
        var high = values.Count == 0 ? 1 : Math.Max(values.Max(), low);
        span = high - low is var width and > 0 ? width * 1.08 : 1;
        var longest = lines.Count == 0 ? 0 : lines.Max(points => points.Count);
        gap = TimeSpan.FromSeconds(Math.Max(90, seconds / Math.Max(1, longest) * 3));
    }

    /// <summary>The height of a value.</summary>
    /// <param name="value">The value.</param>
    public string Y(double value) => Text(Height - 1 - ((value - low) / span * (Height - 2)));

    /// <summary>The line.</summary>
    /// <param name="points">Points by time.</param>
    public string Line(IReadOnlyList<Point> points) => Path(points, isArea: false);

    /// <summary>The area below the line.</summary>
    /// <param name="points">Points by time.</param>
    public string Area(IReadOnlyList<Point> points) => Path(points, isArea: true);

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private string Path(IReadOnlyList<Point> points, bool isArea)
    {
        var path = new StringBuilder();
        Point? before = null;
        foreach (var point in points)
        {
            if (!double.IsFinite(point.Value))
            {
                // No value is a gap too: a line across it would claim one.
                Close(path, before, isArea);
                before = null;
                continue;
            }

            if (before is not { } last || point.At - last.At > gap)
            {
                Close(path, before, isArea);
                path.Append('M').Append(X(point)).Append(' ').Append(Y(point.Value));
            }
            else
            {
                path.Append(' ').Append(X(point)).Append(' ').Append(Y(point.Value));
            }

            before = point;
        }

        Close(path, before, isArea);
        return path.ToString();
    }

    private void Close(StringBuilder path, Point? last, bool isArea)
    {
        if (!isArea || last is not { } end)
        {
            return;
        }

        var begin = path.ToString().LastIndexOf('M');
        var x = path.ToString(begin + 1, path.Length - begin - 1).Split(' ')[0];
        path.Append(' ').Append(X(end)).Append(' ').Append(Text(Height)).Append(' ').Append(x).Append(' ').Append(Text(Height)).Append('Z');
    }

    private string X(Point point) => Text((point.At - from).TotalSeconds / seconds * Width);
}
