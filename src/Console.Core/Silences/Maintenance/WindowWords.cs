using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Access;

namespace OpsConsole.Silences;

/// <summary>When a window runs, in words.</summary>
public static class WindowWords
{
    private const int MostTimes = 4;
    private static readonly string[] Weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] Nth = ["", "first", "second", "third", "fourth", "fifth", "last"];

    /// <summary>What is understood: <c>Tue 02:00 to 04:00 Europe/Paris</c>.</summary>
    /// <param name="times">When it runs.</param>
    public static string Of(WindowTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Line is not { } line)
        {
            var (from, to) = (ZoneClock.Wall(times.From!.Value, times.Zone), ZoneClock.Wall(times.To!.Value, times.Zone));
            return $"once, {Dated(from)} to {(to.Date == from.Date ? Clock(to) : Dated(to))} {times.Zone.Id}";
        }

        return $"{Days(line)} {Hours(line, times.Duration)} {times.Zone.Id}";
    }

    /// <summary>How long, exactly: <c>2 h</c>, <c>1 h 30 min</c>, <c>3 d</c>.</summary>
    /// <param name="span">How long; whole minutes.</param>
    public static string Exactly(TimeSpan span)
    {
        (int Count, string Unit)[] parts = [((int)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "min")];
        return string.Join(' ', parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Unit}"));
    }

    /// <summary>What a change of the clock does to an occurrence; null when nothing.</summary>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="times">When its window runs.</param>
    public static string? Change(Occurrence occurrence, WindowTimes times)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        ArgumentNullException.ThrowIfNull(times);
        var begins = Clock(ZoneClock.Wall(occurrence.Start, times.Zone));
        var (before, after) = (times.Zone.GetUtcOffset(occurrence.Start), times.Zone.GetUtcOffset(occurrence.End));
        return occurrence.Change switch
        {
            ClockChange.Skipped => $"clocks go forward: {(occurrence.Meant is { } meant ? Clock(meant) : "its time")} does not exist, begins {begins}",
            ClockChange.Twice => $"clocks go back: {begins} comes twice, begins at the first",
            _ when after > before => $"clocks go forward meanwhile: it lasts {Exactly(occurrence.End - occurrence.Start)} all the same",
            _ when after < before => $"clocks go back meanwhile: it lasts {Exactly(occurrence.End - occurrence.Start)} all the same",
            _ => null,
        };
    }

    /// <summary>A time on a wall: <c>Tue 1 Dec 02:00</c>.</summary>
    /// <param name="wall">The time.</param>
    public static string Wall(DateTime wall) => wall.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>When it is on the wall of a zone: <c>Tue 1 Dec 02:00</c>.</summary>
    /// <param name="at">The time.</param>
    /// <param name="zone">The zone.</param>
    public static string Wall(DateTimeOffset at, TimeZoneInfo zone) => Wall(ZoneClock.Wall(at, zone));

    /// <summary>From when to when on the wall of a zone: <c>Tue 1 Dec 02:00 to 04:00</c>.</summary>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="zone">The zone.</param>
    public static string Walls(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var (begin, end) = (ZoneClock.Wall(from, zone), ZoneClock.Wall(to, zone));
        return $"{Wall(begin)} to {(end.Date == begin.Date ? Clock(end) : Wall(end))}";
    }

    private static string Dated(DateTime wall) => wall.ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string Clock(DateTime wall) => wall.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Days(CronLine line)
    {
        var months = line.Months.IsEmpty ? null : $" in {Ranges(line.Months, month => Months[month - 1])}";
        var days = line.IsLastDay ? "the last day of the month"
            : !line.Days.IsEmpty ? $"the {Phrases.List(line.Days.Select(Ordinal), "and")}"
            : line.Nth > 0 ? $"the {Nth[line.Nth]} {Weekdays[line.Weekdays[0]]} of the month"
            : line.Weekdays.IsEmpty || line.Weekdays.Length == 7 ? "every day"
            : Ranges(line.Weekdays, day => Weekdays[day]);
        return days + months;
    }

    private static string Hours(CronLine line, TimeSpan duration)
    {
        var lasts = $"for {Exactly(duration)}";
        if (line.Minutes.IsEmpty || line.Hours.IsEmpty || line.Minutes.Length * line.Hours.Length > MostTimes)
        {
            var minutes = line.Minutes.IsEmpty ? "every minute" : line.Minutes is [0] ? "on the hour" : $"at minute {Ranges(line.Minutes, Number)}";
            return $"{minutes}{(line.Hours.IsEmpty ? " of every hour" : $" of the hours {Ranges(line.Hours, Number)}")}, {lasts}";
        }

        var times = line.Hours.SelectMany(hour => line.Minutes.Select(minute => new TimeSpan(hour, minute, 0))).ToList();
        return times.Count == 1 && duration < TimeSpan.FromDays(1)
            ? $"{times[0]:hh\\:mm} to {new TimeSpan((times[0] + duration).Ticks % TimeSpan.TicksPerDay):hh\\:mm}"
            : $"{Phrases.List(times.Select(time => time.ToString("hh\\:mm", CultureInfo.InvariantCulture)), "and")}, {lasts}";
    }

    /// <summary>Three and more in a row are a range: <c>Mon to Fri</c>.</summary>
    private static string Ranges(ImmutableArray<int> numbers, Func<int, string> word)
    {
        var parts = new List<string>();
        for (var at = 0; at < numbers.Length;)
        {
            var end = at;
            while (end + 1 < numbers.Length && numbers[end + 1] == numbers[end] + 1)
            {
                end++;
            }

            parts.AddRange(end - at > 1 ? [$"{word(numbers[at])} to {word(numbers[end])}"] : Enumerable.Range(at, end - at + 1).Select(one => word(numbers[one])));
            at = end + 1;
        }

        return Phrases.List(parts, "and");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Ordinal(int day) => day switch
    {
        1 or 21 or 31 => $"{day}st",
        2 or 22 => $"{day}nd",
        3 or 23 => $"{day}rd",
        _ => $"{day}th",
    };
}
