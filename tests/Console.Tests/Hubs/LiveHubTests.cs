using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hubs;

public sealed class LiveHubTests : IAsyncDisposable
{
    private static readonly string[] Sections = ["overview", "alerts", "silences", "leadership", "slo", "queues", "workloads", "pods", "events", "nodes", "findings", "sources", "actions", "walkthroughs", "acknowledgements", "maintenance", "incidents"];
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Subscribing_gives_each_section_whole_in_the_order_asked()
    {
        Known.InTrouble(console.Live);
        SomeActions.See(console.Live);
        SomeWalks.See(console.Live);
        SomeAcks.See(console.Live);
        SomeWindows.See(console.Live);
        SomeSilences.See(console.Live);
        SomeIncidents.See(console.Live);
        await using var client = await HubListener.ConnectAsync(console);

        var messages = await client.SubscribeAsync([.. Sections.Reverse(), "alerts"]);

        Assert.Equal(Sections.Reverse(), messages.Select(message => message.GetProperty("section").GetString()));
        Assert.All(messages, message =>
        {
            Assert.Equal("live", message.GetProperty("freshness").GetString());
            Assert.NotEqual(JsonValueKind.Null, message.GetProperty("value").ValueKind);
            Assert.Equal(JsonValueKind.Null, message.GetProperty("changes").ValueKind);
        });
    }

    [Fact]
    public async Task What_was_never_observed_is_null_and_unknown()
    {
        await using var client = await HubListener.ConnectAsync(console);

        var message = Assert.Single(await client.SubscribeAsync("slo"));

        Assert.Equal("unknown", message.GetProperty("freshness").GetString());
        Assert.Equal(JsonValueKind.Null, message.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, message.GetProperty("observedAt").ValueKind);
        Assert.Equal("not observed yet", message.GetProperty("problem").GetString());
    }

    [Theory]
    [InlineData("alerts", "nonsense")]
    [InlineData("Alerts")]
    [InlineData("panels")]
    [InlineData(null)]
    [InlineData]
    public async Task An_unknown_section_refuses_the_call_and_lists_those_that_exist(params string?[]? sections)
    {
        await using var client = await HubListener.ConnectAsync(console);

        var refusal = await Assert.ThrowsAsync<HubException>(() => client.SubscribeAsync(sections ?? [null]));

        Assert.Contains(string.Join(", ", Sections), refusal.Message, StringComparison.Ordinal);
        Known.Fine(console.Live);
        Assert.Single(await client.SubscribeAsync("slo"));
    }

    [Fact]
    public async Task A_change_is_pushed_to_all_who_listen_and_to_nobody_else()
    {
        Known.Fine(console.Live);
        await using var one = await HubListener.ConnectAsync(console);
        await using var other = await HubListener.ConnectAsync(console);
        await one.SubscribeAsync("leadership");
        await other.SubscribeAsync("leadership", "queues");

        console.Live.Leadership.Observed(new([Known.Leader(LeaderState.Nobody, null, "released")]));
        console.Live.Queues.Failed("main does not answer");

        var toOne = await one.NextAsync(message => message.GetProperty("value")[0].GetProperty("state").GetString() == "nobody");
        var toOther = await other.NextAsync(message => message.GetProperty("section").GetString() == "leadership"
            && message.GetProperty("value")[0].GetProperty("state").GetString() == "nobody");
        Assert.Equal(toOne.GetRawText(), toOther.GetRawText());
        Assert.Equal("leadership", toOne.GetProperty("section").GetString());
    }

    [Fact]
    public async Task A_failure_is_pushed_with_the_last_content_and_the_next_success_takes_it_away()
    {
        Known.Fine(console.Live);
        await using var client = await HubListener.ConnectAsync(console);
        await client.SubscribeAsync("queues");

        console.Live.Queues.Failed("main does not answer");
        var failed = await client.NextAsync(message => message.GetProperty("problem").ValueKind == JsonValueKind.String);

        Assert.Equal("stale", failed.GetProperty("freshness").GetString());
        Assert.Equal("main does not answer", failed.GetProperty("problem").GetString());
        Assert.NotEqual(JsonValueKind.Null, failed.GetProperty("problemSince").ValueKind);
        Assert.Equal(12, failed.GetProperty("value")[0].GetProperty("depth").GetDouble());

        console.Live.Queues.Observed(console.Live.Queues.Current.Value!);
        var mended = await client.NextAsync(message => message.GetProperty("problem").ValueKind == JsonValueKind.Null);
        Assert.Equal("live", mended.GetProperty("freshness").GetString());
        Assert.Equal(JsonValueKind.Null, mended.GetProperty("problemSince").ValueKind);
    }

    [Fact]
    public async Task A_figure_that_is_not_known_is_null_and_never_zero()
    {
        Known.Fine(console.Live);
        console.Live.Queues.Observed(new([Known.Queue(null, Severity.Unknown, Queues.DrainOutlook.Silent, problem: "no series")]));
        console.Live.Workloads.Observed(new([new("billing", Known.Api, null, "no series")]));
        await using var client = await HubListener.ConnectAsync(console);

        var messages = await client.SubscribeAsync("queues", "workloads");

        Assert.Equal(JsonValueKind.Null, messages[0].GetProperty("value")[0].GetProperty("depth").ValueKind);
        Assert.Equal(JsonValueKind.Null, messages[1].GetProperty("value")[0].GetProperty("ready").ValueKind);
    }

    [Fact]
    public async Task Applied_in_order_the_messages_give_the_board_wherever_one_begins_to_listen()
    {
        var random = new Random(20261121);
        await using var early = await HubListener.ConnectAsync(console);
        var mirrors = new List<(HubListener Client, AlertMirror Mirror)> { await MirrorAsync(early) };
        var late = new List<HubListener>();
        for (var round = 0; round < 60; round++)
        {
            // Several boards faster than the hub tells them: they merge, and who comes in between saw one that was never told.
            var last = Random(random);
            console.Live.Alerts.Observed(last);
            if (round % 10 == 5)
            {
                var client = await HubListener.ConnectAsync(console);
                late.Add(client);
                mirrors.Add(await MirrorAsync(client));
            }

            if (round % 7 == 3)
            {
                console.Live.Alerts.Failed("main does not answer");
            }
        }

        var final = Random(random);
        console.Live.Alerts.Observed(final);
        var version = console.Live.Alerts.Current.Version;
        foreach (var (client, mirror) in mirrors)
        {
            while (mirror.Version < version)
            {
                mirror.Take(await client.NextAsync());
            }

            Assert.Equal(
                final.Alerts.OrderBy(alert => alert.Fingerprint, StringComparer.Ordinal).Select(alert => (alert.Fingerprint, OpsConsole.Hubs.Words.Of(alert.State))),
                mirror.Alerts.Select(alert => (alert.Key, alert.Value)));
            Assert.Equal(final.Silent, mirror.Silent);
        }

        foreach (var client in late)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task<(HubListener Client, AlertMirror Mirror)> MirrorAsync(HubListener client)
    {
        var mirror = new AlertMirror();
        mirror.Take(Assert.Single(await client.SubscribeAsync("alerts")));
        return (client, mirror);
    }

    private static AlertBoard Random(Random random) => new(
        [
            .. Enumerable.Range(0, 8).Where(_ => random.Next(2) == 0).Select(index => Known.Alert(
                $"{index:x16}", state: (AlertState)random.Next(4))),
        ],
        random.Next(2) == 0 ? [] : ["main"]);
}
