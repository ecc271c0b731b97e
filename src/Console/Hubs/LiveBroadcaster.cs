using Microsoft.AspNetCore.SignalR;
using OpsConsole.Alerts;
using OpsConsole.Live;

namespace OpsConsole.Hubs;

/// <summary>Tells the hub's listeners of every change, at most four times a second a section, written once for all of them.</summary>
/// <param name="live">The live state.</param>
/// <param name="messages">Makes the messages.</param>
/// <param name="audience">Who listens.</param>
/// <param name="hub">The connections.</param>
/// <param name="clock">The time.</param>
internal sealed class LiveBroadcaster(LiveState live, LiveMessages messages, LiveAudience audience, IHubContext<LiveHub> hub, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        [.. messages.Offered.Where(section => section != live.Alerts).Select(section => TellAsync(section, stoppingToken)), TellAlertsAsync(stoppingToken)]);

    private async Task TellAsync(ILiveSection section, CancellationToken cancellation)
    {
        Snapshot<object>? told = null;
        await foreach (var seen in section.WatchHeadsAsync(cancellation))
        {
            var (behind, _) = audience.Newcomers(section.Name, seen.Version);
            if (audience.Count(section.Name) > 0 && (behind.Count > 0 || !IsOldNews(told, seen)))
            {
                await SendAsync(section.Name, messages.Whole(section, seen), cancellation);
                told = seen;
                await Task.Delay(Pace, clock, cancellation);
            }
        }
    }

    private async Task TellAlertsAsync(CancellationToken cancellation)
    {
        var before = AlertBoard.Empty;
        await foreach (var seen in live.Alerts.WatchAsync(cancellation))
        {
            if (audience.Count(live.Alerts.Name) > 0)
            {
                await TellAlertsAsync(before, seen, cancellation);
                await Task.Delay(Pace, clock, cancellation);
            }

            before = seen.Value ?? before;
        }
    }

    // Versions merge, so the board in a newcomer's answer may be one that the others were never told: changes would not fit it.
    private async Task TellAlertsAsync(AlertBoard before, Snapshot<AlertBoard> seen, CancellationToken cancellation)
    {
        var (whole, noChanges) = audience.Newcomers(live.Alerts.Name, seen.Version);
        if (whole.Count > 0)
        {
            var head = new Snapshot<object>(seen.Version, seen.Value, seen.ObservedAt, seen.Problem, seen.ProblemSince);
            await hub.Clients.Clients(whole).SendAsync(LiveHub.SectionMethod, messages.Whole(live.Alerts, head), cancellation);
        }

        await hub.Clients.GroupExcept(live.Alerts.Name, noChanges).SendAsync(LiveHub.SectionMethod, messages.Changes(before, seen), cancellation);
    }

    // The same content a moment later is worth a message only now and then: it says that it is still true.
    private static bool IsOldNews(Snapshot<object>? told, Snapshot<object> seen) => told is not null && ReferenceEquals(told.Value, seen.Value)
        && told.Problem == seen.Problem && seen.ObservedAt - told.ObservedAt < TimeSpan.FromSeconds(5);

    private Task SendAsync(string section, LiveMessage message, CancellationToken cancellation) =>
        hub.Clients.Group(section).SendAsync(LiveHub.SectionMethod, message, cancellation);
}
