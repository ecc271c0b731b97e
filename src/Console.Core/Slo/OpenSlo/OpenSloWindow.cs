using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>An SLO's window as a profile has it.</summary>
/// <param name="Length">The rolling window, or the usual length of the calendar's periods.</param>
/// <param name="Calendar">The calendar; null for a rolling window.</param>
/// <param name="Note">What could not be taken over as it was.</param>
internal sealed record OpenSloWindow(TimeSpan Length, CalendarWindow? Calendar, string? Note)
{
    /// <summary>Reads <c>timeWindow</c>, a list of exactly one; null when something is wrong, which is told to the fields.</summary>
    /// <param name="spec">The SLO's <c>spec</c>.</param>
    public static OpenSloWindow? Read(FieldReader spec)
    {
        if (spec.Groups("timeWindow").ToArray() is not [var field])
        {
            spec.Wrong("timeWindow", "must hold exactly one window, for example - duration: 30d and isRolling: true");
            return null;
        }

        var isRolling = field.Flag("isRolling");
        var text = field.Text("duration", "the window's length, for example 30d");
        var calendar = field.Group("calendar");
        field.RefuseTheRest();
        switch (isRolling, calendar)
        {
            case (true, null):
                return text.Length == 0 ? null : Rolling(field, text);
            case (false, not null):
                return OnCalendar(field, calendar, text);
            default:
                field.Wrong("isRolling", isRolling ? "is true beside a calendar: keep one of them" : "must be true, or a calendar with startTime and timeZone be given");
                return null;
        }
    }

    private static OpenSloWindow? OnCalendar(FieldReader field, FieldReader calendar, string text)
    {
        var start = calendar.Text("startTime", "when the first period begins, for example 2026-01-01 00:00:00");
        var zone = calendar.Text("timeZone", "the IANA name of the time zone, for example Europe/Berlin");
        calendar.RefuseTheRest();
        CalendarPeriod? period = text switch { "1w" => CalendarPeriod.Week, "1M" => CalendarPeriod.Month, "1Q" => CalendarPeriod.Quarter, _ => null };
        if (period is null && text.Length > 0)
        {
            field.Wrong("duration", $"'{FieldReader.Short(text)}' is no period of a calendar that a profile can say: those are 1w, 1M and 1Q");
        }

        if (zone.Length > 0 && ZoneClock.Find(zone) is { IsOk: false } unknown)
        {
            calendar.Wrong("timeZone", unknown.Problems[0].What);
            return null;
        }

        return period is not { } known || zone.Length == 0 || start.Length == 0
            ? null
            : new OpenSloWindow(new CalendarWindow(known, zone).UsualLength, new CalendarWindow(known, zone), $"Its periods began at {start}; here a {known.ToString().ToLowerInvariant()} begins where the calendar has it.");
    }

    // A profile's window must be as long on every day of the year.
    private static OpenSloWindow? Rolling(FieldReader field, string text)
    {
        if (text.Length > 1 && text[^1] is 'M' or 'Q' or 'Y')
        {
            field.Wrong("duration", $"a rolling window of '{FieldReader.Short(text)}' has no fixed length: write it in days, for example 30d");
            return null;
        }

        if (!PromDuration.TryParse(text, out var window) || !char.IsAsciiDigit(text[0]))
        {
            field.Wrong("duration", $"'{FieldReader.Short(text)}' is no duration: write a number and m, h, d or w, for example 30d");
            return null;
        }

        if (window < ProfileObjectives.ShortestWindow || window > ProfileObjectives.LongestWindow)
        {
            field.Wrong("duration", $"must lie between {PromDuration.Format(ProfileObjectives.ShortestWindow)} and {PromDuration.Format(ProfileObjectives.LongestWindow)}");
            return null;
        }

        return new OpenSloWindow(window, null, null);
    }
}
