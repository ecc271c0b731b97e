using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Incidents;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Who is on call when, at the edges: hand-overs, both changes of the clock, stand-ins, begin and end.</summary>
public sealed class RotationTests
{
    private static readonly OnCallPerson Ada = Person("ada", "Ada Ek"), Ben = Person("ben", "Ben Ek"), Cleo = Person("cleo", "Cleo Ek");

    [Fact]
    public void A_week_is_over_at_the_very_instant_of_the_hand_over()
    {
        var weekly = Weekly("09:00", "2026-11-02");

        Assert.Equal("ada", weekly.ShiftAt(At("2026-11-09T07:59:59.999Z"))!.Who);
        Assert.Equal(new Shift(At("2026-11-09T08:00Z"), At("2026-11-16T08:00Z"), "ben", false), weekly.ShiftAt(At("2026-11-09T08:00Z")));
        Assert.Equal("cleo", weekly.ShiftAt(At("2026-11-16T08:00Z"))!.Who);
        Assert.Equal("ada", weekly.ShiftAt(At("2026-11-23T08:00Z"))!.Who);
    }

    [Fact]
    public void A_weekly_hand_over_stays_at_nine_on_the_wall_when_clocks_change()
    {
        var starts = Weekly("09:00", "2026-10-19").ShiftsFrom(At("2026-10-19T07:00Z")).Take(3).Select(shift => shift.Start);

        // Clocks go back on the 25th: nine in Paris is eight UTC from then on.
        Assert.Equal([At("2026-10-19T07:00Z"), At("2026-10-26T08:00Z"), At("2026-11-02T08:00Z")], starts);
    }

    [Fact]
    public void A_hand_over_at_a_time_that_does_not_exist_comes_when_there_is_a_time_again()
    {
        var shifts = Daily("02:30", "2027-03-26").ShiftsFrom(At("2027-03-27T12:00Z")).Take(3).ToList();

        // On the 28th clocks go from two to three in Paris, at one UTC.
        Assert.Equal([At("2027-03-27T01:30Z"), At("2027-03-28T01:00Z"), At("2027-03-29T00:30Z")], shifts.Select(shift => shift.Start));
        Assert.Equal(["ben", "cleo", "ada"], shifts.Select(shift => shift.Who));
    }

    [Fact]
    public void A_hand_over_at_a_time_that_comes_twice_happens_once_at_the_first()
    {
        var daily = Daily("02:30", "2026-10-23");

        // On the 25th it is half past two in Paris at half past midnight UTC, and again at half past one.
        Assert.Equal("ben", daily.ShiftAt(At("2026-10-25T00:29Z"))!.Who);
        Assert.Equal(new Shift(At("2026-10-25T00:30Z"), At("2026-10-26T01:30Z"), "cleo", false), daily.ShiftAt(At("2026-10-25T00:30Z")));
        Assert.Equal("cleo", daily.ShiftAt(At("2026-10-25T01:30Z"))!.Who);
    }

    [Fact]
    public void Somebody_who_stands_in_has_it_from_begin_to_end_and_the_turn_is_cut_there()
    {
        var weekly = Weekly("09:00", "2026-11-02") with { Overrides = [new RotationOverride(At("2026-11-04T08:00Z"), At("2026-11-05T08:00Z"), "cleo")] };

        var shifts = weekly.ShiftsFrom(At("2026-11-02T08:00Z")).Take(4);

        Assert.Equal(
            [
                new Shift(At("2026-11-02T08:00Z"), At("2026-11-04T08:00Z"), "ada", false), new Shift(At("2026-11-04T08:00Z"), At("2026-11-05T08:00Z"), "cleo", true),
                new Shift(At("2026-11-05T08:00Z"), At("2026-11-09T08:00Z"), "ada", false), new Shift(At("2026-11-09T08:00Z"), At("2026-11-16T08:00Z"), "ben", false),
            ], shifts);
    }

    [Fact]
    public void Nobody_is_on_call_before_it_begins_and_after_it_ends()
    {
        var bounded = Weekly("09:00", "2026-11-02") with { End = new DateOnly(2026, 11, 12) };

        Assert.Null(bounded.ShiftAt(At("2026-11-02T07:59Z")));
        Assert.Equal(At("2026-11-12T08:00Z"), bounded.ShiftAt(At("2026-11-12T07:59Z"))!.End);
        Assert.Null(bounded.ShiftAt(At("2026-11-12T08:00Z")));
        Assert.Equal(2, bounded.ShiftsFrom(At("2020-01-01T00:00Z")).Count());
    }

    [Fact]
    public void A_rotation_that_takes_turns_with_another_means_who_is_on_call_there()
    {
        var inner = Daily("12:00", "2026-11-01") with { Name = "team", Participants = ["ben", "cleo"] };
        var outer = Weekly("09:00", "2026-11-02") with { Participants = ["ada", "team"] };
        var roster = new Roster([Ada, Ben, Cleo], [inner, outer], [new OnCallGroup("leads", ["ada", "cleo"])]);

        Assert.Equal([Ada], roster.WhoIs("primary", At("2026-11-03T00:00Z")));
        Assert.Equal([Ben], roster.WhoIs("primary", At("2026-11-09T12:00Z")));
        Assert.Equal([Cleo], roster.WhoIs("primary", At("2026-11-10T12:00Z")));
        Assert.Equal([Cleo, Ada], roster.WhoAre(["primary", "leads"], At("2026-11-10T12:00Z")));
        Assert.Equal("Cleo Ek (primary), Ada Ek, Cleo Ek (leads), Ben Ek", roster.Words(["primary", "leads", "ben"], At("2026-11-10T12:00Z")));
        Assert.Empty(roster.WhoIs("nobody", At("2026-11-10T12:00Z")));
    }

    internal static Rotation Weekly(string at, string start) => new("primary", ZoneClock.Find("Europe/Paris").Value, ShiftLength.Weekly, Time(at), Day(start), ["ada", "ben", "cleo"]);

    internal static Rotation Daily(string at, string start) => Weekly(at, start) with { Shift = ShiftLength.Daily };

    private static OnCallPerson Person(string subject, string name) => new(subject, name, ImmutableSortedDictionary<string, string>.Empty);

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
