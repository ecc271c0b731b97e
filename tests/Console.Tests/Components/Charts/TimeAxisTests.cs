using OpsConsole.Components.Charts;

namespace OpsConsole.Tests.Components.Charts;

public sealed class TimeAxisTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly TimeZoneInfo Kathmandu = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu");

    [Fact]
    public void Ticks_stand_at_round_times_of_the_person_s_own_wall()
    {
        var ticks = TimeAxis.Ticks(At("2026-11-21T12:07:00Z"), At("2026-11-21T15:07:00Z"), Kathmandu);

        Assert.Equal(["18:00", "18:30", "19:00", "19:30", "20:00", "20:30"], ticks.Select(tick => tick.Text));
        Assert.Equal(At("2026-11-21T12:15:00Z"), ticks[0].At);
    }

    [Fact]
    public void Midnight_is_told_as_the_day()
    {
        var ticks = TimeAxis.Ticks(At("2026-11-20T20:00:00Z"), At("2026-11-21T02:00:00Z"), TimeZoneInfo.Utc);

        Assert.Contains("21 Nov", ticks.Select(tick => tick.Text));
        Assert.Contains("22:00", ticks.Select(tick => tick.Text));
    }

    [Fact]
    public void The_day_that_is_an_hour_longer_has_its_ticks_at_the_same_times_of_the_wall()
    {
        var ticks = TimeAxis.Ticks(At("2026-10-24T22:00:00Z"), At("2026-10-25T23:00:00Z"), Paris);

        Assert.Equal(["25 Oct", "06:00", "12:00", "18:00", "26 Oct"], ticks.Select(tick => tick.Text));
        Assert.Equal(TimeSpan.FromHours(7), ticks[1].At - ticks[0].At);
    }

    [Fact]
    public void A_time_that_the_wall_skips_is_told_as_the_one_that_it_shows()
    {
        var ticks = TimeAxis.Ticks(At("2026-03-29T00:00:00Z"), At("2026-03-29T03:00:00Z"), Paris);

        Assert.DoesNotContain(ticks, tick => tick.Text.StartsWith("02:", StringComparison.Ordinal));
        Assert.Equal(ticks.Length, ticks.Select(tick => tick.At).Distinct().Count());
    }

    [Theory]
    [InlineData(15, "HH:mm")]
    [InlineData(60, "HH:mm")]
    [InlineData(60 * 24 * 30, "d MMM")]
    [InlineData(60 * 24 * 365 * 5, "MMM yyyy")]
    public void Every_range_has_between_two_and_eight_ticks_inside_it(int minutes, string format)
    {
        var from = At("2026-01-13T07:41:13Z");
        var ticks = TimeAxis.Ticks(from, from.AddMinutes(minutes), Paris);

        Assert.InRange(ticks.Length, 2, 8);
        Assert.All(ticks, tick => Assert.InRange(tick.At, from, from.AddMinutes(minutes)));
        Assert.All(ticks, tick => Assert.True(DateTime.TryParseExact(tick.Text, [format, "d MMM"], null, default, out _), tick.Text));
    }

    [Fact]
    public void A_range_without_length_has_none() => Assert.Empty(TimeAxis.Ticks(SomeChart.Noon, SomeChart.Noon, TimeZoneInfo.Utc));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
