using System.Collections.Immutable;
using Quartz;

namespace OpsConsole.Silences;

/// <summary>One time that a window runs: half-open, over at its very end.</summary>
/// <param name="Start">Begin, a whole minute.</param>
/// <param name="End">End.</param>
/// <param name="Change">What a change of the clock does to its begin.</param>
public sealed record Occurrence(DateTimeOffset Start, DateTimeOffset End, ClockChange Change = ClockChange.None)
{
    /// <summary>The begin as it would be on the wall, where the clock goes over it.</summary>
    public DateTime? Meant { get; init; }

    /// <summary>Whether it runs.</summary>
    /// <param name="now">The time.</param>
    public bool IsRunning(DateTimeOffset now) => Start <= now && now < End;
}

/// <summary>When a window runs: once, or again and again.</summary>
public sealed class WindowTimes
{
    /// <summary>The shortest occurrence.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>The longest occurrence.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly CronLine? line;
    private readonly CronExpression? calendar;
    private readonly DateTimeOffset from;

    private WindowTimes(TimeZoneInfo zone, TimeSpan duration, DateTimeOffset from) => (Zone, Duration, this.from) = (zone, duration, from);

    private WindowTimes(TimeZoneInfo zone, TimeSpan duration, CronLine line)
    {
        (Zone, Duration, this.line) = (zone, duration, line);

        // The calendar of the wall, which knows no zone: what the clocks of a zone do to it is told here and nowhere else.
        calendar = new CronExpression(line.Quartz, TimeZoneInfo.Utc);
    }

    /// <summary>The zone whose wall its times are on.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>How long each lasts, by a stopwatch.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The cron line; null for one that runs once.</summary>
    public string? Cron => line?.Text;

    /// <summary>Begin of one that runs once; null for a recurring one.</summary>
    public DateTimeOffset? From => line is null ? from : null;

    /// <summary>End of one that runs once; null for a recurring one.</summary>
    public DateTimeOffset? To => line is null ? from + Duration : null;

    /// <summary>The line, to be put in words.</summary>
    internal CronLine? Line => line;

    /// <summary>One that runs once.</summary>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="zone">The zone it was written in.</param>
    /// <param name="now">The time: what is over can't be planned.</param>
    public static Result<WindowTimes> Once(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, DateTimeOffset now) => Problem.All(
        Problem.When(to <= from, "to", "must come after the begin"),
        Problem.When(to > from && to <= now, "to", "is over already: the whole window lies in the past"),
        Problem.When(to - from > Longest, "to", $"is {DurationText.Words(to - from)} after the begin; a window may last {Longest.TotalDays:0} days: make it recurring, or several"),
        Problem.When(from > now + TimeSpan.FromDays(730), "from", "is more than two years away"))
        is { IsEmpty: false } problems ? problems : new WindowTimes(zone, to - from, from);

    /// <summary>One that comes again and again.</summary>
    /// <param name="cron">The cron line.</param>
    /// <param name="duration">How long each lasts.</param>
    /// <param name="zone">The zone that the cron line is meant in.</param>
    /// <param name="now">The time.</param>
    public static Result<WindowTimes> Recurring(string cron, TimeSpan duration, TimeZoneInfo zone, DateTimeOffset now)
    {
        var line = CronLine.Read(cron);
        var problems = line.Problems.AddRange(Wrong(duration));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var times = new WindowTimes(zone, duration, line.Value);
        return times.Overlap(ZoneClock.Wall(now, zone)) is { } overlap ? overlap : times;
    }

    /// <summary>What is wrong with how long an occurrence lasts.</summary>
    /// <param name="duration">How long.</param>
    internal static ImmutableArray<Problem> Wrong(TimeSpan duration) => Problem.All(
        Problem.When(duration < Shortest || duration.Ticks % TimeSpan.TicksPerMinute != 0, "duration", "must be whole minutes, 1m at least, for example 2h or 90m"),
        Problem.When(duration > Longest, "duration", $"is longer than {Longest.TotalDays:0} days"));

    /// <summary>As they were stored: no rule of today is asked.</summary>
    internal static WindowTimes Stored(string? cron, DateTimeOffset? from, TimeSpan duration, TimeZoneInfo zone) =>
        cron is not null ? new WindowTimes(zone, duration, CronLine.Read(cron).Value) : new WindowTimes(zone, duration, from ?? DateTimeOffset.UnixEpoch);

    /// <summary>Those that are not over, in order; without end for one that comes again and again.</summary>
    /// <param name="now">The time.</param>
    public IEnumerable<Occurrence> After(DateTimeOffset now)
    {
        if (line is null)
        {
            return from + Duration > now ? [new Occurrence(from, from + Duration, ClockChange.None)] : [];
        }

        // From a day earlier on, so that no change of a clock hides one that still runs.
        return Recurring(ZoneClock.Wall(now - Duration, Zone).AddDays(-1)).SkipWhile(occurrence => occurrence.End <= now);
    }

    /// <summary>The one that begins at a time; null when none does.</summary>
    /// <param name="start">The begin.</param>
    public Occurrence? At(DateTimeOffset start) => After(start).TakeWhile(occurrence => occurrence.Start <= start).FirstOrDefault(occurrence => occurrence.Start == start);

    private IEnumerable<Occurrence> Recurring(DateTime wall)
    {
        Occurrence? held = null;
        foreach (var meant in Walls(wall))
        {
            var (at, change) = ZoneClock.At(meant, Zone);
            if (held is not null && at == held.Start)
            {
                // Clocks go forward over several: they all begin when there is a time again, which is once. One that truly begins then is not moved.
                held = change is ClockChange.None ? held with { Change = change, Meant = null } : held;
                continue;
            }

            if (held is not null)
            {
                yield return at < held.End ? held with { End = at } : held;
            }

            held = new Occurrence(at, at + Duration, change) { Meant = change is ClockChange.Skipped ? meant : null };
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    private IEnumerable<DateTime> Walls(DateTime after)
    {
        for (var at = calendar!.GetNextValidTimeAfter(new DateTimeOffset(after.Ticks, TimeSpan.Zero)); at is { } next; at = calendar.GetNextValidTimeAfter(next))
        {
            yield return next.UtcDateTime;
        }
    }

    /// <summary>On the wall, where no clock ever changes: what a change of the clock makes shorter is no mistake of who wrote it.</summary>
    private Problem? Overlap(DateTime wall)
    {
        const int Enough = 1_500;
        var shortest = TimeSpan.FromMinutes(15);
        DateTime? before = null;
        foreach (var begin in Walls(wall).Take(Enough))
        {
            var gap = begin - (before ?? DateTime.MinValue);
            if (gap < shortest)
            {
                return new Problem(CronLine.Where, $"begins again after {DurationText.Words(gap)}; {DurationText.Words(shortest)} is the least: make one longer window of it");
            }

            if (gap < Duration)
            {
                return new Problem("duration", $"is longer than the time to the next: one that begins {WindowWords.Wall(before!.Value)} is not over when the next begins, {WindowWords.Wall(begin)}");
            }

            before = begin;
        }

        return before is null ? new Problem(CronLine.Where, "never comes") : null;
    }
}
