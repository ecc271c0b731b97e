using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Core.Tests.Upstream.Notifiers;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What is shown of the channels, and counted.</summary>
public sealed class ChannelsBoardTests(Stores stores) : IDisposable
{
    private readonly FakeTime clock = new(SomePages.Noon);
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_channel_that_fails_is_seen_on_every_replica_with_why_and_since_when_and_again_when_it_mends(Dialect dialect)
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var one = World(store, receiver);
        await using var other = World(store, receiver);
        Assert.Equal(new ChannelHealth { Name = "hook", Kind = ChannelKind.Webhook, Address = receiver.Url }, await SeenAsync(other));

        await one.Book.Find("hook")!.SendAsync(SomePages.Of(step: "1"), Cancellation);
        clock.Advance(TimeSpan.FromMinutes(1));
        await one.Book.Find("hook")!.SendAsync(SomePages.Of(step: "2"), Cancellation);

        var failing = await SeenAsync(other);
        Assert.Equal((null, SomePages.Noon.AddMinutes(1), SomePages.Noon, 2), (failing.LastSuccess, failing.LastFailure, failing.FailingSince, failing.DeadLetters));
        Assert.Equal("Webhook hook finds the page wrong (HTTP 400): no", failing.LastError);
        Assert.Equal(["2", "1"], other.Live.Channels.Current.Value!.Waiting.Select(letter => letter.Page.Step));

        receiver.Answer = ReplayServer.Text(200, "text/plain", "ok");
        await one.Book.Find("hook")!.SendAsync(SomePages.Of(step: "2"), Cancellation);
        await one.Book.Find("hook")!.SendAsync(SomePages.Of(step: "1"), Cancellation);

        var mended = await SeenAsync(other);
        Assert.Equal((SomePages.Noon.AddMinutes(1), SomePages.Noon.AddMinutes(1), null, 0), (mended.LastSuccess, mended.LastFailure, mended.FailingSince, mended.DeadLetters));
    }

    [Fact]
    public async Task The_board_follows_what_is_written_down_without_being_asked()
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(400, "text/plain", "no"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, TimeProvider.System, Settings(receiver));
        await world.Writer.StartAsync(Cancellation);

        await world.Book.Find("hook")!.SendAsync(SomePages.Of(), Cancellation);

        await Eventually.GetAsync(() => Task.FromResult(world.Live.Channels.Current), seen => seen.Value?.Channels[0].DeadLetters == 1, Cancellation);
        await world.Writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task While_the_database_is_away_the_board_is_said_to_be_old()
    {
        await using var receiver = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = World(store, receiver);
        await SeenAsync(world);
        await store.Database.WriteAsync(work => work.ExecuteAsync("DROP TABLE channel_health", null, Cancellation), Cancellation);

        await world.Writer.LookAsync(Cancellation);

        Assert.NotNull(world.Live.Channels.Current.Problem);
        Assert.Equal(Freshness.Stale, world.Live.Channels.Freshness);
        Assert.Single(world.Live.Channels.Current.Value!.Channels);
    }

    [Fact]
    public async Task Pages_are_counted_by_channel_and_result_and_dead_letters_by_channel()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var receiver = await ReplayServer.StartInTurnAsync(
            ReplayServer.Text(200, "text/plain", "ok"), ReplayServer.Text(400, "text/plain", "no"), ReplayServer.Text(500, "text/plain", "broken"));
        await using var world = World(store, receiver);
        var meters = world.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith("opsconsole.channels.", StringComparison.Ordinal))
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} {value}"));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();

        foreach (var step in new[] { "1", "2", "3" })
        {
            await world.Book.Find("hook")!.SendAsync(SomePages.Of(step: step), Cancellation);
        }

        await SeenAsync(world);
        listener.RecordObservableInstruments();
        Assert.Equal(
            [
                "opsconsole.channels.dead_letters channel=hook 2", "opsconsole.channels.deliveries channel=hook result=delivered 1",
                "opsconsole.channels.deliveries channel=hook result=failed 1", "opsconsole.channels.deliveries channel=hook result=refused 1",
                "opsconsole.channels.duration channel=hook", "opsconsole.channels.duration channel=hook", "opsconsole.channels.duration channel=hook",
            ],
            seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Neither_the_log_nor_what_is_kept_holds_an_address_that_is_a_secret()
    {
        await using var receiver = await ReplayServer.StartAsync(context => ReplayServer.Text(404, "text/plain", $"nothing at {context.Request.Path}")(context));
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(
            store, clock, ("0:Name", "room"), ("0:Kind", "Slack"), ("0:UrlFile", folder.Write("address", $"{receiver.Url}{TestNotifier.SlackPath}")));

        await world.Book.Find("room")!.SendAsync(SomePages.Of(), Cancellation);

        var seen = await SeenAsync(world);
        var told = world.Log.Append(seen.ToString()).Append($"{Assert.Single(await world.Desk.WaitingAsync(10, Cancellation))}").ToList();
        Assert.Equal(TestNotifier.SlackPath, Assert.Single(receiver.Requests).Path);
        Assert.Contains(world.Log, line => line.StartsWith("Error Slack room did not take the page billing-NoLeader-4711/1 in 1 tries: Slack room is not served", StringComparison.Ordinal));
        Assert.All(told, line => Assert.DoesNotContain("SECRET", line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Settings_that_are_wrong_keep_the_console_from_starting()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new ChannelWorld(store, clock, ("0:Name", "phone"), ("0:Kind", "PagerDuty"), ("0:RoutingKey", "secret"), ("1:Name", "x"), ("1:Kind", "Fax"));

        var refused = Assert.Throws<OptionsValidationException>(() => world.Book);

        Assert.Contains(refused.Failures, words => words.StartsWith("Channels:0:RoutingKey: is no setting", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, words => words.StartsWith("Channels:0:RoutingKeyFile: is missing", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, words => words.StartsWith("Channels:1:Kind: 'Fax' is no kind of channel", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_find_channels_letter_by_letter_and_two_of_a_name_are_a_defect()
    {
        var (phone, room) = (new NamedChannel("phone"), new NamedChannel("room"));
        var book = new ChannelBook([phone, room]);
        Assert.Equal([phone, room], book.All);
        Assert.Same(room, book.Find("room"));
        Assert.Null(book.Find("Room"));
        Assert.Throws<ArgumentException>(() => new ChannelBook([phone, new NamedChannel("phone")]));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<ChannelHealth> SeenAsync(ChannelWorld world)
    {
        await world.Writer.LookAsync(Cancellation);
        return Assert.Single(world.Live.Channels.Current.Value!.Channels);
    }

    private ChannelWorld World(TestStore store, ReplayServer receiver) => new(store, clock, Settings(receiver));

    private (string, string)[] Settings(ReplayServer receiver) =>
        [("0:Name", "hook"), ("0:Kind", "Webhook"), ("0:Url", $"{receiver.Url}/in"), ("0:SecretFile", folder.Write("secret", TestNotifier.SigningKey)), ("0:Tries", "1")];

    private sealed class NamedChannel(string name) : IChannel
    {
        public string Name => name;

        public ChannelKind Kind => ChannelKind.Webhook;

        public Task<Delivery> SendAsync(Page page, CancellationToken cancellation) => Task.FromResult(ScriptedNotifier.Taken);
    }
}
