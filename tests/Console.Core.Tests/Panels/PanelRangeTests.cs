using OpsConsole.Panels;

namespace OpsConsole.Core.Tests.Panels;

public sealed class PanelRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 7, 41, TimeSpan.Zero);
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData(null, 180)]
    [InlineData("15m", 15)]
    [InlineData("2d", 2880)]
    [InlineData("1h30m", 90)]
    [InlineData("30d", 43200)]
    public void A_length_follows_now(string? word, int minutes)
    {
        var range = Read(word).Value;

        Assert.Equal((TimeSpan.FromMinutes(minutes), true), (range.Length, range.Follows));
    }

    [Theory]
    [InlineData("5x", null, null, "range: '5x' is no range from 1m to 400d: write for example 15m, 6h or 7d")]
    [InlineData("10s", null, null, "range: '10s' is no range from 1m to 400d: write for example 15m, 6h or 7d")]
    [InlineData("5y", null, null, "range: '5y' is no range from 1m to 400d: write for example 15m, 6h or 7d")]
    [InlineData("1h", "2026-11-21T10:00", "2026-11-21T11:00", "range: stands beside from or to: give one or the other")]
    [InlineData(null, "2026-11-21T11:00", null, "to: is missing: give both ends, or a range until now")]
    [InlineData(null, null, "2026-11-21T11:00", "from: is missing: give both ends, or a range until now")]
    [InlineData(null, "2026-11-21T11:00", "2026-11-21T10:00", "from: must be before to")]
    [InlineData(null, "2026-11-21T11:00", "2026-11-21T11:00", "from: must be before to")]
    [InlineData(null, "2026-11-22T11:00", "2026-11-23T11:00", "from: lies in the future: nothing is known of it")]
    [InlineData(null, "2021-11-21T11:00", "2026-11-21T11:00", "from: is 1826 days before to: at most 400 days are shown at once")]
    [InlineData(null, "yesterday", "2026-11-21T11:00", "from: 'yesterday' is no time: write it as 2026-12-01T02:00")]
    [InlineData(null, "2026-03-29T02:30", "2026-11-21T11:00", "from: 02:30 does not exist on that day in Europe/Paris: clocks go forward, to 03:00")]
    public void What_is_no_range_is_told_where_what_and_what_would_be_right(string? range, string? from, string? to, string words) =>
        Assert.Equal(words, Read(range, from, to).Explanation);

    [Fact]
    public void Both_ends_are_told_what_is_wrong_with_them() =>
        Assert.Equal(["from", "to"], Read(null, "x", "y").Problems.Select(problem => problem.Where));

    [Fact]
    public void A_time_without_an_offset_is_one_on_the_wall_of_the_zone_and_the_future_ends_now()
    {
        var range = Read(null, "2026-11-21T12:00", "2026-11-21T11:30Z").Value;

        Assert.Equal((new DateTimeOffset(2026, 11, 21, 11, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 21, 11, 30, 0, TimeSpan.Zero)), (range.From, range.To));
        Assert.False(range.Follows);
        Assert.Equal(Now, Read(null, "2026-11-21T12:00", "2026-11-22T12:00").Value.To);
    }

    [Fact]
    public void Evaluations_stand_on_multiples_of_the_step_so_that_all_who_look_within_it_ask_the_same()
    {
        var range = PanelRange.Last(TimeSpan.FromHours(3));

        Assert.Equal(range.At(Now, 240), range.At(Now.AddSeconds(18), 240));
        Assert.NotEqual(range.At(Now, 240), range.At(Now.AddSeconds(20), 240));
        Assert.Equal(0, range.At(Now, 240).To.UtcTicks % range.At(Now, 240).Step.Ticks);
    }

    [Fact]
    public void The_end_that_was_chosen_is_inside_and_what_is_not_yet_is_not_asked()
    {
        var past = Read(null, "2026-11-01T01:00Z", "2026-11-20T01:01Z").Value.At(Now, 240);
        Assert.True(past.To >= new DateTimeOffset(2026, 11, 20, 1, 1, 0, TimeSpan.Zero));

        Assert.True(Read(null, "2026-11-01T01:00Z", "2026-11-21T12:07Z").Value.At(Now, 240).To <= Now);
    }

    [Fact]
    public void A_held_range_stays_where_it_was()
    {
        var held = PanelRange.Last(TimeSpan.FromHours(1)).HeldAt(Now);

        Assert.Equal((Now.AddHours(-1), Now, false), (held.From!.Value, held.To!.Value, held.Follows));
        Assert.Equal(held, held.HeldAt(Now.AddHours(5)));
    }

    [Theory]
    [InlineData(240)]
    [InlineData(480)]
    [InlineData(960)]
    public void No_range_has_more_points_than_the_drawing_has_pixels_and_no_step_is_below_a_scrape(int points)
    {
        foreach (var length in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(31), TimeSpan.FromDays(90), PanelRange.Longest }.Concat(PanelRange.Usual))
        {
            var asked = PanelRange.Last(length).At(Now, points);
            Assert.InRange((asked.To - asked.From) / asked.Step, 1, points);
            Assert.True(asked.Step >= TimeSpan.FromSeconds(15), $"{length}: {asked.Step}");
        }
    }

    [Fact]
    public void Widths_that_differ_little_ask_the_same() =>
        Assert.Equal([240, 240, 480, 480, 960, 960], new[] { 0, 479, 480, 959, 960, 4000 }.Select(PanelStep.Points));

    [Fact]
    public void The_next_news_of_a_step_comes_at_its_next_multiple_and_not_before_half_a_minute()
    {
        Assert.Equal(TimeSpan.FromSeconds(19), PanelStep.UntilNext(TimeSpan.FromSeconds(15), Now));
        Assert.Equal(TimeSpan.FromSeconds(19), PanelStep.UntilNext(TimeSpan.FromMinutes(1), Now));
        Assert.Equal(new TimeSpan(0, 52, 19), PanelStep.UntilNext(TimeSpan.FromHours(1), Now));
    }

    private static Result<PanelRange> Read(string? range, string? from = null, string? to = null) =>
        PanelRange.Read(range, from, to, Paris, TimeSpan.FromHours(3), Now);
}
