using OpsConsole.Alerts;
using OpsConsole.Components.Charts;
using OpsConsole.Components.Format;
using OpsConsole.Metrics;
using OpsConsole.Queues;

namespace OpsConsole.Pages.Queues;

/// <summary>A queue as a chart: its depth, the limits, and the band in which it should go on.</summary>
/// <param name="Lines">The depth.</param>
/// <param name="Bands">The forecast; none where nothing is foretold.</param>
/// <param name="Thresholds">The limits that lie within sight of the depth.</param>
/// <param name="From">Begin of the axis of time.</param>
/// <param name="To">Its end, with the forecast's part of the future.</param>
/// <param name="Beyond">The limits that lie so far above that they would press the depth flat, in words; empty for none.</param>
internal sealed record QueueChart(
    IReadOnlyList<ChartLine> Lines, IReadOnlyList<ChartBand> Bands, IReadOnlyList<ChartThreshold> Thresholds, DateTimeOffset From, DateTimeOffset To, string Beyond)
{
    private const int Edges = 24;

    // A limit further above than this is told beside the chart and not drawn in it.
    private const double Sight = 5;

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Farthest = TimeSpan.FromHours(3);

    /// <summary>Draws the hours that are kept, and what is foretold.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="now">Where the past ends.</param>
    public static QueueChart Of(QueueStatus queue, DateTimeOffset now)
    {
        var band = Band(queue.Forecast, now);
        var from = queue.History.IsDefaultOrEmpty ? now - Farthest : queue.History[0].At;
        return Of(queue, queue.History.IsDefaultOrEmpty ? [] : queue.History, band is null ? [] : [band], from, band?.Upper[^1].At ?? now);
    }

    /// <summary>Draws a longer past.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="points">Its depths then.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    public static QueueChart Of(QueueStatus queue, IReadOnlyList<Point> points, DateTimeOffset from, DateTimeOffset to) => Of(queue, points, [], from, to);

    private static QueueChart Of(QueueStatus queue, IReadOnlyList<Point> points, IReadOnlyList<ChartBand> bands, DateTimeOffset from, DateTimeOffset to)
    {
        var highest = points.Concat(bands.SelectMany(band => band.Upper)).Select(point => point.Value).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var limits = Limits(queue).ToLookup(limit => highest > 0 ? limit.Value <= highest * Sight : limit.Value <= Sight);
        return new QueueChart(
            [new ChartLine(queue.Profile.Title, points)], bands, [.. limits[true]], from, to,
            string.Join(", ", limits[false].Select(limit => $"{limit.Label} at {Figures.WithUnit(limit.Value, queue.Profile.Unit)}")));
    }

    private static IEnumerable<ChartThreshold> Limits(QueueStatus queue)
    {
        var of = queue.Profile.Capacity is null ? 1 : queue.Capacity;
        if (of is { } whole)
        {
            yield return new ChartThreshold(queue.Profile.Warn * whole, "warns", Severity.Warning);
            if (queue.Profile.Critical is { } critical)
            {
                yield return new ChartThreshold(critical * whole, "critical", Severity.Critical);
            }
        }

        if (queue.Capacity is { } capacity)
        {
            yield return new ChartThreshold(capacity, "full");
        }
    }

    private static ChartBand? Band(DrainForecast forecast, DateTimeOffset now)
    {
        if (forecast.Course is not { } course)
        {
            return null;
        }

        var ahead = forecast.Latest is { } latest ? (latest * 1.15 < Farthest ? latest * 1.15 : Farthest) : Usual;
        ahead = ahead < Usual / 3 ? Usual / 3 : ahead;
        var edges = Enumerable.Range(0, Edges + 1).Select(edge => ahead * edge / Edges).Select(after => (At: now + after, Band: course.After(after))).ToArray();
        return new ChartBand("forecast", [.. edges.Select(edge => new Point(edge.At, edge.Band.High))], [.. edges.Select(edge => new Point(edge.At, edge.Band.Low))]);
    }
}
