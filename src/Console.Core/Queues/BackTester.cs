using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>Makes the forecasts of before again, each from what was known at its time, and holds them against what happened.</summary>
internal static class BackTester
{
    /// <summary>How many forecasts are looked at.</summary>
    public const int Most = 12;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>Looks back; null when the history is too short to judge a single forecast.</summary>
    /// <param name="history">What the queue's figures were.</param>
    /// <param name="now">The time up to which anything is known.</param>
    public static BackTest? Of(QueueHistory history, DateTimeOffset now)
    {
        // On whole five minutes: so the same forecasts are looked at until the next is old enough.
        var shortest = BackTest.Horizons[0];
        var newest = new DateTimeOffset((now - shortest).UtcTicks / Every.Ticks * Every.Ticks, TimeSpan.Zero);
        var past = Enumerable.Range(0, Most).Select(back => Past(history, newest - (back * Every), now)).Where(it => it.Depth is not null).ToImmutableArray();
        return past.IsEmpty ? null : new BackTest(past);
    }

    private static PastForecast Past(QueueHistory history, DateTimeOffset at, DateTimeOffset now)
    {
        var depth = history.ValueAt(history.Depth, at);
        var said = DrainForecaster.Forecast(
            depth, history.ValueAt(history.In, at), history.ValueAt(history.Out, at), history.Between(at - DrainForecaster.Recent, at));
        return new PastForecast(at, depth, said, [.. BackTest.Horizons.Select(after => at + after > now
            ? new ForecastCheck(after, null, null)
            : Check(history, at, said, depth, after))]);
    }

    private static ForecastCheck Check(QueueHistory history, DateTimeOffset at, DrainForecast said, double? depth, TimeSpan after)
    {
        var was = history.ValueAt(history.Depth, at + after);
        if (depth is not { } items || was is not { } found)
        {
            return new ForecastCheck(after, was, null);
        }

        var slack = DrainForecaster.Still(items) * 300;
        bool? held = said switch
        {
            { Outlook: DrainOutlook.Stalled } => found >= items - slack,
            { Outlook: DrainOutlook.Clears, Earliest: { } earliest, Latest: { } latest } when latest <= after =>
                WasEmpty(history.Between(at + earliest - history.Step, at + latest + history.Step), Math.Max(slack, items * 0.02)),
            { Course: { } course } => course.After(after) is var (low, high) && found >= low - slack && found <= high + slack,
            _ => null,
        };
        return new ForecastCheck(after, found, held);
    }

    // Null when nobody looked at that time.
    private static bool? WasEmpty(ImmutableArray<Point> points, double slack) => points.IsEmpty ? null : points.Any(point => point.Value <= slack);
}
