using OpsConsole.Alerts;
using OpsConsole.Runbooks;
using OpsConsole.Tests.Host;
using OpsConsole.World;

namespace OpsConsole.Tests.Pages;

public sealed class SwitchBannerTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start(
        ("Alerts:DeadMansSwitches:0:Name", "Watchdog"), ("Alerts:DeadMansSwitches:0:Matchers:0", "alertname=\"Watchdog\""));

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts")]
    [InlineData("/me")]
    [InlineData("/alerts/noise")]
    public async Task While_one_is_missing_every_page_says_so(string path)
    {
        Known.Fine(console.Live);
        See(SwitchState.Missing);

        var banner = (await console.PageAsync(path)).QuerySelector(".banners .banner[role=alert]")!.Words();

        Assert.StartsWith("Watchdog, which always fires, is missing: alerts may not arrive.", banner, StringComparison.Ordinal);
        Assert.Contains("Last heard 6 min", banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_of_the_missing_alert_is_a_click_away()
    {
        Known.Fine(console.Live);
        console.Live.Runbooks.Observed(RunbookFolder.Read(Repository.At("runbooks")));
        See(SwitchState.Missing);

        var address = (await console.PageAsync("/")).QuerySelector(".banners .banner[role=alert] a[href^='runbooks/']")!.GetAttribute("href")!;

        Assert.Equal("Watchdog", (await console.PageAsync($"/{address}")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task While_nobody_can_tell_the_silent_source_is_named_and_while_it_is_heard_nothing_is_said()
    {
        Known.Fine(console.Live);
        See(SwitchState.SourceSilent);
        Assert.Contains("Alertmanager main does not answer, so that Watchdog is not heard", (await console.PageAsync("/")).QuerySelector(".banners")!.Words(), StringComparison.Ordinal);

        See(SwitchState.Heard);
        Assert.Null((await console.PageAsync("/")).QuerySelector(".banners .banner[role=alert]"));
        See(SwitchState.Late);
        Assert.Null((await console.PageAsync("/")).QuerySelector(".banners .banner[role=alert]"));
    }

    private void See(SwitchState state)
    {
        var options = new DeadMansSwitchOptions { Name = "Watchdog" };
        options.Matchers.Add("alertname=\"Watchdog\"");
        var last = TimeProvider.System.GetUtcNow().AddMinutes(-6);
        console.Live.DeadMansSwitches.Observed(new([new(DeadMansSwitch.Read([options], []).Value[0], state, last, last, state is SwitchState.SourceSilent ? ["main"] : [])]));
    }
}
