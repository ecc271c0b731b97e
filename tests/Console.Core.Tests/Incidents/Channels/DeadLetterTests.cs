using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Core.Tests.Upstream.Notifiers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What people do with pages that no channel took, against a real receiver and both databases.</summary>
public sealed class DeadLetterTests(Stores stores) : IDisposable
{
    private readonly FakeTime clock = new(SomePages.Noon);
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_letter_is_sent_again_as_the_same_page_and_waits_no_more(Dialect dialect)
    {
        await using var receiver = await ReplayServer.StartInTurnAsync(ReplayServer.Text(400, "text/plain", "no"), ReplayServer.Text(200, "text/plain", "ok"));
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = World(store, receiver);
        var given = await world.Book.Find("hook")!.SendAsync(SomePages.Of(title: "Nobody leads 😀\0"), Cancellation);
        clock.Advance(TimeSpan.FromMinutes(7));

        var delivery = (await world.Desk.TryAgainAsync(ChannelWorld.Ada, given.DeadLetter!, Cancellation)).Value;

        Assert.True(delivery.IsDelivered);
        Assert.Empty(await world.Desk.WaitingAsync(10, Cancellation));
        Assert.Equal(2, receiver.Requests.Count);
        Assert.Equal(receiver.Requests[0].Headers["Idempotency-Key"], receiver.Requests[1].Headers["Idempotency-Key"]);
        Assert.Contains("\"late\":\"Sent again by Ada Ek; it could not be delivered at 2026-11-21 12:00 UTC.\"", receiver.Requests[1].Body, StringComparison.Ordinal);
        Assert.Equal(
            [("dead-letter-send", AuditStage.Succeeded, "u-ada"), ("dead-letter-send", AuditStage.Started, "u-ada")],
            (await world.EntriesAsync()).Select(entry => (entry.Action, entry.Stage, entry.Subject)));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_letter_that_is_refused_again_stays_one_letter(Dialect dialect)
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = World(store, receiver);
        var given = await world.Book.Find("hook")!.SendAsync(SomePages.Of(), Cancellation);
        clock.Advance(TimeSpan.FromMinutes(7));

        Assert.False((await world.Desk.TryAgainAsync(ChannelWorld.Ada, given.DeadLetter!, Cancellation)).Value.IsDelivered);

        var letter = Assert.Single(await world.Desk.WaitingAsync(10, Cancellation));
        Assert.Equal((given.DeadLetter, 2, SomePages.Noon, SomePages.Noon.AddMinutes(7), null), (letter.Id, letter.Tries, letter.At, letter.LastAt, letter.ClaimedBy));
        Assert.Null(letter.Page.Late);
        Assert.Equal(AuditStage.Failed, (await world.EntriesAsync())[0].Stage);
        Assert.Equal("Webhook hook finds the page wrong (HTTP 400): no", (await world.EntriesAsync())[0].Reason);
    }

    [Fact]
    public async Task The_page_that_comes_through_later_by_itself_ends_its_letter_and_no_other()
    {
        await using var receiver = await ReplayServer.StartInTurnAsync(ReplayServer.Text(400, "text/plain", "no"), ReplayServer.Text(400, "text/plain", "no"), ReplayServer.Text(200, "text/plain", "ok"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = World(store, receiver);
        var hook = world.Book.Find("hook")!;
        foreach (var step in new[] { "1", "2", "1" })
        {
            await hook.SendAsync(SomePages.Of(step: step), Cancellation);
        }

        Assert.Equal("2", Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).Page.Step);
    }

    [Fact]
    public async Task Once_the_other_side_knows_that_it_is_over_no_earlier_page_of_the_affair_waits()
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = World(store, receiver);
        var hook = world.Book.Find("hook")!;
        foreach (var page in new[] { SomePages.Of(step: "1"), SomePages.Of(step: "2"), SomePages.Of(key: "other") })
        {
            await hook.SendAsync(page, Cancellation);
        }

        receiver.Answer = ReplayServer.Text(200, "text/plain", "ok");
        await hook.SendAsync(SomePages.Of(PageKind.Resolve, "resolve"), Cancellation);

        Assert.Equal("other", Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).Page.DedupKey);
    }

    [Fact]
    public async Task Without_the_right_on_its_system_nothing_is_sent_or_put_aside_and_the_try_is_on_record()
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = World(store, receiver);
        var hook = world.Book.Find("hook")!;
        var ours = (await hook.SendAsync(SomePages.Of(), Cancellation)).DeadLetter!;
        var ledgers = (await hook.SendAsync(SomePages.Of(key: "other") with { System = "ledger" }, Cancellation)).DeadLetter!;

        Assert.Equal("You may not: send-again needs responder, operator or admin; you have viewer.", (await world.Desk.TryAgainAsync(ChannelWorld.Vera, ours, Cancellation)).Explanation);
        Assert.Equal("You may not: responder is granted on billing, not on ledger.", (await world.Desk.PutAsideAsync(ChannelWorld.Ada, ledgers, Cancellation)).Explanation);

        Assert.Equal(2, receiver.Requests.Count);
        Assert.Equal(2, (await world.Desk.WaitingAsync(10, Cancellation)).Length);
        Assert.Equal(
            [("dead-letter-put-aside", AuditStage.Denied, "ledger"), ("dead-letter-send", AuditStage.Denied, "billing")],
            (await world.EntriesAsync()).Select(entry => (entry.Action, entry.Stage, entry.System)));
    }

    [Fact]
    public async Task Of_two_who_send_the_same_letter_at_once_one_does()
    {
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = World(store, receiver);
        var id = (await world.Book.Find("hook")!.SendAsync(SomePages.Of(), Cancellation)).DeadLetter!;
        receiver.Answer = async context =>
        {
            asked.SetResult();
            await mayAnswer.Task.WaitAsync(Cancellation);
            await ReplayServer.Text(200, "text/plain", "ok")(context);
        };

        var first = world.Desk.TryAgainAsync(ChannelWorld.Ada, id, Cancellation);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal("Ada Ek", Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).ClaimedBy);
        Assert.Equal("Somebody is sending it just now.", (await world.Desk.TryAgainAsync(ChannelWorld.Bea, id, Cancellation)).Explanation);
        Assert.False((await world.Desk.PutAsideAsync(ChannelWorld.Bea, id, Cancellation)).IsOk);
        mayAnswer.SetResult();

        Assert.True((await first).Value.IsDelivered);
        Assert.Equal("It waits no more: it was sent again or put aside.", (await world.Desk.TryAgainAsync(ChannelWorld.Bea, id, Cancellation)).Explanation);
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_claim_of_a_process_that_died_holds_nobody_up_for_long()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var receiver = await ReplayServer.StartInTurnAsync(ReplayServer.Text(400, "text/plain", "no"), ReplayServer.Text(200, "text/plain", "ok"));
        await using var world = World(store, receiver);
        var id = (await world.Book.Find("hook")!.SendAsync(SomePages.Of(), Cancellation)).DeadLetter!;
        Assert.True(await world.Letters.ClaimAsync(id, "Bea Ek", clock.GetUtcNow(), Cancellation));
        clock.Advance(DeadLetterStore.ClaimLasts);

        Assert.Null(Assert.Single(await world.Desk.WaitingAsync(10, Cancellation)).ClaimedBy);
        Assert.True((await world.Desk.TryAgainAsync(ChannelWorld.Ada, id, Cancellation)).Value.IsDelivered);
    }

    [Fact]
    public async Task A_letter_that_is_put_aside_waits_no_more_and_who_did_it_is_on_record()
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = World(store, receiver);
        var id = (await world.Book.Find("hook")!.SendAsync(SomePages.Of(), Cancellation)).DeadLetter!;

        Assert.Equal(id, (await world.Desk.PutAsideAsync(ChannelWorld.Ada, id, Cancellation)).Value.Id);

        Assert.Empty(await world.Desk.WaitingAsync(10, Cancellation));
        Assert.Single(receiver.Requests);
        var entry = (await world.EntriesAsync())[0];
        Assert.Equal(("dead-letter-put-aside", AuditStage.Succeeded, "hook", "billing-NoLeader-4711/1"), (entry.Action, entry.Stage, entry.Target, entry.Parameters["page"]));
    }

    [Fact]
    public async Task A_letter_of_a_channel_that_is_configured_no_more_says_so_and_can_be_put_aside()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock);
        var id = (await world.Channel(new ScriptedNotifier(ScriptedNotifier.Wrong), name: "former").SendAsync(SomePages.Of(), Cancellation)).DeadLetter!;

        Assert.Contains("No channel named 'former' is configured any more", (await world.Desk.TryAgainAsync(ChannelWorld.Ada, id, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.True((await world.Desk.PutAsideAsync(ChannelWorld.Ada, id, Cancellation)).IsOk);
    }

    public void Dispose() => folder.Dispose();

    private ChannelWorld World(TestStore store, ReplayServer receiver) => new(
        store, clock, ("0:Name", "hook"), ("0:Kind", "Webhook"), ("0:Url", $"{receiver.Url}/in"), ("0:SecretFile", folder.Write("secret", TestNotifier.SigningKey)), ("0:Tries", "1"));
}
