using System.Text.Json.Nodes;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Incidents;
using OpsConsole.Incidents;
using OpsConsole.Upstream.Notifiers;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>Events as PagerDuty's Events API v2 takes them.</summary>
public sealed class PagerDutyTests
{
    private const string Queued = """{"status":"success","message":"Event processed","dedup_key":"billing-NoLeader-4711"}""";

    [Fact]
    public async Task A_call_opens_an_affair_with_all_that_is_known_of_it()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(202, "application/json", Queued));
        using var notifier = TestNotifier.Of(ChannelKind.PagerDuty, server.Url);

        var delivery = await notifier.SendAsync(SomePages.Of() with { Late = "The console was down." });

        Assert.True(delivery.IsDelivered);
        Assert.Equal("PagerDuty phone took it (HTTP 202)", delivery.Says);
        Assert.Equal("billing-NoLeader-4711", delivery.Reference);
        var asked = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v2/enqueue", "application/json"), (asked.Method, asked.Path, asked.Headers["Content-Type"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
                {
                  "routing_key": "{{TestNotifier.RoutingKey}}", "event_action": "trigger", "dedup_key": "billing-NoLeader-4711", "client": "Ops Console",
                  "client_url": "https://console.example.com/alerts/4711?a=1&b=2",
                  "links": [{ "href": "https://console.example.com/alerts/4711?a=1&b=2", "text": "Open in the console" }],
                  "payload": {
                    "summary": "Nobody leads", "source": "billing", "severity": "critical", "timestamp": "2026-11-21T11:55:00.000Z",
                    "custom_details": {
                      "system": "billing", "since": "2026-11-21 11:55 UTC", "for": "Ada Ek (first line)", "late": "The console was down.",
                      "text": "The lease billing-leader was not renewed for 3 min.\nWrites wait."
                    }
                  }
                }
                """),
            JsonNode.Parse(asked.Body)), asked.Body);
    }

    [Theory]
    [InlineData(PageKind.Acknowledge, "acknowledge")]
    [InlineData(PageKind.Resolve, "resolve")]
    public async Task The_affair_is_acknowledged_and_resolved_by_its_key(PageKind kind, string word)
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(202, "application/json", Queued));
        using var notifier = TestNotifier.Of(ChannelKind.PagerDuty, server.Url);

        Assert.True((await notifier.SendAsync(SomePages.Of(kind, "end"))).IsDelivered);

        var said = JsonNode.Parse(server.Requests[0].Body)!.AsObject();
        Assert.Equal(word, (string?)said["event_action"]);
        Assert.Equal("billing-NoLeader-4711", (string?)said["dedup_key"]);
        Assert.False(said.ContainsKey("payload"));
    }

    [Theory]
    [InlineData(Severity.Critical, "critical")]
    [InlineData(Severity.High, "error")]
    [InlineData(Severity.Warning, "warning")]
    [InlineData(Severity.Info, "info")]
    [InlineData(Severity.Unknown, "error")]
    public void Our_severities_become_theirs(Severity ours, string theirs) =>
        Assert.Equal(theirs, (string?)PagerDutyNotifier.Event(SomePages.Of() with { Severity = ours }, "key")["payload"]!["severity"]);

    [Fact]
    public void A_summary_is_one_line_of_1024_characters_at_most_and_no_half_of_one()
    {
        var page = SomePages.Of(title: $"a\r\nb\u0000\u202E{string.Concat(Enumerable.Repeat("😀", 1_000))}");

        var summary = (string)PagerDutyNotifier.Event(page, "key")["payload"]!["summary"]!;

        Assert.StartsWith("a b😀", summary, StringComparison.Ordinal);
        Assert.EndsWith("😀…", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Length, 1_020, 1_024);
    }

    [Fact]
    public async Task What_is_wrong_with_an_event_is_told_in_their_words()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(
            400, "application/json", """{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}"""));
        using var notifier = TestNotifier.Of(ChannelKind.PagerDuty, server.Url);

        var delivery = await notifier.SendAsync();

        Assert.Equal(
            "PagerDuty phone finds the page wrong (HTTP 400): Event object is invalid (Length of 'routing_key' is incorrect (should be 32 characters))", delivery.Says);
    }

    [Fact]
    public async Task A_key_that_is_rotated_counts_from_the_next_page_on_and_one_that_is_gone_is_said()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(202, "application/json", Queued));
        using var notifier = TestNotifier.Of(ChannelKind.PagerDuty, server.Url);
        notifier.Rewrite("key", "another");
        Assert.True((await notifier.SendAsync()).IsDelivered);
        Assert.Equal("another", (string?)JsonNode.Parse(server.Requests[0].Body)!["routing_key"]);

        notifier.Lose("key");
        var delivery = await notifier.SendAsync();

        Assert.True(delivery is { IsDelivered: false, MayPass: true });
        Assert.Equal("PagerDuty phone was not asked: its RoutingKeyFile can't be used, see the settings", delivery.Says);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_success_in_other_words_is_a_success()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "thanks"));
        using var notifier = TestNotifier.Of(ChannelKind.PagerDuty, server.Url);

        Assert.True(await notifier.SendAsync() is { IsDelivered: true, Reference: null });
    }
}
