using System.Globalization;

namespace OpsConsole;

/// <summary>Spans of time as people and as PromQL write them.</summary>
public static class DurationText
{
    private static readonly (string Unit, TimeSpan Length)[] Steps =
    [
        // No weeks: a profile's windows are written in days, and "14d" reads as what was asked for.
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

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

    /// <summary>As PromQL writes a range, in the largest unit that divides it: <c>5m</c>, <c>36h</c>, <c>30d</c>.</summary>
    /// <param name="span">The span; at least a millisecond.</param>
    public static string Promql(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.FromMilliseconds(1));
        foreach (var (unit, length) in Steps)
        {
            if (span.Ticks % length.Ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / length.Ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMilliseconds}ms");
    }

    private static string Floor(double value) => Math.Floor(Math.Max(0, value)).ToString(CultureInfo.InvariantCulture);
}
