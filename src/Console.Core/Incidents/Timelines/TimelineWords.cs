using System.Globalization;

namespace OpsConsole.Incidents;

/// <summary>Timelines as plain text.</summary>
internal static class TimelineWords
{
    private const int LongestText = 300;

    /// <summary>An entry as one line of a list: <c>- 2026-11-29 12:03:04 UTC Ada Ek acknowledged it</c>.</summary>
    public static string Line(TimelineEntry entry) =>
        $"- {entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)} {(entry.IsExact ? string.Empty : "(noticed then) ")}{IncidentLimits.Line(entry.Sentence)}{Text(entry)}";

    private static string Text(TimelineEntry entry) => entry.Text.Length == 0 ? string.Empty : $": {IncidentLimits.Cut(IncidentLimits.Line(entry.Text), LongestText)}";
}
