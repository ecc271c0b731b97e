using OpsConsole.Pages.Silences.Asking;
using OpsConsole.Silences;

namespace OpsConsole.Tests.Pages.Silences;

/// <summary>When a silence ends, as the form asks for it.</summary>
public sealed class EndDraftTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_duration_is_asked_for_as_typed()
    {
        Assert.Equal("90m", new EndDraft(" 90m ").Read(Now).Value["duration"]);
        Assert.Equal(Now.AddMinutes(90), new EndDraft("90m").At(Now));
        Assert.Null(new EndDraft("soon").At(Now));
    }

    [Fact]
    public void Until_resolved_asks_for_the_longest_time_that_is_allowed()
    {
        var read = new EndDraft("2h") { Way = EndWay.Resolved, Longest = TimeSpan.FromHours(8) }.Read(Now).Value;

        Assert.Equal(("resolved", "8h"), (read["until"], read["duration"]));
    }

    [Fact]
    public void The_end_by_the_clock_begins_where_the_duration_ends_and_is_told_in_UTC()
    {
        var end = new EndDraft("4h") { ZoneName = "Europe/Paris" };
        end.ByClock(Now);

        Assert.Equal("2026-10-24T18:00", end.Local);
        Assert.Equal("2026-10-24T16:00:00.000Z", end.Read(Now).Value["end"]);
    }

    [Fact]
    public void A_time_that_comes_twice_is_asked_about()
    {
        var end = new EndDraft("4h") { Way = EndWay.Time, ZoneName = "Europe/Paris", Local = "2026-10-25T02:30" };
        Assert.True(end.IsTwice);
        Assert.Equal("twice", end.Read(Now).Problems.Single().Where);
        end.Twice = TwiceChoice.Second;

        Assert.Equal("2026-10-25T01:30:00.000Z", end.Read(Now).Value["end"]);
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_refused_rather_than_taken_for_UTC() => Assert.Contains(
        "'Atlantis' is no time zone", new EndDraft("4h") { Way = EndWay.Time, ZoneName = "Atlantis", Local = "2026-10-25T12:30" }.Read(Now).Explanation, StringComparison.Ordinal);
}
