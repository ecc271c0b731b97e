using System.Globalization;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The time that a budget is for: half-open, over at its very end.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End; for a rolling window the time of the reading.</param>
public sealed record BudgetPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What people call it: <c>November 2026</c>, <c>week of 23 November 2026</c>, <c>2026 Q4</c>; null for a rolling window.</summary>
    public string? Name { get; init; }

    /// <summary>From its begin to its end.</summary>
    public TimeSpan Length => To - From;

    /// <summary>The period that an objective is judged over.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="now">The time.</param>
    public static BudgetPeriod Of(ObjectiveProfile objective, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return objective.Calendar is { } calendar ? At(calendar, now) : new BudgetPeriod(now - objective.Window, now);
    }

    /// <summary>The period of a calendar that a time lies in. Days begin on the wall of the calendar's zone, whatever its clocks do meanwhile.</summary>
    /// <param name="calendar">The calendar; its zone was checked when it was read.</param>
    /// <param name="at">The time.</param>
    public static BudgetPeriod At(CalendarWindow calendar, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var zone = ZoneClock.Find(calendar.TimeZone).Value;
        var first = First(calendar.Period, DateOnly.FromDateTime(ZoneClock.Wall(at, zone)));
        return Between(calendar.Period, first, zone);
    }

    /// <summary>The periods of a calendar up to the one that a time lies in, newest first; without end.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="at">The time.</param>
    public static IEnumerable<BudgetPeriod> Back(CalendarWindow calendar, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Newest();

        IEnumerable<BudgetPeriod> Newest()
        {
            var zone = ZoneClock.Find(calendar.TimeZone).Value;
            for (var first = First(calendar.Period, DateOnly.FromDateTime(ZoneClock.Wall(at, zone))); ; first = Next(calendar.Period, first, -1))
            {
                yield return Between(calendar.Period, first, zone);
            }
        }
    }

    /// <summary>How much of it lies before a time.</summary>
    /// <param name="now">The time.</param>
    public TimeSpan Elapsed(DateTimeOffset now) => now <= From ? TimeSpan.Zero : now >= To ? Length : now - From;

    private static BudgetPeriod Between(CalendarPeriod period, DateOnly first, TimeZoneInfo zone) =>
        new(Midnight(first, zone), Midnight(Next(period, first, 1), zone)) { Name = NameOf(period, first) };

    // Where the clock goes forward at midnight the day begins when there is a time again; where it goes back over midnight, at the first.
    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone) => ZoneClock.At(day.ToDateTime(TimeOnly.MinValue), zone).At.ToUniversalTime();

    private static DateOnly First(CalendarPeriod period, DateOnly day) => period switch
    {
        CalendarPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        CalendarPeriod.Month => new DateOnly(day.Year, day.Month, 1),
        _ => new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1),
    };

    private static DateOnly Next(CalendarPeriod period, DateOnly first, int count) => period switch
    {
        CalendarPeriod.Week => first.AddDays(7 * count),
        CalendarPeriod.Month => first.AddMonths(count),
        _ => first.AddMonths(3 * count),
    };

    private static string NameOf(CalendarPeriod period, DateOnly first) => period switch
    {
        CalendarPeriod.Week => $"week of {first.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}",
        CalendarPeriod.Month => first.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{first.Year} Q{((first.Month - 1) / 3) + 1}"),
    };
}
