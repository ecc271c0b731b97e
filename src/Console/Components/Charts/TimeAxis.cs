using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Silences;

namespace OpsConsole.Components.Charts;

/// <summary>A tick of the axis of time.</summary>
/// <param name="At">When.</param>
/// <param name="Text">It on a wall of the zone: <c>03:30</c>, or <c>21 Nov</c> at midnight.</param>
internal sealed record TimeTick(DateTimeOffset At, string Text);

/// <summary>The ticks of the axis of time, at round times on the wall of a zone: with the change of clocks a tick moves by the hour that the clocks moved.</summary>
internal static class TimeAxis
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 1, 5, 10, 15, 30 }.Select(count => TimeSpan.FromSeconds(count)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(count => TimeSpan.FromMinutes(count)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(count => TimeSpan.FromHours(count)),
        .. new[] { 1, 2, 7, 14, 30, 90, 365 }.Select(count => TimeSpan.FromDays(count)),
    ];

    /// <summary>The ticks within a range.</summary>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="zone">On whose wall the times are read.</param>
    /// <param name="most">How many there may be.</param>
    public static ImmutableArray<TimeTick> Ticks(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int most = 7)
    {
        if (to <= from)
        {
            return [];
        }

        var raw = (to - from) / most;
        var step = Steps.FirstOrDefault(step => step >= raw, Steps[^1] * Math.Ceiling(raw / Steps[^1]));
        var ticks = ImmutableArray.CreateBuilder<TimeTick>();
        var wall = Floor(ZoneClock.Wall(from, zone), step);
        for (; ticks.Count < most * 2; wall = wall.Add(step))
        {
            var at = When(wall, zone);
            if (at > to)
            {
                break;
            }

            if (at >= from && (ticks.Count == 0 || at > ticks[^1].At))
            {
                ticks.Add(new TimeTick(at, Words(ZoneClock.Wall(at, zone), step)));
            }
        }

        return ticks.ToImmutable();
    }

    private static DateTime Floor(DateTime wall, TimeSpan step) => new(wall.Ticks - (wall.Ticks % step.Ticks), DateTimeKind.Unspecified);

    private static DateTimeOffset When(DateTime wall, TimeZoneInfo zone)
    {
        var minute = Floor(wall, TimeSpan.FromMinutes(1));
        return ZoneClock.At(minute, zone).At + (wall - minute);
    }

    private static string Words(DateTime wall, TimeSpan step) => wall.ToString(
        step >= 90 * Day ? "MMM yyyy" : step >= Day || wall.TimeOfDay == TimeSpan.Zero ? "d MMM" : step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : "HH:mm",
        CultureInfo.InvariantCulture);
}
