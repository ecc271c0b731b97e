using System.Globalization;

namespace OpsConsole.Silences;

/// <summary>Which of the two is meant where a clock that is put back shows the same time twice.</summary>
public enum TwiceChoice
{
    /// <summary>Nobody said so.</summary>
    None,

    /// <summary>The first, before the clock is put back.</summary>
    First,

    /// <summary>The second, after.</summary>
    Second,
}

/// <summary>Reads the end of a silence as a person writes it: by the clock on their wall. Twice a year that clock leaves an hour out, or shows it twice.</summary>
public static class EndTime
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(3650);

    /// <summary>The time zone of a name; UTC for a name that nobody knows.</summary>
    /// <param name="name">Its name: <c>Europe/Paris</c>.</param>
    public static TimeZoneInfo Zone(string? name) => name is { Length: > 0 and < 100 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Reads it.</summary>
    /// <param name="text">Day and time without a zone: <c>2026-11-30T18:00</c>.</param>
    /// <param name="zone">The person's zone.</param>
    /// <param name="choice">Which is meant where there are two.</param>
    /// <param name="now">The time.</param>
    /// <returns>The time; or what is wrong: <c>twice</c> stands before a problem that a choice would settle.</returns>
    public static Result<DateTimeOffset> Read(string text, TimeZoneInfo zone, TwiceChoice choice, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (!DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return new Problem("end", "write a day and a time, for example 2026-11-30 18:00");
        }

        if (zone.IsInvalidTime(local))
        {
            return new Problem("end", $"{Words(local)} does not exist in {zone.Id}: the clock is put forward over it; write {Words(After(local, zone))}");
        }

        if (zone.IsAmbiguousTime(local) && choice is TwiceChoice.None)
        {
            var both = Both(local, zone);
            return new Problem("twice", $"{Words(local)} comes twice in {zone.Id}, as the clock is put back: say whether the first ({Utc(both.First)}) or the second ({Utc(both.Second)}) is meant");
        }

        var end = zone.IsAmbiguousTime(local)
            ? (choice is TwiceChoice.First ? Both(local, zone).First : Both(local, zone).Second)
            : new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return end <= now ? new Problem("end", $"{Words(local)} is over already in {zone.Id}: it comes before the begin, which is now")
            : end - now > Farthest ? new Problem("end", "is more than ten years away")
            : end;
    }

    /// <summary>A time by a person's clock, as <see cref="Read"/> reads it.</summary>
    /// <param name="at">The time.</param>
    /// <param name="zone">The person's zone.</param>
    public static string Write(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static (DateTimeOffset First, DateTimeOffset Second) Both(DateTime local, TimeZoneInfo zone)
    {
        // The larger offset is summer's, and summer comes first.
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return (new DateTimeOffset(local, offsets.Max()).ToUniversalTime(), new DateTimeOffset(local, offsets.Min()).ToUniversalTime());
    }

    // The first minute that the clock shows again.
    private static DateTime After(DateTime local, TimeZoneInfo zone)
    {
        var at = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(at))
        {
            at = at.AddMinutes(1);
        }

        return at;
    }

    private static string Words(DateTime local) => local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
