using System.Collections.Immutable;

namespace OpsConsole.Panels;

/// <summary>How far apart the points of a chart are asked for.</summary>
public static class PanelStep
{
    // Below the usual pause between two scrapes there is nothing to be seen; and all of them divide the day, so that ranges of one step end together.
    private static readonly ImmutableArray<TimeSpan> Steps =
    [
        .. new[] { 15, 30 }.Select(count => TimeSpan.FromSeconds(count)),
        .. new[] { 1, 2, 3, 5, 6, 10, 12, 15, 20, 30 }.Select(count => TimeSpan.FromMinutes(count)),
        .. new[] { 1, 2, 3, 4, 6, 12, 24 }.Select(count => TimeSpan.FromHours(count)),
    ];

    /// <summary>How often a chart that follows now is asked for anew at the most.</summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How many points a chart may have: the next of few sizes below its width, so that screens that differ little ask the same.</summary>
    /// <param name="pixels">The drawing's width; 0 when it is not known.</param>
    public static int Points(int pixels) => pixels >= 960 ? 960 : pixels >= 480 ? 480 : 240;

    /// <summary>The smallest step with which a range has no more points than it may.</summary>
    /// <param name="length">How long the range is.</param>
    /// <param name="points">How many points there may be.</param>
    public static TimeSpan Of(TimeSpan length, int points)
    {
        var least = length / Math.Max(1, points);
        return Steps.FirstOrDefault(step => step >= least) is { Ticks: > 0 } found ? found : TimeSpan.FromDays(Math.Ceiling(least.TotalDays));
    }

    /// <summary>When a chart that follows now has news next: at the next multiple of its step, and not before <see cref="Pace"/> is over.</summary>
    /// <param name="step">Its step.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan UntilNext(TimeSpan step, DateTimeOffset now)
    {
        var pace = step > Pace ? step : Pace;
        return TimeSpan.FromTicks(pace.Ticks - (now.UtcTicks % pace.Ticks));
    }
}
