using System.Globalization;

namespace OpsConsole.Components.Format;

/// <summary>Points in time in words. The server writes UTC; the browser adds the person's own zone to the hover text.</summary>
internal static class Times
{
    /// <summary>For <c>datetime</c> attributes and the browser's counting.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>The exact time, for hovering: <c>21 Nov 2026, 03:08:12 UTC</c>.</summary>
    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>In a table of a file, to the second: <c>2026-11-21T03:08:12Z</c>.</summary>
    public static string Cell(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>In the name of a file: <c>20261121T030812Z</c>.</summary>
    public static string InName(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A day in full: <c>21 Nov 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day of these months: <c>21 Nov</c>.</summary>
    public static string ShortDay(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A day for <c>datetime</c> attributes, addresses and files: <c>2026-11-21</c>.</summary>
    public static string Machine(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The time of day, where steps follow within a minute: <c>03:08:12</c>.</summary>
    public static string Seconds(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time of day: <c>03:08</c>.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
}
