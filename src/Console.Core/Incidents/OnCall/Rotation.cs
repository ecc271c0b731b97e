using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Incidents;

/// <summary>How often a rotation is handed over.</summary>
public enum ShiftLength
{
    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Every seven days, on the weekday of its first day.</summary>
    Weekly,
}

/// <summary>Somebody else is on call for a while. Half-open: over at its very end.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Who">The subject of a person.</param>
public sealed record RotationOverride(DateTimeOffset From, DateTimeOffset To, string Who)
{
    /// <summary>Whether it is in force.</summary>
    /// <param name="at">The time.</param>
    public bool Covers(DateTimeOffset at) => From <= at && at < To;
}

/// <summary>One turn of one of those who take turns. Half-open: over at its very end.</summary>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="Who">Who has it: a person's subject, or another rotation's name.</param>
/// <param name="IsOverride">Whether somebody stands in.</param>
public sealed record Shift(DateTimeOffset Start, DateTimeOffset End, string Who, bool IsOverride);

/// <summary>
/// People who take turns. It is handed over at a time on the wall, so that it stays at nine when the clocks change; a time that clocks go over is taken when they have, and of one
/// that comes twice the first.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Zone">Where the wall is.</param>
/// <param name="Shift">How often it is handed over.</param>
/// <param name="At">The time on the wall.</param>
/// <param name="Start">The day on which the first of them takes over.</param>
/// <param name="Participants">Who takes turns, in their order: people's subjects, or names of rotations; at least one.</param>
public sealed record Rotation(string Name, TimeZoneInfo Zone, ShiftLength Shift, TimeOnly At, DateOnly Start, ImmutableArray<string> Participants)
{
    /// <summary>The day on which the last of them hands over to nobody; null: it goes on for ever.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Who stands in when; in order, and none overlaps another.</summary>
    public ImmutableArray<RotationOverride> Overrides { get; init; } = [];

    /// <summary>When its first turn begins.</summary>
    public DateTimeOffset Begins => OnWall(Start);

    /// <summary>When its last turn is over; null: never.</summary>
    public DateTimeOffset? Ends => End is { } day ? OnWall(day) : null;

    private int Days => Shift is ShiftLength.Daily ? 1 : 7;

    /// <summary>Who is on call.</summary>
    /// <param name="at">The time.</param>
    /// <returns>The turn, cut where somebody stands in; null when nobody is, before it begins or after it ends.</returns>
    public Shift? ShiftAt(DateTimeOffset at)
    {
        if (Regular(at) is not { } turn)
        {
            return null;
        }

        if (Overrides.FirstOrDefault(one => one.Covers(at)) is { } instead)
        {
            return new Shift(instead.From, instead.To, instead.Who, true);
        }

        var start = Overrides.Where(one => one.To <= at && one.To > turn.Start).Select(one => one.To).DefaultIfEmpty(turn.Start).Max();
        var end = Overrides.Where(one => one.From > at && one.From < turn.End).Select(one => one.From).DefaultIfEmpty(turn.End).Min();
        return turn with { Start = start, End = end };
    }

    /// <summary>The turns from a time on, in order; the first is the one that runs then, or the first that there is.</summary>
    /// <param name="at">The time.</param>
    public IEnumerable<Shift> ShiftsFrom(DateTimeOffset at)
    {
        var next = at < Begins ? Begins : at;
        while (ShiftAt(next) is { } shift)
        {
            yield return shift;
            next = shift.End;
        }
    }

    private Shift? Regular(DateTimeOffset at)
    {
        if (at < Begins || (Ends is { } over && at >= over))
        {
            return null;
        }

        // The wall tells the turn but for an hour or so around each hand-over, where the clocks may have changed.
        var number = (DateOnly.FromDateTime(ZoneClock.Wall(at, Zone)).DayNumber - Start.DayNumber) / Days;
        for (; number > 0 && TurnAt(number) > at; number--)
        {
        }

        for (; TurnAt(number + 1) <= at; number++)
        {
        }

        var end = TurnAt(number + 1);
        return new Shift(TurnAt(number), Ends is { } last && last < end ? last : end, Participants[number % Participants.Length], false);
    }

    private DateTimeOffset TurnAt(int number) => OnWall(Start.AddDays(number * Days));

    private DateTimeOffset OnWall(DateOnly day) => ZoneClock.At(day.ToDateTime(At), Zone).At;
}
