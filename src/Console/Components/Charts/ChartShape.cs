using System.Globalization;
using System.Text;
using OpsConsole.Metrics;

namespace OpsConsole.Components.Charts;

/// <summary>Where values and times lie in a drawing.</summary>
/// <param name="From">The time at the left edge.</param>
/// <param name="To">The time at the right edge; after <paramref name="From"/>.</param>
/// <param name="Low">The value at the bottom.</param>
/// <param name="High">The value at the top; above <paramref name="Low"/>.</param>
/// <param name="Width">The drawing's width.</param>
/// <param name="Height">The drawing's height.</param>
internal readonly record struct ChartBox(DateTimeOffset From, DateTimeOffset To, double Low, double High, double Width, double Height);

/// <summary>
/// Turns points into the paths of a drawing, as wide and high as its box, one unit away from top and bottom. A gap in the points is a gap in the line; a
/// point alone between gaps is a stroke without length, which a round cap makes a dot.
/// </summary>
/// <param name="box">The axes.</param>
/// <param name="gap">What lies further apart is not joined.</param>
internal sealed class ChartShape(ChartBox box, TimeSpan gap)
{
    private readonly double seconds = Math.Max(1, (box.To - box.From).TotalSeconds);
    private readonly double span = box.High - box.Low is var width and > 0 ? width : 1;

    /// <summary>A number as a drawing takes it.</summary>
    /// <param name="value">The number.</param>
    public static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The height of a value.</summary>
    /// <param name="value">The value.</param>
    public string Y(double value) => Text(Top(value));

    /// <summary>The place of a time.</summary>
    /// <param name="at">The time.</param>
    public string X(DateTimeOffset at) => Text((at - box.From).TotalSeconds / seconds * box.Width);

    /// <summary>How far from the top a value lies.</summary>
    /// <param name="value">The value.</param>
    public double Top(double value) => box.Height - 1 - ((value - box.Low) / span * (box.Height - 2));

    /// <summary>The line.</summary>
    /// <param name="points">Points by time.</param>
    public string Line(IReadOnlyList<Point> points)
    {
        var path = new StringBuilder();
        foreach (var run in Runs(points))
        {
            Append(path.Append('M'), points, run);
            path.Append(run.End.Value - run.Start.Value == 1 ? "h0" : string.Empty);
        }

        return path.ToString();
    }

    /// <summary>The points that stand alone, to be drawn larger than the line: among thousands one is still a finding.</summary>
    /// <param name="points">Points by time.</param>
    public string Dots(IReadOnlyList<Point> points) => string.Concat(
        Runs(points).Where(run => run.End.Value - run.Start.Value == 1).Select(run => $"M{X(points[run.Start].At)} {Y(points[run.Start].Value)}h0"));

    /// <summary>The area below the line.</summary>
    /// <param name="points">Points by time.</param>
    public string Area(IReadOnlyList<Point> points)
    {
        var path = new StringBuilder();
        var floor = Text(box.Height);
        foreach (var run in Runs(points))
        {
            Append(path.Append('M'), points, run);
            path.Append(' ').Append(X(points[run.End.Value - 1].At)).Append(' ').Append(floor)
                .Append(' ').Append(X(points[run.Start].At)).Append(' ').Append(floor).Append('Z');
        }

        return path.ToString();
    }

    /// <summary>The area between two lines: there along the upper, back along the lower. Values that are no number are left out.</summary>
    /// <param name="upper">The upper edge by time.</param>
    /// <param name="lower">The lower edge by time.</param>
    public string Between(IReadOnlyList<Point> upper, IReadOnlyList<Point> lower)
    {
        List<Point> round = [.. upper.Where(IsNumber), .. lower.Where(IsNumber).Reverse()];
        if (round.Count < 3)
        {
            return string.Empty;
        }

        var path = new StringBuilder("M");
        Append(path, round, 0..round.Count);
        return path.Append('Z').ToString();
    }

    private static bool IsNumber(Point point) => double.IsFinite(point.Value);

    /// <summary>The stretches of points that belong together. No value is a gap too: a line across it would claim one.</summary>
    private IEnumerable<Range> Runs(IReadOnlyList<Point> points)
    {
        var begin = 0;
        for (var i = 0; i <= points.Count; i++)
        {
            var isEnd = i == points.Count || !IsNumber(points[i]);
            if (isEnd || (i > begin && points[i].At - points[i - 1].At > gap))
            {
                if (i > begin)
                {
                    yield return begin..i;
                }

                begin = isEnd ? i + 1 : i;
            }
        }
    }

    private void Append(StringBuilder path, IReadOnlyList<Point> points, Range run)
    {
        for (var i = run.Start.Value; i < run.End.Value; i++)
        {
            path.Append(i == run.Start.Value ? string.Empty : " ").Append(X(points[i].At)).Append(' ').Append(Y(points[i].Value));
        }
    }
}
