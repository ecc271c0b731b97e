using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Live;
using OpsConsole.Overview;

namespace OpsConsole.Core.Tests.Overview;

public sealed class OverviewCollectorTests : IAsyncDisposable
{
    private readonly FakeTime time = new(Any.Noon);
    private readonly LiveState live;
    private readonly OverviewCollector collector;

    public OverviewCollectorTests()
    {
        live = new LiveState(time);
        live.Systems.Observed(Catalogs.Of("alpha"));
        live.Alerts.Observed(AlertBoard.Empty);
        collector = new OverviewCollector(live, time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await collector.StopAsync(Cancellation);
        collector.Dispose();
    }

    [Fact]
    public async Task A_change_in_a_section_changes_the_overview()
    {
        await collector.StartAsync(Cancellation);
        await UntilAsync(overview => overview.Systems[0].Headline == "Nothing firing");

        live.Alerts.Observed(new AlertBoard([Any.Alert(summary: "down")], []));
        await UntilAsync(overview => overview.Systems[0].Headline == "down");
    }

    [Fact]
    public async Task A_section_that_nobody_writes_any_more_is_noticed()
    {
        await collector.StartAsync(Cancellation);
        await UntilAsync(overview => overview.Systems[0].Blind.IsEmpty);
        await UntilAsync(overview => overview.Systems[0].Blind is ["alerts"]);
    }

    [Fact]
    public async Task A_storm_of_changes_is_at_most_four_overviews_a_second()
    {
        await collector.StartAsync(Cancellation);
        await UntilAsync(_ => true);
        var (begun, version) = (time.GetUtcNow(), live.Overview.Current.Version);
        for (var i = 0; i < 200; i++)
        {
            live.Alerts.Observed(new AlertBoard([Any.Alert(summary: $"change {i}")], []));
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await UntilAsync(overview => overview.Systems[0].Headline == "change 199");
        Assert.InRange(live.Overview.Current.Version - version, 1, (4 * (time.GetUtcNow() - begun).TotalSeconds) + 1);
    }

    // Asleep, the collector has one timer: no time passes while it works, however slow the machine is.
    private async Task UntilAsync(Func<FleetOverview, bool> wanted)
    {
        for (var i = 0; ; i++)
        {
            await time.TimersAsync(1, Cancellation);
            if (live.Overview.Current.Value is { } overview && wanted(overview))
            {
                return;
            }

            Assert.True(i < 400, "not reached");
            time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }
}
