using System.Globalization;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Incidents;

/// <summary>Times on a person's wall, as they are read and typed.</summary>
internal static class WallTime
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>For a field of a form: <c>2026-12-01T02:00:07</c>.</summary>
    public static string Field(DateTimeOffset at, TimeZoneInfo zone) => ZoneClock.Wall(at, zone).ToString(Forms[1], CultureInfo.InvariantCulture);

    /// <summary>The time of day: <c>02:00:07</c>.</summary>
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => ZoneClock.Wall(at, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The day: <c>Tue 1 Dec 2026</c>.</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone) => ZoneClock.Wall(at, zone).ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Reads what a field holds; nothing is no time.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="zone">Where.</param>
    /// <param name="at">The time; null for none.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static Problem? Read(string field, string? text, TimeZoneInfo zone, out DateTimeOffset? at)
    {
        at = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
        {
            return new Problem(field, "is no time: write a day and a time");
        }

        var seconds = TimeSpan.FromSeconds(wall.Second);
        at = ZoneClock.At(wall - seconds, zone).At + seconds;
        return null;
    }
}
