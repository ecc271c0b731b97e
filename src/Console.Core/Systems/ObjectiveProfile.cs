using System.Collections.Immutable;

namespace OpsConsole.Systems;

/// <summary>What kind of promise an objective makes.</summary>
public enum ObjectiveKind
{
    /// <summary>Requests (or runs) that succeed.</summary>
    Availability,

    /// <summary>Requests that are fast enough.</summary>
    Latency,

    /// <summary>Requests that do not fail, stated as a limit on failures.</summary>
    Errors,

    /// <summary>Minutes in which a condition held.</summary>
    Time,
}

/// <summary>A service level objective.</summary>
/// <param name="Name">Its name within the system.</param>
/// <param name="Title">For people: <c>Availability 99.9%</c>.</param>
/// <param name="Kind">What kind of promise.</param>
/// <param name="Target">The share that must be good, 0 to 1 exclusive (0.999).</param>
/// <param name="Window">
/// The rolling window, 1 h to 90 d. With a <see cref="Calendar"/> the usual length of its periods (7 d, 30 d, 90 d): what rules and burn limits reckon with.
/// </param>
/// <param name="Bad">PromQL for bad events per second, with <c>$window</c> for the range; null when <paramref name="Good"/> is given.</param>
/// <param name="Good">PromQL for good events per second; null when <paramref name="Bad"/> is given.</param>
/// <param name="Total">PromQL for all events per second.</param>
/// <param name="Recorded">Whether the rules of monitoring/ record <c>slo:bad:rate5m</c> and <c>slo:total:rate5m</c> for it.</param>
/// <param name="Unit">What is counted: requests, runs, minutes.</param>
public sealed record ObjectiveProfile(
    string Name, string Title, ObjectiveKind Kind, double Target, TimeSpan Window, string? Bad, string? Good, string Total, bool Recorded, string Unit)
{
    /// <summary>The calendar whose periods each have a budget of their own; null for a rolling window.</summary>
    public CalendarWindow? Calendar { get; init; }

    /// <summary>What is fast enough, where the profile says it as a limit and a histogram; null otherwise.</summary>
    public LatencyThreshold? Threshold { get; init; }

    /// <summary>Why the system's maintenance windows are left out of the budget; null when they count like any other time.</summary>
    public string? LeaveOutMaintenance { get; init; }

    /// <summary>The alerts that already call somebody when this objective fails; the alerts that are made for it keep quiet while one of them fires.</summary>
    public ImmutableArray<string> PagedBy { get; init; } = [];

    /// <summary>The objective of the same system that this one states once more: both are shown, that one has the alerts. Null when it stands for itself.</summary>
    public string? SameAs { get; init; }

    /// <summary>The share that may be bad: 1 - target. Rounded, because 1 - 0.999 is 0.0010000000000000009, and half of a budget must be half.</summary>
    public double Budget => Math.Round(1 - Target, 12);
}

/// <summary>How long a period of a calendar is.</summary>
public enum CalendarPeriod
{
    /// <summary>From Monday to Sunday.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,

    /// <summary>Three months, the first of them January.</summary>
    Quarter,
}

/// <summary>Periods of a calendar, on the wall of a place: a month has 28 to 31 days, and a day 23 to 25 hours.</summary>
/// <param name="Period">How long.</param>
/// <param name="TimeZone">The place's time zone by its IANA name: <c>Europe/Berlin</c>.</param>
public sealed record CalendarWindow(CalendarPeriod Period, string TimeZone)
{
    /// <summary>How long a period usually is: 7, 30 or 90 days.</summary>
    public TimeSpan UsualLength => TimeSpan.FromDays(Period switch { CalendarPeriod.Week => 7, CalendarPeriod.Month => 30, _ => 90 });
}

/// <summary>What is fast enough.</summary>
/// <param name="Limit">The longest time that is; a boundary of the histogram, or nothing can be counted.</param>
/// <param name="Histogram">A selector of the histogram's buckets: <c>x_duration_seconds_bucket{job="x"}</c>; its unit is the second.</param>
public sealed record LatencyThreshold(TimeSpan Limit, string Histogram);
