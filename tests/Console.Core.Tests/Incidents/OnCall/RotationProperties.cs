using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Incidents;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Whatever the zone, the hour and the stand-ins: exactly one is on call at each instant, and each hand-over comes after the one before.</summary>
public sealed class RotationProperties
{
    private static readonly DateTimeOffset Begin = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    // With the clocks of every manner: none, an hour, half an hour, two hours, back for Ramadan, on the other side of the equator.
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Paris", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca", "Asia/Kathmandu", "America/Santiago",
        "Pacific/Chatham", "Africa/Cairo",
    ];

    // Handed over most often in the hours in which clocks are changed.
    private static Arbitrary<Case> Cases => (
        from zone in Gen.Elements(Zones)
        from daily in Gen.Elements(true, false)
        from minutes in Gen.OneOf(Gen.Choose(0, (24 * 60) - 1), Gen.Choose(0, (3 * 60) + 30))
        from day in Gen.Choose(0, 6)
        from people in Gen.Choose(1, 4)
        from gaps in Gen.ArrayOf(Gen.Choose(1, 20_000), 5)
        select new Case(zone, daily, minutes, day, people, gaps)).ToArbitrary();

    [Fact]
    public void Exactly_one_is_on_call_at_each_instant_and_hand_overs_are_in_order() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Cases, one =>
    {
        var rotation = one.Rotation();
        var shifts = rotation.ShiftsFrom(rotation.Begins).TakeWhile(shift => shift.Start < Begin.AddDays(370)).ToList();

        Assert.Equal(rotation.Begins, shifts[0].Start);
        Assert.All(shifts, shift => Assert.True(shift.Start < shift.End, $"{shift} is empty"));

        // Without a gap and without an overlap: so every instant is in exactly one.
        Assert.All(shifts.Zip(shifts.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(shifts, shift => Assert.Equal(shift, rotation.ShiftAt(shift.Start)));
        Assert.All(shifts, shift => Assert.Equal(shift, rotation.ShiftAt(shift.End.AddTicks(-1))));
        Assert.All(shifts.Where(shift => !shift.IsOverride), shift => Assert.Contains(shift.Who, rotation.Participants));
        Assert.All(rotation.Overrides, instead => Assert.Equal("standin", rotation.ShiftAt(instead.From)!.Who));

        // Those who take turns do so in their order.
        var turns = (rotation with { Overrides = [] }).ShiftsFrom(rotation.Begins).Take(50).Select(shift => shift.Who);
        Assert.Equal(Enumerable.Range(0, 50).Select(number => rotation.Participants[number % rotation.Participants.Length]), turns);
    }));

    private sealed record Case(string Zone, bool Daily, int Minutes, int Day, int People, int[] Gaps)
    {
        public Rotation Rotation()
        {
            var rotation = new Rotation(
                "one", ZoneClock.Find(Zone).Value, Daily ? ShiftLength.Daily : ShiftLength.Weekly, TimeOnly.MinValue.AddMinutes(Minutes), DateOnly.FromDateTime(Begin.UtcDateTime).AddDays(Day),
                [.. Enumerable.Range(0, People).Select(number => $"p{number}")]);
            return rotation with { Overrides = StandIns(rotation.Begins) };
        }

        public override string ToString() => $"{(Daily ? "daily" : "weekly")} at {TimeOnly.MinValue.AddMinutes(Minutes):HH:mm} in {Zone}, {People} people, stand-ins after {string.Join(", ", Gaps)} min";

        // One after another, some touching; each as long as the gap before it.
        private ImmutableArray<RotationOverride> StandIns(DateTimeOffset from)
        {
            var all = ImmutableArray.CreateBuilder<RotationOverride>();
            foreach (var gap in Gaps)
            {
                var start = gap % 3 == 0 && all.Count > 0 ? from : from.AddMinutes(gap);
                from = start.AddMinutes(gap);
                all.Add(new RotationOverride(start, from, "standin"));
            }

            return all.ToImmutable();
        }
    }
}
