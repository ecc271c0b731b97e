using System.Globalization;

namespace OpsConsole.Components.Format;

/// <summary>Spans of time in words; wwwroot/js/time.js counts on with the same words.</summary>
internal static class Spans
{
    /// <summary>One unit: <c>35 s</c>, <c>6 min</c>, <c>3 h</c>, <c>12 d</c>.</summary>
    public static string Short(TimeSpan span) => Whole(span) switch
    {
        { TotalSeconds: < 60 } it => $"{it.Seconds} s",
        { TotalMinutes: < 60 } it => $"{it.Minutes} min",
        { TotalHours: < 48 } it => $"{(int)it.TotalHours} h",
        var it => $"{(int)it.TotalDays} d",
    };

    /// <summary>Two units: <c>6 min 39 s</c>, <c>3 h 5 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Long(TimeSpan span) => Whole(span) switch
    {
        { TotalSeconds: < 60 } it => $"{it.Seconds} s",
        { TotalMinutes: < 60 } it => $"{it.Minutes} min {it.Seconds} s",
        { TotalHours: < 24 } it => $"{it.Hours} h {it.Minutes} min",
        var it => $"{(int)it.TotalDays} d {it.Hours} h",
    };

    /// <summary>A time that runs out: <c>1 h 20 min left</c>, <c>0:52 left</c>, and <c>3 min late</c> once it has.</summary>
    public static string Left(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => $"{Short(-span)} late",
        { TotalHours: >= 1 } => $"{Long(span)} left",
        _ => $"{(int)span.TotalMinutes}:{span.Seconds:00} left",
    };

    /// <summary>A span that was configured: <c>30 s</c>, <c>90 s</c>, <c>15 min</c>, <c>30 d</c>, without loss.</summary>
    public static string Exact(TimeSpan span) => span switch
    {
        { Ticks: 0 } => "0 s",
        _ when span.Ticks % TimeSpan.TicksPerDay == 0 => $"{(int)span.TotalDays} d",
        _ when span.Ticks % TimeSpan.TicksPerHour == 0 => $"{(int)span.TotalHours} h",
        _ when span.Ticks % TimeSpan.TicksPerMinute == 0 && span.TotalMinutes > 1 => $"{(int)span.TotalMinutes} min",
        _ => $"{span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s",
    };

    private static TimeSpan Whole(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
