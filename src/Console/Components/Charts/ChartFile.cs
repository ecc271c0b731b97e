using System.Globalization;
using System.Xml.Linq;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;

namespace OpsConsole.Components.Charts;

/// <summary>What a picture of a chart shows.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Below">The line below it: the system and the range in words.</param>
/// <param name="Unit">The values' unit.</param>
/// <param name="Range">The axis of time.</param>
/// <param name="Zone">Where times are told.</param>
/// <param name="Lines">The lines.</param>
internal sealed record ChartPicture(
    string Title, string Below, string Unit, (DateTimeOffset From, DateTimeOffset To) Range, TimeZoneInfo Zone, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>Levels that matter.</summary>
    public IReadOnlyList<ChartThreshold> Thresholds { get; init; } = [];

    /// <summary>What happened.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>How far apart points were asked for.</summary>
    public TimeSpan Step { get; init; }

    /// <summary>What is to be known of it: why there is nothing, or not all; null for nothing.</summary>
    public string? Remark { get; init; }
}

/// <summary>
/// A chart as an SVG file that stands alone: colours and sizes are resolved (those of the light theme), nothing is loaded, and words are only ever text.
/// </summary>
internal static class ChartFile
{
    private const int Width = 960;
    private const int Left = 76;
    private const int Top = 64;
    private const int PlotWidth = Width - Left - 24;
    private const int PlotHeight = 260;
    private const int LegendTop = Top + PlotHeight + 52;
    private const int Row = 18;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws it.</summary>
    /// <param name="chart">What it shows.</param>
    public static string Draw(ChartPicture chart)
    {
        var axis = ValueAxis.Of(
            chart.Lines.SelectMany(line => line.Points).Select(point => point.Value).Concat(chart.Thresholds.Select(threshold => threshold.Value)), chart.Unit, most: 6);
        var shape = new ChartShape(new(chart.Range.From, chart.Range.To, axis.Low, axis.High, PlotWidth, PlotHeight), chart.Step * 1.5);
        var height = LegendTop + (Row * (chart.Lines.Count + 1)) + (chart.Remark is null ? 8 : 30);
        var root = new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"), new XAttribute("width", Width), new XAttribute("height", height), new XAttribute("font-size", 12),
            new XAttribute("font-family", "Inter, system-ui, sans-serif"), new XAttribute("fill", ChartColours.Text),
            new XElement(Svg + "title", chart.Title),
            new XElement(Svg + "rect", new XAttribute("width", Width), new XAttribute("height", height), new XAttribute("fill", ChartColours.Surface)),
            Text(24, 28, chart.Title, size: 16), Text(24, 48, chart.Below, ChartColours.Quiet));
        root.Add(new XElement(Svg + "g", new XAttribute("transform", $"translate({Left} {Top})"), Plot(chart, axis, shape)));
        root.Add(Legend(chart, axis));
        if (chart.Remark is not null)
        {
            root.Add(Text(24, height - 12, chart.Remark, ChartColours.Quiet));
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}\n";
    }

    private static IEnumerable<XElement> Plot(ChartPicture chart, ValueAxis axis, ChartShape shape)
    {
        foreach (var tick in axis.Ticks)
        {
            yield return Path($"M0 {shape.Y(tick)}H{PlotWidth}", ChartColours.Border, 1);
            yield return Text(-8, shape.Top(tick) + 4, axis.Words(tick), ChartColours.Quiet, "end");
        }

        foreach (var tick in TimeAxis.Ticks(chart.Range.From, chart.Range.To, chart.Zone, 10))
        {
            yield return Text(Place(tick.At, chart), PlotHeight + 18, tick.Text, ChartColours.Quiet, "middle");
        }

        foreach (var mark in chart.Marks.Where(mark => ChartMarks.Touches(mark, chart.Range.From, chart.Range.To)))
        {
            yield return Path($"M{ChartShape.Text(Place(mark.At, chart))} 0V{PlotHeight + 4}", ChartColours.Of(mark.Severity), 1, "1 3", mark.Text);
        }

        foreach (var (place, line) in chart.Lines.Index())
        {
            if (place == 0)
            {
                yield return new XElement(Svg + "path", new XAttribute("d", shape.Area(line.Points)), new XAttribute("fill", ChartColours.Area));
            }

            var (colour, dash) = ChartColours.Line(place);
            yield return Path(shape.Line(line.Points), colour, 1.5, dash, line.Name);
        }

        foreach (var threshold in chart.Thresholds.Where(threshold => double.IsFinite(threshold.Value)))
        {
            yield return Path($"M0 {shape.Y(threshold.Value)}H{PlotWidth}", ChartColours.Of(threshold.Severity), 1, "3 3");
            yield return Text(PlotWidth, shape.Top(threshold.Value) - 4, threshold.Label, ChartColours.Of(threshold.Severity), "end");
        }
    }

    private static IEnumerable<XElement> Legend(ChartPicture chart, ValueAxis axis)
    {
        int[] columns = [Width - 264, Width - 144, Width - 24];
        yield return Text(24, LegendTop, axis.IsUnitApart ? chart.Unit : string.Empty, ChartColours.Quiet);
        foreach (var (column, head) in columns.Zip(["last", "min", "max"]))
        {
            yield return Text(column, LegendTop, head, ChartColours.Quiet, "end");
        }

        foreach (var (place, line) in chart.Lines.Index())
        {
            var y = LegendTop + (Row * (place + 1));
            var (colour, dash) = ChartColours.Line(place);
            yield return Path($"M24 {y - 4}H40", colour, 1.5, dash);
            yield return Text(48, y, line.Name.Length > 90 ? $"{line.Name[..90]}…" : line.Name);
            var totals = ChartTotals.Of(line.Points);
            foreach (var (column, value) in columns.Zip([totals?.Last.Value, totals?.Min, totals?.Max]))
            {
                yield return Text(column, y, value is { } it ? ValueAxis.IsApart(chart.Unit) ? Figures.Number(it) : Figures.WithUnit(it, chart.Unit) : "no data", anchor: "end");
            }
        }
    }

    private static double Place(DateTimeOffset at, ChartPicture chart) => ChartMarks.Place(at, chart.Range.From, chart.Range.To) * PlotWidth / 100;

    private static XElement Path(string path, string colour, double width, string? dash = null, string? title = null) => new(Svg + "path",
        new XAttribute("d", path), new XAttribute("fill", "none"), new XAttribute("stroke", colour), new XAttribute("stroke-width", width.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("stroke-linecap", "round"), dash is null ? null : new XAttribute("stroke-dasharray", dash), title is null ? null : new XElement(Svg + "title", Clean(title)));

    private static XElement Text(double x, double y, string text, string? colour = null, string? anchor = null, int? size = null) => new(Svg + "text",
        new XAttribute("x", ChartShape.Text(x)), new XAttribute("y", ChartShape.Text(y)), colour is null ? null : new XAttribute("fill", colour),
        anchor is null ? null : new XAttribute("text-anchor", anchor), size is null ? null : new XAttribute("font-size", size), Clean(text));

    // XML has no word for most control characters: a label that holds one must not spoil the file.
    private static string Clean(string text) => new([.. text.Select(letter => letter is '\t' or '\n' or >= ' ' and < '\uD800' or > '\uDFFF' and < '\uFFFE' ? letter : '\uFFFD')]);
}

/// <summary>The tokens of the light theme (wwwroot/css/tokens.css) as colours, for files that are seen without a style sheet.</summary>
internal static class ChartColours
{
    public const string Surface = "#ffffff";
    public const string Text = "#14171b";
    public const string Quiet = "#5e6772";
    public const string Border = "#dde1e6";
    public const string Area = "#eceef2";
    private const string Ink = "#4b5563";
    private const string Accent = "#3a52cc";
    private const string BorderStrong = "#7f8792";

    /// <summary>How the line at a place is drawn: as in wwwroot/css/app.css.</summary>
    /// <param name="place">Its place, from 0.</param>
    public static (string Colour, string? Dash) Line(int place) => (place % 6) switch
    {
        0 => (Ink, null),
        1 => (Quiet, "5 4"),
        2 => (Accent, null),
        3 => (Accent, "5 4"),
        4 => (Ink, "1 4"),
        _ => (BorderStrong, "9 3 1 3"),
    };

    /// <summary>The colour of a severity; quiet without one.</summary>
    /// <param name="severity">The severity.</param>
    public static string Of(Severity? severity) => severity switch
    {
        Severity.Critical => "#c01030",
        Severity.High => "#a84400",
        Severity.Warning => "#7a5500",
        Severity.Info => "#0a657d",
        _ => Quiet,
    };
}
