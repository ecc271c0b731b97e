using Microsoft.Extensions.Hosting;
using OpsConsole.Live;

namespace OpsConsole.Overview;

/// <summary>
/// Composes the overview when a section changed, at most four times a second, and every few seconds because a section may have become
/// stale by time alone.
/// </summary>
internal sealed class OverviewCollector(LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // An overview that did not change is published again only so that its age tells that somebody looked.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly CollectorLoop loop = new(Longest, clock, Shortest);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ILiveSection[] watched = [live.Systems, live.Alerts, live.Acknowledgements, live.Leadership, live.Slo, live.Queues, live.Workloads];
        Task[] all = [loop.RunAsync(ComposeAsync, stoppingToken), .. watched.Select(section => WakeAsync(section, stoppingToken))];

        // None of them ends by itself: the first that does brings its exception.
        await (await Task.WhenAny(all).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task WakeAsync(ILiveSection section, CancellationToken cancellation)
    {
        await foreach (var _ in section.WatchHeadsAsync(cancellation).ConfigureAwait(false))
        {
            loop.Wake();
        }
    }

    private Task ComposeAsync(CancellationToken cancellation)
    {
        var seen = live.Overview.Current;
        var now = clock.GetUtcNow();
        var overview = OverviewComposer.Compose(live, now, seen.Value);
        if (!ReferenceEquals(overview, seen.Value) || now - seen.ObservedAt >= Heartbeat)
        {
            live.Overview.Observed(overview);
        }

        return Task.CompletedTask;
    }
}
