using OpsConsole.Metrics;

namespace OpsConsole.Components.Charts;

/// <summary>What a legend tells of a line.</summary>
/// <param name="Last">The newest point.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
internal readonly record struct ChartTotals(Point Last, double Min, double Max)
{
    /// <summary>Sums a line up; null when it has no number.</summary>
    /// <param name="points">Its points by time.</param>
    public static ChartTotals? Of(IReadOnlyList<Point> points)
    {
        ChartTotals? totals = null;
        foreach (var point in points.Where(point => double.IsFinite(point.Value)))
        {
            totals = totals is { } so
                ? new ChartTotals(point, Math.Min(so.Min, point.Value), Math.Max(so.Max, point.Value))
                : new ChartTotals(point, point.Value, point.Value);
        }

        return totals;
    }
}
