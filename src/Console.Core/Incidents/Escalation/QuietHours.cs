using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Incidents;

/// <summary>Hours of the day in which nobody is called for some severity classes. Half-open: over at their very end.</summary>
/// <param name="Classes">The classes, 1 to 3: for class 0 somebody gets up.</param>
/// <param name="From">Begin, on the wall.</param>
/// <param name="To">End, on the wall; not after the begin: on the next day.</param>
/// <param name="Zone">Where the wall is.</param>
public sealed record QuietSpan(ImmutableArray<int> Classes, TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>The end of the hours that run at a time; null when none do.</summary>
    /// <param name="at">The time.</param>
    public DateTimeOffset? EndOf(DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(ZoneClock.Wall(at, Zone));

        // Those that began yesterday may still run.
        foreach (var day in new[] { today.AddDays(-1), today })
        {
            var begin = ZoneClock.At(day.ToDateTime(From), Zone).At;
            var end = ZoneClock.At((To > From ? day : day.AddDays(1)).ToDateTime(To), Zone).At;
            if (begin <= at && at < end)
            {
                return end;
            }
        }

        return null;
    }
}

/// <summary>When lower classes wait.</summary>
/// <param name="Spans">At most one for each class.</param>
public sealed record QuietHours(ImmutableArray<QuietSpan> Spans)
{
    /// <summary>Never.</summary>
    public static QuietHours None { get; } = new([]);

    /// <summary>When something may be told that is due at a time: then, or at the end of the quiet hours that run then.</summary>
    /// <param name="class">The severity class.</param>
    /// <param name="due">The time.</param>
    public DateTimeOffset Delay(int @class, DateTimeOffset due) => Spans.FirstOrDefault(one => one.Classes.Contains(@class))?.EndOf(due) ?? due;
}
