using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.Remediation;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Silences;

public sealed class SilenceCollectorTests : IAsyncDisposable
{
    private readonly FakeTime time = new(Any.Noon);
    private readonly LiveState live;
    private readonly MemoryAlertmanager first;
    private readonly MemoryAlertmanager second;
    private SilenceCollector? collector;

    public SilenceCollectorTests()
    {
        live = new LiveState(time);
        (first, second) = (new MemoryAlertmanager("am-1", time), new MemoryAlertmanager("am-2", time));
        first.Put(new Silence("am-1", "1", [Matcher.Parse("alertname=\"A\"").Value], Any.Noon.AddHours(-1), Any.Noon.AddHours(4), "ada", "planned", SilenceState.Active));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (collector is not null)
        {
            await collector.StopAsync(Cancellation);
            collector.Dispose();
        }
    }

    [Fact]
    public async Task An_outage_never_reads_as_no_silences()
    {
        await StartAsync(first);
        await UntilAsync(() => live.Silences.Current.Value?.Silences.Length == 1);

        first.IsAway = new UpstreamException("am-1", UpstreamFault.Unreachable, "am-1 refused the connection");
        await UntilAsync(() => live.Silences.Current.Problem is not null);

        Assert.Equal(("am-1 refused the connection", Freshness.Stale), (live.Silences.Current.Problem, live.Silences.Freshness));
        Assert.Single(live.Silences.Current.Value!.Silences);
    }

    [Fact]
    public async Task One_of_two_that_falls_silent_keeps_its_last_known_and_is_named_with_its_words()
    {
        await StartAsync(first, second);
        await UntilAsync(() => live.Silences.Current.Value?.Silences.Length == 1);

        first.IsAway = new UpstreamException("am-1", UpstreamFault.Unreachable, "refused");
        await UntilAsync(() => live.Silences.Current.Value!.Silent.ContainsKey("am-1"));

        var board = live.Silences.Current.Value!;
        Assert.Equal("refused", board.Silent["am-1"]);
        Assert.True(board.IsLastKnown(Assert.Single(board.Silences)));
    }

    [Fact]
    public async Task Without_an_Alertmanager_that_is_said()
    {
        await StartAsync();
        await UntilAsync(() => live.Silences.Current.Problem == "no Alertmanager is configured");
        Assert.Null(live.Silences.Current.Value);
    }

    private Task StartAsync(params ISilenceSource[] sources)
    {
        collector = new SilenceCollector(sources, live, Options.Create(new AlertsOptions()), time);
        return collector.StartAsync(Cancellation);
    }

    private async Task UntilAsync(Func<bool> reached)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !reached();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), "not reached");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
    }
}
