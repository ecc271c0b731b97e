using System.Globalization;
using OpsConsole.Panels;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Systems.Panels;

/// <summary>The addresses that a chart and its range have: on the page, as a file, in the API.</summary>
internal static class PanelAddress
{
    /// <summary>A range's length as an address says it: <c>15m</c>, <c>24h</c>, <c>7d</c>.</summary>
    /// <param name="length">The length, in whole minutes.</param>
    public static string Word(TimeSpan length) => (length.TotalMinutes, length.TotalHours, length.TotalDays) switch
    {
        (_, _, >= 2) when length.Ticks % TimeSpan.TicksPerDay == 0 => $"{length.TotalDays.ToString(CultureInfo.InvariantCulture)}d",
        (_, >= 1, _) when length.Ticks % TimeSpan.TicksPerHour == 0 => $"{length.TotalHours.ToString(CultureInfo.InvariantCulture)}h",
        _ => $"{Math.Max(1, Math.Floor(length.TotalMinutes)).ToString(CultureInfo.InvariantCulture)}m",
    };

    /// <summary>A time as an address says it, to the minute.</summary>
    /// <param name="at">The time.</param>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>A range as a query, without the question mark; the end of one that is held is the minute it ends in.</summary>
    /// <param name="range">The range.</param>
    public static string Query(PanelRange range) => range is { From: { } from, To: { } to }
        ? $"from={Uri.EscapeDataString(Time(from))}&to={Uri.EscapeDataString(Time(to.AddSeconds(59)))}"
        : $"range={Word(range.Length)}";

    /// <summary>How a chart is named in an address: its dashboard, if it has one, and its title.</summary>
    /// <param name="panel">The chart.</param>
    public static string Name(PanelProfile panel) => panel.Dashboard.Length == 0 ? panel.Title : $"{panel.Dashboard}/{panel.Title}";

    /// <summary>Finds a chart by its name; null when there is none.</summary>
    /// <param name="profile">The system.</param>
    /// <param name="name">The name.</param>
    public static PanelProfile? Find(SystemProfile profile, string? name) =>
        string.IsNullOrEmpty(name) ? null : profile.Panels.FirstOrDefault(panel => Name(panel) == name);

    /// <summary>A chart as a file.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="panel">The chart.</param>
    /// <param name="range">The range.</param>
    /// <param name="kind"><c>csv</c> or <c>svg</c>.</param>
    /// <param name="zone">The zone whose times stand in a picture.</param>
    public static string File(string system, PanelProfile panel, PanelRange range, string kind, TimeZoneInfo zone) =>
        $"systems/{Uri.EscapeDataString(system)}/panel.{kind}?panel={Uri.EscapeDataString(Name(panel))}&{Query(range)}{(kind == "svg" ? $"&zone={Uri.EscapeDataString(zone.Id)}" : null)}";
}
