using System.Globalization;

namespace OpsConsole;

/// <summary>Spans of time as people write them.</summary>
public static class DurationText
{
    /// <summary>For a sentence, in the one unit that tells enough: <c>35 s</c>, <c>6 min</c>, <c>3 h</c>, <c>12 d</c>; rounded down.</summary>
    /// <param name="span">The span; below zero it counts as zero.</param>
    public static string Words(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } and { Ticks: > 0 } => "less than 1 s",
        { TotalSeconds: < 120 } => $"{Floor(span.TotalSeconds)} s",
        { TotalMinutes: < 120 } => $"{Floor(span.TotalMinutes)} min",
        { TotalHours: < 48 } => $"{Floor(span.TotalHours)} h",
        _ => $"{Floor(span.TotalDays)} d",
    };

    private static string Floor(double value) => Math.Floor(Math.Max(0, value)).ToString(CultureInfo.InvariantCulture);
}
