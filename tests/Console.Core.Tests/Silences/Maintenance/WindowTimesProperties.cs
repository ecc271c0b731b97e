using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>No occurrence is lost or doubled over a year, whatever the line and the zone: compared with somebody who looks at the wall each minute.</summary>
public sealed class WindowTimesProperties
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    // With the clocks of every manner: none, an hour, half an hour, two hours, back for Ramadan, on the other side of the equator.
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Paris", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Australia/Sydney", "Antarctica/Troll", "Africa/Casablanca", "Asia/Kathmandu",
        "America/Santiago", "Pacific/Chatham", "Asia/Beirut", "Africa/Cairo",
    ];

    private static Gen<Field> Minutes => Gen.OneOf(
        from minute in Gen.Choose(0, 59) select new Field($"{minute}", at => at.Minute == minute),
        Gen.Elements(new Field("*/30", at => at.Minute % 30 == 0), new Field("*/15", at => at.Minute % 15 == 0), new Field("5,35", at => at.Minute is 5 or 35), new Field("10-50/20", at => at.Minute is 10 or 30 or 50)));

    private static Gen<Field> Hours => Gen.OneOf(
        from hour in Gen.Choose(0, 23) select new Field($"{hour}", at => at.Hour == hour),
        Gen.Elements(new Field("*", _ => true), new Field("1-3", at => at.Hour is >= 1 and <= 3), new Field("*/2", at => at.Hour % 2 == 0), new Field("22-2", at => at.Hour is >= 22 or <= 2), new Field("0,2", at => at.Hour is 0 or 2)));

    private static Gen<Field> Months => Gen.Frequency(
        (4, Gen.Constant(new Field("*", _ => true))),
        (1, Gen.Elements(new Field("3,10", at => at.Month is 3 or 10), new Field("MAR-MAY", at => at.Month is >= 3 and <= 5), new Field("*/4", at => at.Month % 4 == 1), new Field("11-2", at => at.Month is >= 11 or <= 2))));

    // The day of the month and the weekday: one of the two is free.
    private static Gen<(Field Day, Field Weekday)> Days => Gen.OneOf(
        Gen.Constant((Free, Free)),
        from day in Gen.Choose(1, 31) select (new Field($"{day}", at => at.Day == day), Free),
        Gen.Elements(
            (new Field("L", at => at.AddDays(1).Day == 1), Free), (new Field("1,15", at => at.Day is 1 or 15), Free),
            (Free, new Field("SUN", at => at.DayOfWeek is DayOfWeek.Sunday)), (Free, new Field("7", at => at.DayOfWeek is DayOfWeek.Sunday)), (Free, new Field("1-5", at => at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))),
            (Free, new Field("FRI-MON", at => at.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday or DayOfWeek.Monday)),
            (Free, new Field("SUN#1", at => at.DayOfWeek is DayOfWeek.Sunday && at.Day <= 7)), (Free, new Field("0L", at => at.DayOfWeek is DayOfWeek.Sunday && at.AddDays(7).Month != at.Month))));

    private static Field Free { get; } = new("*", _ => true);

    private static Arbitrary<Case> Cases => (
        from minutes in Minutes
        from hours in Hours
        from days in Days
        from months in Months
        from zone in Gen.Elements(Zones)
        from lasts in Gen.Choose(1, 15)
        select new Case([minutes, hours, days.Day, months, days.Weekday], zone, lasts)).ToArbitrary();

    [Fact]
    public void None_is_lost_or_doubled_over_a_year() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Cases, one =>
    {
        var zone = ZoneClock.Find(one.Zone).Value;
        if (!CronLine.Read(one.Cron).IsOk)
        {
            // The 31st of months that have none.
            return;
        }

        var times = WindowTimes.Recurring(one.Cron, TimeSpan.FromMinutes(one.Lasts), zone, Begin).Value;
        var told = times.After(Begin).TakeWhile(occurrence => occurrence.Start < Begin.AddDays(366)).ToList();
        var seen = SeenOnTheWall(one, zone);

        Assert.Equal(seen.Select(Text), told.Where(occurrence => occurrence.Start >= Begin).Select(occurrence => Text(occurrence.Start)));
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, "two run at once"));
        Assert.All(told.Take(20), occurrence => Assert.Equal(occurrence, times.At(occurrence.Start)));
        Assert.All(told.Take(20), occurrence => Assert.Equal(occurrence, times.After(occurrence.End.AddTicks(-1)).First()));
    }));

    /// <summary>Looks at the wall each minute of a year: what it shows for the first time counts, and what it leaves out counts when it is left out.</summary>
    private static List<DateTimeOffset> SeenOnTheWall(Case one, TimeZoneInfo zone)
    {
        var seen = new List<DateTimeOffset>();
        var newest = ZoneClock.Wall(Begin.AddMinutes(-1), zone);
        for (var at = Begin; at < Begin.AddDays(366); at = at.AddMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTimeFromUtc(at.UtcDateTime, zone);
            var isMeant = false;
            for (var shown = newest.AddMinutes(1); shown <= wall; shown = shown.AddMinutes(1))
            {
                isMeant |= one.Fields.All(field => field.Names(shown));
                newest = shown;
            }

            if (isMeant)
            {
                seen.Add(at);
            }
        }

        return seen;
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private sealed record Field(string Text, Func<DateTime, bool> Names);

    private sealed record Case(Field[] Fields, string Zone, int Lasts)
    {
        public string Cron => string.Join(' ', Fields.Select(one => one.Text));

        public override string ToString() => $"{Cron} in {Zone} for {Lasts} min";
    }
}
