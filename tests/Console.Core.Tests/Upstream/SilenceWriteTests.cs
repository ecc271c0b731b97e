using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>Silences written to a real Alertmanager's recorded answers.</summary>
public sealed class SilenceWriteTests
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private static readonly DateTimeOffset Begin = new(2026, 11, 21, 11, 21, 38, TimeSpan.Zero);
    private static readonly SilenceDraft Draft = new([Matcher.Create("alertname", MatchKind.Equal, "DemoHostile").Value], Begin, Begin.AddHours(2), "ada", "CHG-1: planned work");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("am-silence-create", null, 2)]
    [InlineData("am-silence-extend", Id, 4)]
    public async Task A_silence_is_put_as_recorded_and_answered_with_its_id(string recording, string? id, int hours)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer(recording));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var made = await upstreams.Alertmanager.PutAsync(Draft with { Id = id, EndsAt = Begin.AddHours(hours) }, Cancellation);

        var (asked, due) = (server.Requests.Single(), Recorded.Read(recording).GetProperty("request").GetProperty("body"));
        Assert.Equal((Id, "POST", "/api/v2/silences"), (made, asked.Method, asked.Path));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(due.GetRawText()), JsonNode.Parse(asked.Body)), asked.Body);
    }

    [Theory]
    [InlineData(MatchKind.Equal, false, true)]
    [InlineData(MatchKind.NotEqual, false, false)]
    [InlineData(MatchKind.Regex, true, true)]
    [InlineData(MatchKind.NotRegex, true, false)]
    public async Task Each_kind_of_matcher_keeps_its_meaning(MatchKind kind, bool isRegex, bool isEqual)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("am-silence-create"));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        await upstreams.Alertmanager.PutAsync(Draft with { Matchers = [Matcher.Create("pod", kind, "a|b").Value] }, Cancellation);

        var sent = JsonDocument.Parse(server.Requests.Single().Body).RootElement.GetProperty("matchers")[0];
        Assert.Equal((isRegex, isEqual), (sent.GetProperty("isRegex").GetBoolean(), sent.GetProperty("isEqual").GetBoolean()));
    }

    [Fact]
    public async Task A_change_that_made_another_silence_is_answered_with_the_new_id()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("am-silence-change-matchers"));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        Assert.Equal("6612d511-c451-45d1-8b1a-59b61bdbfd08", await upstreams.Alertmanager.PutAsync(Draft with { Id = Id }, Cancellation));
    }

    [Fact]
    public async Task A_silence_is_found_by_its_id_and_ended()
    {
        await using var server = await ReplayServer.StartAsync(context => Recorded.Answer(context.Request.Method == "GET" ? "am-silence-get" : "am-silence-expire")(context));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var found = await upstreams.Alertmanager.FindAsync(Id, Cancellation);
        await upstreams.Alertmanager.ExpireAsync(Id, Cancellation);

        Assert.Equal((Id, SilenceState.Active, "main"), (found!.Id, found.State, found.Source));
        Assert.Equal(("DELETE", $"/api/v2/silence/{Id}"), (server.Requests[1].Method, server.Requests[1].Path));
    }

    [Fact]
    public async Task A_silence_that_is_not_known_is_none()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("am-silence-get-unknown"));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        Assert.Null(await upstreams.Alertmanager.FindAsync(Id, Cancellation));
    }

    [Theory]
    [InlineData("am-silence-bad-past-end", UpstreamFault.Invalid, false)]
    [InlineData("am-silence-bad-no-matchers", UpstreamFault.Invalid, false)]
    [InlineData("am-silence-expire-unknown", UpstreamFault.Broken, true)]
    public async Task A_refusal_is_certain_and_an_error_of_the_server_is_not(string recording, UpstreamFault fault, bool unknown)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer(recording));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Alertmanager.PutAsync(Draft, Cancellation));

        Assert.Equal((fault, unknown, 1), (failure.Fault, failure.OutcomeIsUnknown, server.Requests.Count));
    }

    [Fact]
    public async Task A_connection_that_is_cut_leaves_the_outcome_unknown_and_is_not_tried_again()
    {
        await using var server = await ReplayServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Alertmanager.PutAsync(Draft, Cancellation));

        Assert.Equal((true, 1), (failure.OutcomeIsUnknown, server.Requests.Count));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"silenceID\":\"\"}")]
    public async Task An_answer_without_an_id_leaves_the_outcome_unknown(string body)
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Json(body));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        Assert.True((await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Alertmanager.PutAsync(Draft, Cancellation))).OutcomeIsUnknown);
    }
}
