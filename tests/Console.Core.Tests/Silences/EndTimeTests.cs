using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>An end by the clock on the wall.</summary>
public sealed class EndTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-28T18:00", "Europe/Paris", "2026-03-28T17:00:00Z")]
    [InlineData("2026-03-29T04:00", "Europe/Paris", "2026-03-29T02:00:00Z")]
    [InlineData("2026-03-28T18:00", "UTC", "2026-03-28T18:00:00Z")]
    [InlineData("2026-03-28T18:00", "Nowhere/Land", "2026-03-28T18:00:00Z")]
    [InlineData("2026-03-29T00:15", "Asia/Kathmandu", "2026-03-28T18:30:00Z")]
    public void A_time_is_read_in_the_person_s_zone(string text, string zone, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), EndTime.Read(text, EndTime.Zone(zone), TwiceChoice.None, Now).Value);

    [Fact]
    public void A_time_that_the_clock_leaves_out_in_spring_says_which_comes_next()
    {
        var read = EndTime.Read("2026-03-29T02:30", EndTime.Zone("Europe/Paris"), TwiceChoice.None, Now);

        Assert.Equal("2026-03-29 02:30 does not exist in Europe/Paris: the clock is put forward over it; write 2026-03-29 03:00", read.Problems.Single().What);
    }

    [Fact]
    public void A_time_that_the_clock_shows_twice_in_autumn_must_be_said_which()
    {
        var (paris, now) = (EndTime.Zone("Europe/Paris"), new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero));
        var read = EndTime.Read("2026-10-25T02:30", paris, TwiceChoice.None, now);
        Assert.Equal("twice", read.Problems.Single().Where);
        Assert.Contains("the first (00:30 UTC) or the second (01:30 UTC)", read.Problems.Single().What, StringComparison.Ordinal);

        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), EndTime.Read("2026-10-25T02:30", paris, TwiceChoice.First, now).Value);
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), EndTime.Read("2026-10-25T02:30", paris, TwiceChoice.Second, now).Value);
    }

    [Theory]
    [InlineData("2026-03-28T11:59", "is over already in UTC: it comes before the begin, which is now")]
    [InlineData("2046-03-28T12:00", "is more than ten years away")]
    [InlineData("tomorrow", "write a day and a time")]
    [InlineData("", "write a day and a time")]
    [InlineData("2026-02-30T12:00", "write a day and a time")]
    public void An_end_that_is_none_says_what_would_be_right(string text, string expected) =>
        Assert.Contains(expected, EndTime.Read(text, TimeZoneInfo.Utc, TwiceChoice.None, Now).Explanation, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var paris = EndTime.Zone("Europe/Paris");
        var at = new DateTimeOffset(2026, 7, 1, 16, 20, 0, TimeSpan.Zero);

        Assert.Equal("2026-07-01T18:20", EndTime.Write(at, paris));
        Assert.Equal(at, EndTime.Read(EndTime.Write(at, paris), paris, TwiceChoice.None, Now).Value);
    }
}
