using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Storage;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Acknowledgements;

/// <summary>What is seen of acknowledgements without asking: the board, on every replica, and its ends.</summary>
public sealed class AckLiveTests(Stores stores)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_replica_shows_it_as_soon_as_it_is_kept_and_its_end_too()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var acts = new AckWorld(store, TimeProvider.System);
        await using var other = await StoreHost.OfAsync(store);
        var live = new LiveState(TimeProvider.System);
        using var writer = new AckBoardWriter(other.Database, new AckStore(other.Database), live, TimeProvider.System);
        await writer.StartAsync(Cancellation);
        await SeenAsync(live, board => board.Acknowledgements.IsEmpty);

        await acts.TakeAsync(comment: "on it");
        Assert.Equal("on it", (await SeenAsync(live, board => !board.Acknowledgements.IsEmpty)).Of(AckWorld.Alert)!.Comment);
        await acts.WithdrawAsync(AckWorld.Ben);
        await SeenAsync(live, board => board.Acknowledgements.IsEmpty);
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task One_whose_time_is_over_leaves_the_board_though_nobody_says_anything()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        await console.TakeAsync(lasts: TimeSpan.FromMinutes(5));
        var writer = console.Hosted<AckBoardWriter>();
        await writer.StartAsync(Cancellation);
        await SeenAsync(console.Live, board => !board.Acknowledgements.IsEmpty);

        // The writer sleeps: its round's timer, and the one that is set for the instant.
        await clock.TimersAsync(2, Cancellation);
        for (var second = 0; second < 300 && !console.Board.Acknowledgements.IsEmpty; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await clock.TimersAsync(1, Cancellation);
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(console.Live, board => board.Acknowledgements.IsEmpty);
        Assert.InRange(clock.GetUtcNow(), Any.Noon.AddMinutes(5), Any.Noon.AddMinutes(5).AddSeconds(2));
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task While_nothing_changes_the_board_is_confirmed_and_what_did_not_change_stays_the_same_object()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        await console.TakeAsync();
        var first = await console.ShownAsync();
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Same(first, await console.ShownAsync());
        Assert.Equal(Freshness.Live, console.Live.Acknowledgements.Freshness);

        var other = Any.Alert("Other");
        console.Fires(AckWorld.Alert, other);
        await console.TakeAsync(alert: other);
        var second = await console.ShownAsync();
        Assert.NotSame(first, second);
        Assert.Same(first.Of(AckWorld.Alert), second.Of(AckWorld.Alert));
    }

    [Fact]
    public async Task It_ends_when_the_alert_resolved_but_not_while_a_source_is_silent_or_an_Alertmanager_begins_anew()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        var keeper = console.Hosted<AckKeeper>();
        await console.TakeAsync();

        console.FiresInPart();
        await LookAsync(TimeSpan.FromMinutes(10), () => console.FiresInPart());
        Assert.Null((await console.StoryAsync())[0].Ended);

        console.Fires();
        await LookAsync(TimeSpan.FromMinutes(1), () => console.Fires());
        console.Fires(AckWorld.Alert);
        await keeper.LookAsync(null, Cancellation);
        await LookAsync(TimeSpan.FromMinutes(1), () => console.Fires());
        Assert.Null((await console.StoryAsync())[0].Ended);

        var gone = clock.GetUtcNow();
        await LookAsync(TimeSpan.FromMinutes(2), () => console.Fires());
        var over = (await console.StoryAsync())[0];
        Assert.Equal((AckEnd.Resolved, null), (over.Ended, over.EndedBy));
        Assert.InRange(over.EndedAt!.Value, gone.AddMinutes(-2), gone);

        async Task LookAsync(TimeSpan span, Action fires)
        {
            for (var end = clock.GetUtcNow() + span; clock.GetUtcNow() < end; clock.Advance(TimeSpan.FromSeconds(10)))
            {
                fires();
                await keeper.LookAsync(null, Cancellation);
            }
        }
    }

    [Fact]
    public async Task A_new_firing_and_a_time_that_is_over_end_it_at_once_and_a_renewal_meanwhile_wins()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        var keeper = console.Hosted<AckKeeper>();
        await console.TakeAsync();
        console.Fires(AckWorld.Alert with { StartsAt = Any.Noon.AddMinutes(1) });
        await keeper.LookAsync(null, Cancellation);
        Assert.Equal(AckEnd.Resolved, (await console.StoryAsync())[0].Ended);

        // Ids of one instant have no order.
        clock.Advance(TimeSpan.FromMinutes(2));
        await console.TakeAsync(lasts: TimeSpan.FromMinutes(5));
        var stale = (await console.StoryAsync())[0];
        await console.TakeAsync(lasts: TimeSpan.FromHours(1));
        await console.Get<AckStore>().EndAsync(null, [AckRules.End(stale, null, stale.Until)!], Cancellation);
        Assert.Null((await console.StoryAsync())[0].Ended);
        clock.Advance(TimeSpan.FromHours(1));
        await keeper.LookAsync(null, Cancellation);
        var over = (await console.StoryAsync())[0];
        Assert.Equal((AckEnd.Expired, Any.Noon.AddMinutes(62)), (over.Ended, over.EndedAt));
    }

    [Fact]
    public async Task That_its_time_is_over_is_on_record_once_and_that_its_alert_resolved_is_not()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        var keeper = console.Hosted<AckKeeper>();
        await console.TakeAsync(lasts: TimeSpan.FromMinutes(5));
        clock.Advance(TimeSpan.FromMinutes(5));
        await keeper.LookAsync(null, Cancellation);
        await keeper.LookAsync(null, Cancellation);

        var entry = Assert.Single(await console.EntriesAsync(), entry => entry.Parameters["deed"] == "expire");
        Assert.Equal(("console", "alpha", $"NoLeader {AckWorld.Alert.Fingerprint}"), (entry.Subject, entry.System, entry.Target));
        Assert.Contains("Ada Ek", entry.Evidence!.ToJsonString(), StringComparison.Ordinal);

        await console.TakeAsync();
        console.Fires(AckWorld.Alert with { StartsAt = Any.Noon.AddMinutes(6) });
        await keeper.LookAsync(null, Cancellation);
        Assert.Equal(["acknowledge", "expire", "acknowledge"], (await console.EntriesAsync()).Select(one => one.Parameters["deed"]));
    }

    [Fact]
    public async Task One_that_was_renewed_at_the_last_moment_goes_on_and_nothing_is_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        await console.TakeAsync(lasts: TimeSpan.FromMinutes(5));
        var stale = (await console.StoryAsync())[0];
        await console.TakeAsync(lasts: TimeSpan.FromHours(1));

        Assert.False(await console.Database.WriteAsync(work => AckStore.ExpireAsync(work, null, [AckRules.End(stale, null, stale.Until)!], Cancellation), Cancellation));
        Assert.Null((await console.StoryAsync())[0].Ended);
    }

    private static async Task<AckBoard> SeenAsync(LiveState live, Func<AckBoard, bool> isSo)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        ends.CancelAfter(Soon);
        await foreach (var snapshot in live.Acknowledgements.WatchAsync(ends.Token))
        {
            if (snapshot.Value is { } board && isSo(board))
            {
                return board;
            }
        }

        throw new InvalidOperationException();
    }
}
