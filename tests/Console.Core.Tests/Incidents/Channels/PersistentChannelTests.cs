using System.Collections.Concurrent;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>A channel that does not give up at once, with a clock of the test's own.</summary>
public sealed class PersistentChannelTests(Stores stores)
{
    private readonly FakeTime clock = new(SomePages.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_is_taken_at_once_is_sent_once()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var service = new ScriptedNotifier(ScriptedNotifier.Taken);

        var delivery = await world.Channel(service).SendAsync(SomePages.Of(), Cancellation);

        Assert.Equal((true, 1, null), (delivery.IsDelivered, delivery.Tries, delivery.DeadLetter));
        Assert.Single(service.Pages);
        Assert.Empty(await world.Desk.WaitingAsync(10, Cancellation));
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_after_pauses_that_double()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var times = new ConcurrentQueue<DateTimeOffset>();
        var service = new ScriptedNotifier(ScriptedNotifier.Busy, ScriptedNotifier.Busy, ScriptedNotifier.Busy, ScriptedNotifier.Taken) { Asked = () => times.Enqueue(clock.GetUtcNow()) };

        var delivery = await SentAsync(world.Channel(service, withinSeconds: 900), SomePages.Of());

        Assert.Equal((true, 4, "ref-1"), (delivery.IsDelivered, delivery.Tries, delivery.Reference));
        Assert.Single(service.Pages.Distinct());

        // Half of each pause is chance. The clock of the test may have gone on before a try is noted, never back.
        var pauses = times.Zip(times.Skip(1), (before, after) => (after - before).TotalSeconds).ToList();
        Assert.All([(pauses[0], 0.5), (pauses[1], 1.0), (pauses[2], 2.0)], pause => Assert.InRange(pause.Item1, pause.Item2, 60));
        Assert.InRange(delivery.Took, times.Last() - times.First(), clock.GetUtcNow() - SomePages.Noon);
    }

    [Fact]
    public async Task What_the_service_asks_to_wait_is_waited()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var service = new ScriptedNotifier(ScriptedNotifier.Busy with { RetryAfter = TimeSpan.FromSeconds(20) }, ScriptedNotifier.Taken);
        var sending = world.Channel(service).SendAsync(SomePages.Of(), Cancellation);

        await clock.TimersAsync(1, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Single(service.Pages);
        clock.Advance(TimeSpan.FromSeconds(1.2));

        Assert.True((await sending).IsDelivered);
    }

    [Fact]
    public async Task A_service_that_asks_for_longer_than_the_window_is_given_up_at_once_and_says_so()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var service = new ScriptedNotifier(ScriptedNotifier.Busy with { RetryAfter = TimeSpan.FromHours(1) });

        var delivery = await world.Channel(service).SendAsync(SomePages.Of(), Cancellation);

        Assert.Equal((false, true, TimeSpan.FromHours(1)), (delivery.IsDelivered, delivery.MayPass, delivery.RetryAfter));
        Assert.Single(service.Pages);
        Assert.Equal(delivery.DeadLetter, Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).Id);
    }

    [Fact]
    public async Task After_the_last_try_the_page_is_a_dead_letter_with_all_that_is_known_of_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var service = new ScriptedNotifier(ScriptedNotifier.Busy);
        var page = SomePages.Of() with { Late = "late", Address = "ada@example.com" };

        var delivery = await SentAsync(world.Channel(service, tries: 3, withinSeconds: 900), page);

        Assert.Equal((false, true, 3), (delivery.IsDelivered, delivery.MayPass, delivery.Tries));
        Assert.Equal(3, service.Pages.Count);
        var letter = Assert.Single(await world.Desk.WaitingAsync(10, Cancellation));
        Assert.Equal((delivery.DeadLetter, "phone", page, "is busy", 3), (letter.Id, letter.Channel, letter.Page, letter.Why, letter.Tries));
        Assert.InRange(letter.At, SomePages.Noon + delivery.Took, clock.GetUtcNow());
    }

    [Fact]
    public async Task A_page_that_is_refused_is_not_tried_again()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var service = new ScriptedNotifier(ScriptedNotifier.Wrong);

        var delivery = await world.Channel(service).SendAsync(SomePages.Of(), Cancellation);

        Assert.Equal((false, false, 1), (delivery.IsDelivered, delivery.MayPass, delivery.Tries));
        Assert.Equal("finds it wrong", Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).Why);
    }

    [Fact]
    public async Task A_page_that_no_channel_could_carry_is_refused_unsent_with_every_field()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var service = new ScriptedNotifier(ScriptedNotifier.Taken);
        var page = SomePages.Of(step: "a/b", key: "two words", title: " ") with { Link = new Uri("javascript:alert(1)") };

        var delivery = await world.Channel(service).SendAsync(page, Cancellation);

        Assert.False(delivery.IsDelivered);
        Assert.All(["DedupKey: must be 1 to 255", "Step: must be 1 to 100", "Title: is missing", "Link: must be a whole http or https address"], words => Assert.Contains(words, delivery.Says, StringComparison.Ordinal));
        Assert.Empty(service.Pages);
        Assert.Empty(await world.Desk.WaitingAsync(10, Cancellation));
    }

    [Fact]
    public async Task A_client_with_a_defect_keeps_no_page_from_the_next_channel()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);

        var delivery = await world.Channel(new ScriptedNotifier()).SendAsync(SomePages.Of(), Cancellation);

        Assert.Equal("Webhook phone failed for a reason of the console's own, see its log", delivery.Says);
        Assert.Equal(delivery.DeadLetter, Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).Id);
    }

    [Fact]
    public async Task Whoever_leaves_ends_the_pause_and_leaves_no_letter()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sending = world.Channel(new ScriptedNotifier(ScriptedNotifier.Busy)).SendAsync(SomePages.Of(), leaves.Token);
        await clock.TimersAsync(1, Cancellation);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Empty(await world.Desk.WaitingAsync(10, Cancellation));
    }

    [Fact]
    public async Task While_the_database_is_away_pages_go_out_and_a_loss_is_said()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        await store.Database.WriteAsync(work => work.ExecuteAsync("DROP TABLE dead_letters", null, Cancellation), Cancellation);

        Assert.True(await world.Channel(new ScriptedNotifier(ScriptedNotifier.Taken)).SendAsync(SomePages.Of(), Cancellation) is { IsDelivered: true, Says: "took it" });
        var lost = await world.Channel(new ScriptedNotifier(ScriptedNotifier.Wrong)).SendAsync(SomePages.Of(), Cancellation);

        Assert.StartsWith("finds it wrong; no dead letter could be kept of it: ", lost.Says, StringComparison.Ordinal);
        Assert.Null(lost.DeadLetter);
    }

    /// <summary>Sends, and lets half a minute pass whenever the channel waits.</summary>
    private async Task<Delivery> SentAsync(PersistentChannel channel, Page page)
    {
        var sending = channel.SendAsync(page, Cancellation);
        while (await Task.WhenAny(sending, clock.TimersAsync(1, Cancellation)) != sending)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        return await sending;
    }
}
