using System.Globalization;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

public sealed class WindowTimesTests
{
    private static readonly DateTimeOffset Now = At("2026-12-01T12:00Z");
    private static readonly TimeZoneInfo Paris = ZoneClock.Find("Europe/Paris").Value;

    [Fact]
    public void One_that_runs_once_is_half_open()
    {
        var times = WindowTimes.Once(At("2026-12-01T14:00Z"), At("2026-12-01T16:00Z"), Paris, Now).Value;
        Assert.Equal(new Occurrence(At("2026-12-01T14:00Z"), At("2026-12-01T16:00Z")), Assert.Single(times.After(Now)));
        Assert.Single(times.After(At("2026-12-01T15:59:59Z")));
        Assert.Empty(times.After(At("2026-12-01T16:00Z")));
        Assert.Equal("once, Tue 1 Dec 2026 15:00 to 17:00 Europe/Paris", WindowWords.Of(times));
    }

    [Theory]
    [InlineData("2026-12-01T14:00Z", "2026-12-01T14:00Z", "to: must come after the begin")]
    [InlineData("2026-12-01T14:00Z", "2026-12-01T13:00Z", "to: must come after the begin")]
    [InlineData("2026-12-01T09:00Z", "2026-12-01T12:00Z", "to: is over already: the whole window lies in the past")]
    [InlineData("2026-12-01T14:00Z", "2026-12-08T14:01Z", "to: is 7 d after the begin; a window may last 7 days: make it recurring, or several")]
    [InlineData("2029-12-01T14:00Z", "2029-12-01T16:00Z", "from: is more than two years away")]
    public void What_makes_no_sense_is_refused_beside_its_field(string from, string to, string says) => Assert.Equal(says, WindowTimes.Once(At(from), At(to), Paris, Now).Explanation);

    [Fact]
    public void A_running_one_may_be_made()
    {
        var times = WindowTimes.Once(At("2026-12-01T11:00Z"), At("2026-12-01T13:00Z"), Paris, Now).Value;
        Assert.True(times.After(Now).Single().IsRunning(Now));
    }

    [Fact]
    public void A_weekly_one_is_understood_in_its_own_zone()
    {
        var times = Recurring("0 2 * * TUE", 120);
        Assert.Equal("Tue 02:00 to 04:00 Europe/Paris", WindowWords.Of(times));
        Assert.Equal([At("2026-12-08T01:00Z"), At("2026-12-15T01:00Z"), At("2026-12-22T01:00Z")], times.After(Now).Take(3).Select(one => one.Start));
        Assert.Equal(At("2026-12-01T01:00Z"), times.After(At("2026-12-01T02:59Z")).First().Start);
        Assert.Equal(At("2026-12-08T01:00Z"), times.After(At("2026-12-01T03:00Z")).First().Start);
    }

    [Theory]
    [InlineData("0 2 * * MON-FRI", 60, "Mon to Fri 02:00 to 03:00 Europe/Paris")]
    [InlineData("0 2 * * *", 60, "every day 02:00 to 03:00 Europe/Paris")]
    [InlineData("30 23 * * SAT,SUN", 120, "Sun and Sat 23:30 to 01:30 Europe/Paris")]
    [InlineData("0 2,14 1,15 * *", 90, "the 1st and 15th 02:00 and 14:00, for 1 h 30 min Europe/Paris")]
    [InlineData("0 2 * 1,7 MON#1", 60, "the first Mon of the month in Jan and Jul 02:00 to 03:00 Europe/Paris")]
    [InlineData("0 2 L * *", 60, "the last day of the month 02:00 to 03:00 Europe/Paris")]
    [InlineData("0 2 * * FRIL", 60, "the last Fri of the month 02:00 to 03:00 Europe/Paris")]
    [InlineData("0 2 * * SUN", 2880, "Sun 02:00, for 2 d Europe/Paris")]
    [InlineData("*/30 8-18 * * *", 15, "every day at minute 0 and 30 of the hours 8 to 18, for 15 min Europe/Paris")]
    [InlineData("0 * * * *", 15, "every day on the hour of every hour, for 15 min Europe/Paris")]
    public void What_is_understood_is_said(string cron, int minutes, string says) => Assert.Equal(says, WindowWords.Of(Recurring(cron, minutes)));

    [Theory]
    [InlineData("*/10 * * * *", 5, "cron: begins again after 10 min; 15 min is the least: make one longer window of it")]
    [InlineData("0 2 * * *", 1441, "duration: is longer than the time to the next: one that begins Wed 2 Dec 02:00 is not over when the next begins, Thu 3 Dec 02:00")]
    [InlineData("0 2 * * *", 0, "duration: must be whole minutes, 1m at least, for example 2h or 90m")]
    [InlineData("0 2 1 * *", 10081, "duration: is longer than 7 days")]
    public void Those_that_run_into_each_other_are_refused_in_words(string cron, int minutes, string says) =>
        Assert.Equal(says, WindowTimes.Recurring(cron, TimeSpan.FromMinutes(minutes), Paris, Now).Explanation);

    [Fact]
    public void Whole_days_one_after_the_other_are_no_overlap_and_are_cut_where_a_day_is_short()
    {
        var days = Recurring("0 0 * * *", 1440).After(At("2027-03-27T12:00Z")).Take(3).ToList();
        Assert.Equal([24, 23, 24], days.Select(day => (day.End - day.Start).TotalHours));
        Assert.Equal(days[1].End, days[2].Start);
    }

    [Fact]
    public void When_clocks_go_forward_a_time_that_does_not_exist_begins_when_there_is_one_again()
    {
        var times = Recurring("30 2 * * *", 60);
        var occurrence = times.After(At("2027-03-27T12:00Z")).First();
        Assert.Equal((At("2027-03-28T01:00Z"), At("2027-03-28T02:00Z"), ClockChange.Skipped), (occurrence.Start, occurrence.End, occurrence.Change));
        Assert.Equal("clocks go forward: 02:30 does not exist, begins 03:00", WindowWords.Change(occurrence, times));
        Assert.Equal(At("2027-03-29T00:30Z"), times.After(At("2027-03-27T12:00Z")).ElementAt(1).Start);
    }

    [Fact]
    public void Several_that_fall_into_the_gap_begin_once()
    {
        var times = Recurring("*/30 2,3 * * *", 15);
        Assert.Equal(
            [At("2027-03-28T01:00Z"), At("2027-03-28T01:30Z"), At("2027-03-29T00:00Z")], times.After(At("2027-03-27T12:00Z")).Take(3).Select(one => one.Start));
        Assert.Equal(ClockChange.None, times.After(At("2027-03-27T12:00Z")).First().Change);
    }

    [Fact]
    public void When_clocks_go_back_a_time_that_comes_twice_begins_at_the_first_and_only_there()
    {
        var times = Recurring("30 2 * * *", 60);
        var those = times.After(At("2027-10-30T12:00Z")).Take(2).ToList();
        Assert.Equal((At("2027-10-31T00:30Z"), At("2027-10-31T01:30Z"), ClockChange.Twice), (those[0].Start, those[0].End, those[0].Change));
        Assert.Equal("clocks go back: 02:30 comes twice, begins at the first", WindowWords.Change(those[0], times));
        Assert.Equal(At("2027-11-01T01:30Z"), those[1].Start);
    }

    [Theory]
    [InlineData("2027-03-27T12:00Z", "clocks go forward meanwhile: it lasts 4 h all the same")]
    [InlineData("2027-10-30T12:00Z", "clocks go back meanwhile: it lasts 4 h all the same")]
    public void A_change_of_the_clock_in_the_middle_makes_none_longer_or_shorter(string after, string says)
    {
        var times = Recurring("0 1 * * *", 240);
        var occurrence = times.After(At(after)).First();
        Assert.Equal(TimeSpan.FromHours(4), occurrence.End - occurrence.Start);
        Assert.Equal(says, WindowWords.Change(occurrence, times));
    }

    [Fact]
    public void An_occurrence_is_found_by_its_begin_and_by_nothing_else()
    {
        var times = Recurring("0 2 * * TUE", 120);
        Assert.Equal(At("2026-12-08T03:00Z"), times.At(At("2026-12-08T01:00Z"))!.End);
        Assert.Null(times.At(At("2026-12-08T01:01Z")));
        Assert.Null(times.At(At("2026-12-09T01:00Z")));
    }

    [Fact]
    public void A_leap_day_is_waited_for() => Assert.Equal(At("2028-02-29T01:00Z"), Recurring("0 2 29 2 *", 60).After(Now).First().Start);

    [Theory]
    [InlineData("Europe/Pariss", "Europe/Paris")]
    [InlineData("paris", "Europe/Paris")]
    [InlineData("europe/paris", "Europe/Paris")]
    [InlineData("New York", "America/New_York")]
    [InlineData("Tokio", "Asia/Tokyo")]
    public void A_zone_that_is_not_known_names_the_nearest(string written, string near)
    {
        var problem = Assert.Single(ZoneClock.Find(written).Problems);
        Assert.Equal("zone", problem.Where);
        Assert.Contains(near, problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("<script>")]
    [InlineData("Romance Standard Time")]
    [InlineData("Europe/Paris\0")]
    public void What_is_no_name_of_a_zone_is_refused(string written) => Assert.False(ZoneClock.Find(written).IsOk);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Paris")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void A_zone_is_known_by_its_IANA_name(string name) => Assert.Equal(name, ZoneClock.Find(name).Value.Id);

    [Theory]
    [InlineData("2026-12-01T02:00", "2026-12-01T01:00Z")]
    [InlineData("2026-12-01T02:00:45", "2026-12-01T01:00Z")]
    [InlineData("2026-12-01T02:00:45Z", "2026-12-01T02:00Z")]
    [InlineData("2026-12-01T02:00+03:00", "2026-11-30T23:00Z")]
    [InlineData("2027-10-31T02:30", "2027-10-31T00:30Z")]
    public void A_time_on_the_wall_is_read_in_its_zone_and_one_with_an_offset_as_it_is(string text, string at) => Assert.Equal(At(at), ZoneClock.Read("from", text, Paris).Value);

    [Theory]
    [InlineData("2027-03-28T02:30", "from: 02:30 does not exist on that day in Europe/Paris: clocks go forward, to 03:00")]
    [InlineData("", "from: is empty: write a day and a time")]
    [InlineData("tomorrow", "from: 'tomorrow' is no time: write it as 2026-12-01T02:00")]
    [InlineData("2026-02-30T02:00", "from: '2026-02-30T02:00' is no time: write it as 2026-12-01T02:00")]
    public void A_time_that_is_none_is_refused(string text, string says) => Assert.Equal(says, ZoneClock.Read("from", text, Paris).Explanation);

    private static WindowTimes Recurring(string cron, int minutes) => WindowTimes.Recurring(cron, TimeSpan.FromMinutes(minutes), Paris, Now).Value;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
