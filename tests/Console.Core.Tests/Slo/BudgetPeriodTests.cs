using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class BudgetPeriodTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "Asia/Beirut", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca"];

    private static readonly Arbitrary<(CalendarWindow Calendar, DateTimeOffset At)> Moments = (
        from period in Gen.Elements(CalendarPeriod.Week, CalendarPeriod.Month, CalendarPeriod.Quarter)
        from zone in Gen.Elements(Zones)
        from minutes in Gen.Choose(0, 20 * 365 * 24 * 60)
        select (new CalendarWindow(period, zone), new DateTimeOffset(2012, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes))).ToArbitrary();

    [Theory]
    [InlineData(CalendarPeriod.Month, "2026-03-31T21:59Z", "2026-02-28T23:00Z", "2026-03-31T22:00Z", "March 2026")]
    [InlineData(CalendarPeriod.Month, "2026-03-31T22:00Z", "2026-03-31T22:00Z", "2026-04-30T22:00Z", "April 2026")]
    [InlineData(CalendarPeriod.Week, "2026-10-25T12:00Z", "2026-10-18T22:00Z", "2026-10-25T23:00Z", "week of 19 October 2026")]
    [InlineData(CalendarPeriod.Quarter, "2026-11-30T08:00Z", "2026-09-30T22:00Z", "2026-12-31T23:00Z", "2026 Q4")]
    [InlineData(CalendarPeriod.Quarter, "2026-12-31T23:00Z", "2026-12-31T23:00Z", "2027-03-31T22:00Z", "2027 Q1")]
    public void A_period_begins_and_ends_at_midnight_on_the_wall_of_its_zone(CalendarPeriod period, string at, string from, string to, string name)
    {
        var it = BudgetPeriod.At(new CalendarWindow(period, "Europe/Berlin"), Time(at));
        Assert.Equal((Time(from), Time(to), name), (it.From, it.To, it.Name));
    }

    [Fact]
    public void The_week_in_which_clocks_go_back_is_an_hour_longer_and_the_other_an_hour_shorter()
    {
        var berlin = new CalendarWindow(CalendarPeriod.Week, "Europe/Berlin");
        Assert.Equal(169, BudgetPeriod.At(berlin, Time("2026-10-20T12:00Z")).Length.TotalHours);
        Assert.Equal(167, BudgetPeriod.At(berlin, Time("2026-03-26T12:00Z")).Length.TotalHours);
    }

    [Fact]
    public void Where_clocks_skip_midnight_the_day_begins_when_there_is_a_time_again()
    {
        // Beirut goes forward at midnight of Sunday, 29 March 2026; the week after begins as any other.
        var it = BudgetPeriod.At(new CalendarWindow(CalendarPeriod.Week, "Asia/Beirut"), Time("2026-03-28T12:00Z"));
        Assert.Equal((Time("2026-03-22T22:00Z"), Time("2026-03-29T21:00Z")), (it.From, it.To));
    }

    [Fact]
    public void Every_time_lies_in_its_period_and_the_periods_leave_no_gap() => Prop.ForAll(Moments, it =>
    {
        var two = BudgetPeriod.Back(it.Calendar, it.At).Take(2).ToList();
        return two[0] == BudgetPeriod.At(it.Calendar, it.At) && two[0].From <= it.At && it.At < two[0].To && two[1].To == two[0].From
            && BudgetPeriod.At(it.Calendar, two[0].From) == two[0] && BudgetPeriod.At(it.Calendar, two[0].To) != two[0];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_elapsed_is_never_less_than_nothing_nor_more_than_the_whole()
    {
        var it = BudgetPeriod.At(new CalendarWindow(CalendarPeriod.Month, "UTC"), Time("2026-11-15T00:00Z"));
        Assert.Equal((0, 14, 30), (it.Elapsed(it.From.AddDays(-3)).TotalDays, it.Elapsed(Time("2026-11-15T00:00Z")).TotalDays, it.Elapsed(it.To.AddDays(1)).TotalDays));
    }

    [Fact]
    public void A_rolling_window_ends_now_and_has_no_name()
    {
        var now = Time("2026-11-30T08:00Z");
        Assert.Equal(new BudgetPeriod(now.AddDays(-30), now), BudgetPeriod.Of(Any.Objective(), now));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
