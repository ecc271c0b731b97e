using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What is seen of incidents without asking: the board, on every replica.</summary>
public sealed class IncidentLiveTests(Stores stores)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_replica_shows_it_as_soon_as_it_is_kept()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var acts = new IncidentWorld(store, TimeProvider.System);
        await using var other = await Core.Tests.Storage.StoreHost.OfAsync(store);
        await using var sees = new IncidentWorld(store, TimeProvider.System);
        using var writer = new IncidentBoardWriter(other.Database, new IncidentStore(other.Database), sees.Get<LinkedAlerts>(), sees.Live, TimeProvider.System);
        await writer.StartAsync(Cancellation);
        await SeenAsync(sees.Live, board => board.Incidents.IsEmpty);
        var incident = await acts.OpenedAsync();
        Assert.Equal("Checkout fails", (await SeenAsync(sees.Live, board => board.Find(incident.Id) is not null)).Unacknowledged.Single().Incident.Title);
        await acts.ClosedAsync(incident);
        await SeenAsync(sees.Live, board => board.Find(incident.Id) is { Incident.IsOpen: false } && board.Open.IsEmpty);
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Once_all_its_alerts_resolved_it_says_since_when_and_stays_open()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var other = Any.Alert("Other");
        await console.FiresAndIsRecordedAsync(IncidentWorld.Alert, other);
        var id = (await console.OpenedAsync(new NewIncident("Two", 0) { Alerts = [IncidentWorld.Alert.Fingerprint, other.Fingerprint] })).Id;
        Assert.Equal(new AlertsNow(2, 2, null), (await console.ShownAsync()).Find(id)!.Alerts);
        clock.Advance(TimeSpan.FromMinutes(1));
        await console.FiresAndIsRecordedAsync(other);
        Assert.Equal(new AlertsNow(2, 1, null), (await console.ShownAsync()).Find(id)!.Alerts);
        clock.Advance(TimeSpan.FromMinutes(1));
        await console.FiresAndIsRecordedAsync();
        Assert.Equal(new AlertsNow(2, 0, Any.Noon.AddMinutes(2)), (await console.ShownAsync()).Find(id)!.Alerts);
        Assert.True((await console.Desk.FindAsync(id, Cancellation))!.IsOpen);

        // A source that is silent may have it, and what is old says nothing of now.
        console.Live.Alerts.Observed(new OpsConsole.Alerts.AlertBoard([], ["am-2"]));
        Assert.Equal(new AlertsNow(2, null, null), (await console.ShownAsync()).Find(id)!.Alerts);
        console.Fires();
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(new AlertsNow(2, null, null), (await console.ShownAsync()).Find(id)!.Alerts);
    }

    [Fact]
    public async Task What_did_not_change_stays_the_same_object_and_what_ended_long_ago_leaves_the_board()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var (usual, worst) = (await console.OpenedAsync(), await console.OpenedAsync(new NewIncident("Worse", 0) { Systems = ["alpha"] }));
        var first = await console.ShownAsync();
        Assert.Equal([worst.Id, usual.Id], first.Open.Select(shown => shown.Incident.Id));
        clock.Advance(TimeSpan.FromSeconds(30));
        console.Fires();
        Assert.Same(first, await console.ShownAsync());
        Assert.Equal(Freshness.Live, console.Live.Incidents.Freshness);
        await console.ClosedAsync(worst);
        var second = await console.ShownAsync();
        Assert.Same(first.Find(usual.Id), second.Find(usual.Id));
        Assert.False(second.Find(worst.Id)!.Incident.IsOpen);
        clock.Advance(IncidentBoard.Late + TimeSpan.FromSeconds(1));
        Assert.Null((await console.ShownAsync()).Find(worst.Id));
    }

    private static async Task<IncidentBoard> SeenAsync(LiveState live, Func<IncidentBoard, bool> isSo)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        ends.CancelAfter(Soon);
        await foreach (var snapshot in live.Incidents.WatchAsync(ends.Token))
        {
            if (snapshot.Value is { } board && isSo(board))
            {
                return board;
            }
        }

        throw new InvalidOperationException();
    }
}
