using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Silences;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>Reads one rotation.</summary>
/// <param name="known">The names.</param>
internal sealed class RotationReader(KnownNames known)
{
    private const int MostParticipants = 100;
    private const int MostOverrides = 500;
    private static readonly TimeSpan LongestOverride = TimeSpan.FromDays(90);

    /// <summary>Reads it.</summary>
    public Rotation Read(FieldReader field)
    {
        var name = field.Text("name", "what policies call it");
        var handOver = field.Choice("handover", "daily", "weekly") == "weekly" ? ShiftLength.Weekly : ShiftLength.Daily;
        var zone = WallReading.Zone(field);
        var at = WallReading.Time(field, "at");
        var start = WallReading.Day(field, "start", "the day on which the first of them takes over") ?? new DateOnly(2000, 1, 1);
        var end = field.Has("end") ? WallReading.Day(field, "end", "the day on which the last of them hands over") : null;
        if (end <= start)
        {
            field.Wrong("end", "must come after the start");
        }

        var participants = field.Texts("participants", one => known.Wrong(one, "person", "rotation"));
        if (!field.Has("participants") || field.IsEmptyList("participants"))
        {
            field.Wrong("participants", "names nobody: write participants: [SUBJECT, ...]");
        }
        else if (participants.Length > MostParticipants)
        {
            field.Wrong("participants", $"are {participants.Length}, {MostParticipants} at most");
        }

        var overrides = Overrides(field, zone);
        field.RefuseTheRest();
        return new Rotation(name, zone, handOver, at, start, participants) { End = end, Overrides = overrides };
    }

    private ImmutableArray<RotationOverride> Overrides(FieldReader rotation, TimeZoneInfo zone)
    {
        var read = new List<(FieldReader Field, RotationOverride One)>();
        foreach (var field in rotation.Groups("overrides"))
        {
            var (from, to) = (WallReading.Instant(field, "from", zone), WallReading.Instant(field, "to", zone));
            var who = field.Text("who", "the subject of who stands in");
            if (who.Length > 0 && known.Wrong(who, "person") is { } wrong)
            {
                field.Wrong("who", wrong);
            }

            field.RefuseTheRest();
            if (from is not { } begin || to is not { } end)
            {
                continue;
            }

            if (end <= begin)
            {
                field.Wrong("to", "must come after from");
            }
            else if (end - begin > LongestOverride)
            {
                field.Wrong("to", $"is {DurationText.Words(end - begin)} after from, {LongestOverride.TotalDays:0} days at most: for longer, change the participants");
            }
            else
            {
                read.Add((field, new RotationOverride(begin, end, who)));
            }
        }

        if (read.Count > MostOverrides)
        {
            rotation.Wrong("overrides", $"are {read.Count}, {MostOverrides} at most: take those away that are over");
        }

        read.Sort((one, other) => one.One.From.CompareTo(other.One.From));
        foreach (var ((_, first), (field, second)) in read.Zip(read.Skip(1)).Where(pair => pair.First.One.To > pair.Second.One.From))
        {
            field.Wrong("from", $"begins while {first.Who} stands in still, until {WallReading.Words(first.To, zone)}: two can't stand in at once");
        }

        return [.. read.Select(one => one.One)];
    }
}

/// <summary>Reads days and times on a wall.</summary>
internal static class WallReading
{
    /// <summary>A time zone that must be there.</summary>
    public static TimeZoneInfo Zone(FieldReader field)
    {
        var text = field.Text("zone", "the time zone whose wall the times are on, for example Europe/Paris or UTC");
        if (text.Length == 0)
        {
            return TimeZoneInfo.Utc;
        }

        var zone = ZoneClock.Find(text);
        if (!zone.IsOk)
        {
            field.Wrong("zone", zone.Problems[0].What);
        }

        return zone.IsOk ? zone.Value : TimeZoneInfo.Utc;
    }

    /// <summary>A time of the day that must be there.</summary>
    public static TimeOnly Time(FieldReader field, string name)
    {
        var text = field.Text(name, "a time on the wall, for example 09:00");
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) || text.Length == 0)
        {
            return time;
        }

        field.Wrong(name, $"'{FieldReader.Short(text)}' is no time of the day: write it as 09:00, up to 23:59");
        return default;
    }

    /// <summary>A day that must be there; null when it is wrong.</summary>
    public static DateOnly? Day(FieldReader field, string name, string due)
    {
        var text = field.Text(name, $"{due}, for example 2026-11-30");
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (day.Year is >= 2000 and <= 2100)
            {
                return day;
            }

            field.Wrong(name, $"lies in the year {day.Year}: 2000 to 2100 is read");
        }
        else if (text.Length > 0)
        {
            field.Wrong(name, $"'{FieldReader.Short(text)}' is no day: write it as 2026-11-30");
        }

        return null;
    }

    /// <summary>A time on a day that must be there; null when it is wrong.</summary>
    public static DateTimeOffset? Instant(FieldReader field, string name, TimeZoneInfo zone)
    {
        var text = field.Text(name, "a day and a time on the wall, for example 2026-12-24T09:00");
        if (text.Length == 0)
        {
            return null;
        }

        var read = ZoneClock.Read(name, text, zone);
        if (!read.IsOk)
        {
            field.Wrong(name, read.Problems[0].What);
        }

        return read.IsOk ? read.Value : null;
    }

    /// <summary>A time for a person, on a wall: <c>2026-12-24 09:00 Europe/Paris</c>.</summary>
    public static string Words(DateTimeOffset at, TimeZoneInfo zone) => $"{ZoneClock.Wall(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {zone.Id}";
}
