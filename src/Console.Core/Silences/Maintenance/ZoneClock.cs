using System.Globalization;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Silences;

/// <summary>What the change of a clock does to a time on the wall.</summary>
public enum ClockChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Clocks go forward over it: it does not exist, and the first time that does is taken.</summary>
    Skipped,

    /// <summary>Clocks go back, so that it comes twice: the first is taken.</summary>
    Twice,
}

/// <summary>Time zones by their IANA names, and times on a wall in them.</summary>
public static class ZoneClock
{
    private const string Field = "zone";
    private const int Longest = 64;

    // No wall is further away from UTC, and no zone changes its clock twice within two days.
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    /// <summary>Finds a zone.</summary>
    /// <param name="id">Its IANA name.</param>
    /// <returns>The zone, or the nearest names.</returns>
    public static Result<TimeZoneInfo> Find(string id)
    {
        if (id.Length == 0)
        {
            return new Problem(Field, "is empty: write a name such as Europe/Paris, or UTC");
        }

        var isName = id.Length <= Longest && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+');
        if (isName && Known(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        var near = Near(id);
        return new Problem(Field, $"'{FieldReader.Short(id)}' is no time zone: write its IANA name, {(near.Count == 0 ? "for example Europe/Paris" : $"perhaps {string.Join(" or ", near)}")}, or UTC");
    }

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id).Append("UTC").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>When it is that time on a wall there.</summary>
    /// <param name="wall">The time on the wall, in whole minutes.</param>
    /// <param name="zone">Where.</param>
    public static (DateTimeOffset At, ClockChange Change) At(DateTime wall, TimeZoneInfo zone)
    {
        // Only what UTC is on a wall is asked of the zone: whether a time on a wall is missing or comes twice is told wrongly where winter counts as the saving (Dublin).
        ArgumentNullException.ThrowIfNull(zone);
        var asUtc = new DateTimeOffset(wall.Ticks, TimeSpan.Zero);
        var (before, after) = (zone.GetUtcOffset(asUtc - Around), zone.GetUtcOffset(asUtc + Around));
        var (first, second) = (asUtc - before, asUtc - after);
        var (isFirst, isSecond) = (zone.GetUtcOffset(first) == before, zone.GetUtcOffset(second) == after);
        return isFirst ? (first, isSecond && first != second ? ClockChange.Twice : ClockChange.None)
            : isSecond ? (second, ClockChange.None)
            : (ChangeAfter(asUtc - Around, zone), ClockChange.Skipped);
    }

    /// <summary>The time on a wall there.</summary>
    /// <param name="at">When.</param>
    /// <param name="zone">Where.</param>
    public static DateTime Wall(DateTimeOffset at, TimeZoneInfo zone) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(at, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>Reads a time on a wall, as a browser's field writes it: <c>2026-12-01T02:00</c>; or one with its offset from UTC, which needs no wall.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="text">The text.</param>
    /// <param name="zone">Where.</param>
    /// <returns>When it is, in whole minutes; or what is wrong.</returns>
    internal static Result<DateTimeOffset> Read(string field, string text, TimeZoneInfo zone)
    {
        const DateTimeStyles Plain = DateTimeStyles.None;
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, Plain, out var wall))
        {
            var (at, change) = At(new DateTime(wall.Year, wall.Month, wall.Day, wall.Hour, wall.Minute, 0, DateTimeKind.Unspecified), zone);
            return change is ClockChange.Skipped
                ? new Problem(field, $"{Clock(wall)} does not exist on that day in {zone.Id}: clocks go forward, to {Clock(Wall(at, zone))}")
                : at;
        }

        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Plain, out var exact)
            ? new DateTimeOffset(exact.UtcTicks - (exact.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero)
            : new Problem(field, text.Length == 0 ? "is empty: write a day and a time" : $"'{FieldReader.Short(text)}' is no time: write it as 2026-12-01T02:00");
    }

    /// <summary>When the clock is changed within two days, to the minute.</summary>
    private static DateTimeOffset ChangeAfter(DateTimeOffset begin, TimeZoneInfo zone)
    {
        var was = zone.GetUtcOffset(begin);
        var (low, high) = (0, (int)(2 * Around).TotalMinutes);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = zone.GetUtcOffset(begin.AddMinutes(middle)) == was ? (middle, high) : (low, middle);
        }

        return begin.AddMinutes(high);
    }

    private static string Clock(DateTime wall) => wall.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static bool Known(string id) => Names.Contains(id, StringComparer.Ordinal) || (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId && zone.Id == id);

    private static List<string> Near(string id)
    {
        var word = id.Trim().Replace(' ', '_');
        var ends = word.Length is > 2 and <= Longest ? Names.Where(name => name.EndsWith($"/{word}", StringComparison.OrdinalIgnoreCase) || name.Equals(word, StringComparison.OrdinalIgnoreCase)).ToList() : [];
        return ends.Count > 0 ? [.. ends.Take(3)]
            : NearestName.To(word, Names) is { } nearest ? [nearest]
            : NearestName.To(word[(word.LastIndexOf('/') + 1)..], Names.Select(City)) is { } city ? [.. Names.Where(name => City(name) == city).Take(3)]
            : [];
    }

    private static string City(string name) => name[(name.LastIndexOf('/') + 1)..];
}
