using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Panels;

/// <summary>A range somebody looks at: so long until now, following it; or from one time to another.</summary>
public sealed record PanelRange
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private PanelRange(TimeSpan length, DateTimeOffset? to) => (Length, To) = (length, to);

    /// <summary>The ranges that are offered.</summary>
    public static ImmutableArray<TimeSpan> Usual { get; } =
    [
        TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromDays(2),
        TimeSpan.FromDays(7), TimeSpan.FromDays(30),
    ];

    /// <summary>The longest range that is shown: as long as the console itself remembers what happened.</summary>
    public static TimeSpan Longest => AlertHistory.KeptFor;

    /// <summary>How long it is.</summary>
    public TimeSpan Length { get; }

    /// <summary>Its end; null when it follows now.</summary>
    public DateTimeOffset? To { get; }

    /// <summary>Its begin; null when it follows now.</summary>
    public DateTimeOffset? From => To - Length;

    /// <summary>Whether it ends now, whenever that is.</summary>
    public bool Follows => To is null;

    /// <summary>So long until now.</summary>
    /// <param name="length">How long; within the bounds.</param>
    public static PanelRange Last(TimeSpan length) => new(length, null);

    /// <summary>The same range, held where it ends now.</summary>
    /// <param name="now">The time.</param>
    public PanelRange HeldAt(DateTimeOffset now) => new(Length, To ?? now);

    /// <summary>
    /// Reads a range from an address: <paramref name="range"/> as Prometheus writes durations (<c>6h</c>), or <paramref name="from"/> and <paramref name="to"/>; with none
    /// of them the usual one.
    /// </summary>
    /// <param name="range">How long until now.</param>
    /// <param name="from">The begin, as <c>2026-11-21T12:00</c> on a wall of the zone, or with its offset.</param>
    /// <param name="to">The end, likewise; in the future it is now.</param>
    /// <param name="zone">The zone of times without an offset.</param>
    /// <param name="usual">The range when nothing is said.</param>
    /// <param name="now">The time.</param>
    /// <returns>The range; or what is wrong, by the field's name.</returns>
    public static Result<PanelRange> Read(string? range, string? from, string? to, TimeZoneInfo zone, TimeSpan usual, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(from) && string.IsNullOrEmpty(to))
        {
            return string.IsNullOrEmpty(range) ? Last(usual)
                : PromDuration.TryParse(range, out var length) && length >= Shortest && length <= Longest ? Last(length)
                : new Problem("range", $"'{Short(range)}' is no range from 1m to {Longest.TotalDays:0}d: write for example 15m, 6h or 7d");
        }

        if (!string.IsNullOrEmpty(range))
        {
            return new Problem("range", "stands beside from or to: give one or the other");
        }

        var (begin, end) = (Time("from", from, zone), Time("to", to, zone));
        if (!begin.IsOk || !end.IsOk)
        {
            return begin.Problems.AddRange(end.Problems);
        }

        return Between(begin.Value, end.Value < now ? end.Value : now, isNow: end.Value >= now);
    }

    /// <summary>The evaluations to ask for: both ends on multiples of the step, so that all who look at once ask the same.</summary>
    /// <param name="now">The time.</param>
    /// <param name="points">How many points there may be.</param>
    public QueryRange At(DateTimeOffset now, int points)
    {
        var step = PanelStep.Of(Length, points);

        // The end that was chosen is inside, unless the step to it is not over yet.
        var beyond = To is { } to && to + step <= now && to.UtcTicks % step.Ticks > 0 ? to + step : To ?? now;
        return QueryRange.Until(beyond, Length, step);
    }

    private static Result<DateTimeOffset> Time(string field, string? text, TimeZoneInfo zone) =>
        string.IsNullOrEmpty(text) ? new Problem(field, "is missing: give both ends, or a range until now") : ZoneClock.Read(field, text, zone);

    private static Result<PanelRange> Between(DateTimeOffset from, DateTimeOffset to, bool isNow) =>
        from >= to ? new Problem("from", isNow ? "lies in the future: nothing is known of it" : "must be before to")
        : to - from < Shortest ? new Problem("from", "must be at least a minute before to")
        : to - from > Longest ? new Problem("from", $"is {(to - from).TotalDays:0} days before to: at most {Longest.TotalDays:0} days are shown at once")
        : new PanelRange(to - from, to);

    private static string Short(string text) => text.Length > 40 ? $"{text[..40]}…" : text;
}
