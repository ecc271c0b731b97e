using OpsConsole.Alerts;
using OpsConsole.Pages.Alerts;
using OpsConsole.Tests.Components.Remediation;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class HistoryStripTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_strip_tells_the_whole_story_in_words_and_draws_states_in_different_heights()
    {
        var story = new AlertStory(
            [
                new(AlertState.Pending, Now.AddHours(-6), Now.AddHours(-5), Severity.Critical, false),
                new(AlertState.Firing, Now.AddHours(-5), Now.AddHours(-4), Severity.Critical, false),
                new(AlertState.Silenced, Now.AddHours(-4), Now.AddHours(-3), Severity.Critical, false),
                new(null, Now.AddHours(-3), Now.AddMinutes(-1), Severity.Critical, false),
                new(AlertState.Firing, Now.AddMinutes(-1), null, Severity.Critical, false),
            ],
            false);

        var strip = (await Drawn.OfAsync<HistoryStrip>(("Story", story), ("Now", Now), ("Span", TimeSpan.FromDays(1)))).QuerySelector("svg")!;

        Assert.Equal("img", strip.GetAttribute("role"));
        Assert.Equal("Last 1 d: fired 2 times: 29 Nov 11:59 UTC and still, Critical; 29 Nov 07:00 UTC for 2 h, Critical", strip.GetAttribute("aria-label"));
        Assert.Equal(["4", "12", "8", "12"], strip.QuerySelectorAll("rect[data-state]").Select(bar => bar.GetAttribute("height")));
        Assert.Equal(["75", "79.17", "83.33", "99.4"], strip.QuerySelectorAll("rect[data-state]").Select(bar => bar.GetAttribute("x")));
    }

    [Fact]
    public async Task What_is_not_known_is_not_called_quiet_for_ever()
    {
        var strip = (await Drawn.OfAsync<HistoryStrip>(("Story", new AlertStory([], false)), ("Now", Now), ("Span", TimeSpan.FromDays(7)))).QuerySelector("svg")!;

        Assert.Equal("Last 7 d: it did not fire while the console watched", strip.GetAttribute("aria-label"));
        Assert.Empty(strip.QuerySelectorAll("rect[data-state]"));
    }
}
