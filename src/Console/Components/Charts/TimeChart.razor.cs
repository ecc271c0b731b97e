using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OpsConsole.Components.Charts;

/// <summary>
/// Lines over time, drawn on the server: values, units, thresholds, what happened, and a forecast's band. It asks nobody for anything; it draws what it is
/// given, and draws again only when one of its parameters is another object.
/// </summary>
public sealed partial class TimeChart
{
    private const int Width = 1000;

    private TimeZoneInfo zone = TimeZoneInfo.Utc;
    private ValueAxis axis = ValueAxis.Of([], string.Empty);
    private ChartShape shape = new(default, TimeSpan.Zero);
    private ChartReadings readings;
    private ImmutableArray<TimeTick> ticks = [];
    private ImmutableArray<MarkPlace> places = [];
    private ImmutableArray<ChartMark> shown = [];
    private ImmutableArray<ChartThreshold> drawn = [];
    private Dictionary<string, object> plot = [];
    private bool hasPoints;
    private object? before;

    /// <summary>The lines; the first is filled, the others are told apart by dash and tone.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    /// <summary>Begin and end of the axis of time.</summary>
    [Parameter, EditorRequired]
    public (DateTimeOffset From, DateTimeOffset To) Range { get; set; }

    /// <summary>What it shows, as a story in words, for who does not see it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The values' unit as profiles write it: bytes, B/s, s, %, x, 1/s, or a noun.</summary>
    [Parameter]
    public string Unit { get; set; } = string.Empty;

    /// <summary>Levels that matter; one that is no number is left out.</summary>
    [Parameter]
    public IReadOnlyList<ChartThreshold> Thresholds { get; set; } = [];

    /// <summary>What happened.</summary>
    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Strips behind the lines.</summary>
    [Parameter]
    public IReadOnlyList<ChartBand> Bands { get; set; } = [];

    /// <summary>The height of the drawing in pixels.</summary>
    [Parameter]
    public int Height { get; set; } = 140;

    /// <summary>The zone in which times are told; null for UTC.</summary>
    [Parameter]
    public TimeZoneInfo? Zone { get; set; }

    /// <summary>How far apart points are asked for, where that is known: what is missing is then a gap at once.</summary>
    [Parameter]
    public TimeSpan? Step { get; set; }

    /// <summary>Charts of one group share a cursor; null for a chart without one.</summary>
    [Parameter]
    public string? Group { get; set; }

    /// <summary>Whether zero is always inside.</summary>
    [Parameter]
    public bool IsFromZero { get; set; } = true;

    /// <summary>Whether the legend stands below.</summary>
    [Parameter]
    public bool HasLegend { get; set; } = true;

    /// <summary>More classes for the style sheet.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var now = (Lines, Range, Label, Unit, Thresholds, Marks, Bands, (Height, Zone, Step, Group, IsFromZero, HasLegend, Class));
        if (now.Equals(before))
        {
            return;
        }

        before = now;
        zone = Zone ?? TimeZoneInfo.Utc;
        hasPoints = Lines.Any(line => line.Points.Any(point => double.IsFinite(point.Value))) || Bands.Count > 0;
        drawn = [.. Thresholds.Where(threshold => double.IsFinite(threshold.Value))];
        axis = ValueAxis.Of(Values(), Unit, IsFromZero, Math.Clamp(Height / 28, 2, 8));
        shape = new ChartShape(new(Range.From, Range.To, axis.Low, axis.High, Width, Height), Gap());
        readings = ChartReadings.Of(Lines);
        ticks = TimeAxis.Ticks(Range.From, Range.To, zone);
        shown = [.. Marks.Where(mark => ChartMarks.Touches(mark, Range.From, Range.To))];
        places = ChartMarks.Places(shown, Range.From, Range.To);

        // With a cursor it is read like a slider; without one it is a picture.
        plot = new() { ["role"] = Group is null ? "img" : "slider", ["aria-label"] = Label };
        if (Group is not null)
        {
            var last = Math.Max(0, readings.Count - 1).ToString(CultureInfo.InvariantCulture);
            (plot["tabindex"], plot["aria-valuemin"], plot["aria-valuemax"], plot["aria-valuenow"]) = ("0", "0", last, last);
        }
    }

    /// <summary>The class of a line by its place: in the drawing and in the legend.</summary>
    /// <param name="line">The line.</param>
    /// <param name="place">Its place among the lines, from 0.</param>
    internal static string Style(ChartLine line, int place) => $"line s{place % 6}{(line.IsDashed ? " dashed" : null)}";

    /// <summary>A share of the way as the style sheet takes it.</summary>
    private static string At(double percent) => $"--value: {percent.ToString("0.##", CultureInfo.InvariantCulture)}%";

    private static string Machine(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Kind(ChartMark mark) => mark.Kind.ToString().ToLowerInvariant();

    private int Place(ChartLine line)
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            if (ReferenceEquals(Lines[i], line))
            {
                return i;
            }
        }

        return 0;
    }

    private IEnumerable<double> Values() => Lines.SelectMany(line => line.Points).Concat(Bands.SelectMany(band => band.Upper.Concat(band.Lower)))
        .Select(point => point.Value).Concat(drawn.Select(threshold => threshold.Value));

    private double Top(double value) => Math.Clamp(shape.Top(value) / Height * 100, 0, 100);

    private string SpanOf(ChartMark mark, DateTimeOffset until)
    {
        var (from, to) = (ChartMarks.Place(mark.At, Range.From, Range.To), ChartMarks.Place(until, Range.From, Range.To));
        return ChartShape.Text(Math.Max(1, (to - from) * Width / 100));
    }

    // Where the distance is not known it is what most neighbours keep: a line that has few points is no gap.
    private TimeSpan Gap()
    {
        if (Step is { } step)
        {
            return step * 1.5;
        }

        var apart = Lines.SelectMany(line => line.Points.Zip(line.Points.Skip(1), (one, next) => next.At - one.At)).Order().ToList();
        return apart.Count == 0 ? TimeSpan.Zero : apart[apart.Count / 2] * 2.5;
    }
}
