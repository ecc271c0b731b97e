using System.Globalization;
using OpsConsole.Metrics;

namespace OpsConsole.Components.Charts;

/// <summary>
/// The values of a chart's lines at evenly spaced times, short enough to travel with the page: wwwroot/js/chart.js reads them out at the cursor, and
/// needs no answer of the server for it.
/// </summary>
/// <param name="Begin">The first time.</param>
/// <param name="Step">From one time to the next.</param>
/// <param name="Count">How many times.</param>
public readonly record struct ChartReadings(DateTimeOffset Begin, TimeSpan Step, int Count)
{
    private const int Most = 1000;

    /// <summary>Finds the times: as close as the closest points, but no more than a screen can tell apart.</summary>
    /// <param name="lines">The lines.</param>
    public static ChartReadings Of(IReadOnlyList<ChartLine> lines)
    {
        var (first, last, closest) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue, TimeSpan.MaxValue);
        foreach (var points in lines.Select(line => line.Points).Where(points => points.Count > 0))
        {
            first = points[0].At < first ? points[0].At : first;
            last = points[^1].At > last ? points[^1].At : last;
            for (var i = 1; i < points.Count; i++)
            {
                var apart = points[i].At - points[i - 1].At;
                closest = apart > TimeSpan.Zero && apart < closest ? apart : closest;
            }
        }

        if (first > last)
        {
            return default;
        }

        var step = closest == TimeSpan.MaxValue ? TimeSpan.FromSeconds(1) : closest;
        step = (last - first) / step > Most ? (last - first) / Most : step;
        return new ChartReadings(first, step, (int)Math.Round((last - first) / step) + 1);
    }

    /// <summary>A line's values at the times, with commas between; nothing between two commas is no value.</summary>
    /// <param name="points">Its points by time.</param>
    public string Values(IReadOnlyList<Point> points)
    {
        var values = new string?[Count];
        foreach (var point in points.Where(point => double.IsFinite(point.Value)))
        {
            var slot = (int)Math.Round((point.At - Begin) / Step);
            if (slot >= 0 && slot < Count)
            {
                values[slot] = point.Value.ToString("G5", CultureInfo.InvariantCulture);
            }
        }

        return string.Join(',', values);
    }
}
