using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>What a real Alertmanager 0.25 answered, read back over the wire.</summary>
public sealed class AlertmanagerClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_active_alert_fires_though_its_end_lies_ahead()
    {
        var alert = (await AlertsAsync("am-alerts-active")).Single();

        Assert.Equal(("e6946ddd8bbb1e12", AlertState.Firing, "DemoFiring", Severity.Critical), (alert.Fingerprint, alert.State, alert.Name, alert.Severity));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 11, 21, 23, 568, TimeSpan.Zero), alert.StartsAt);
        Assert.Equal(["pager", "console"], alert.Receivers);
        Assert.Equal("http://prometheus.example:9090/graph?g0.expr=demo_leader+%3D%3D+0&g0.tab=1", alert.GeneratorUrl!.AbsoluteUri);
    }

    [Fact]
    public async Task A_silenced_alert_names_its_silence()
    {
        var alert = (await AlertsAsync("am-alerts-silenced")).Single();

        Assert.Equal((AlertState.Silenced, "e58697d3-8327-4cf7-8e1a-58d9b336ccce"), (alert.State, alert.SilencedBy.Single()));
        Assert.Equal("quote \" backslash \\ newline \n end <img src=x onerror=alert(1)>", alert.Says);
    }

    [Theory]
    [InlineData("am-alerts-inhibited", "e6946ddd8bbb1e12")]
    [InlineData("am-alerts-inhibited-missing-label", "349925cd4b2f2591")]
    public async Task An_inhibited_alert_names_the_alert_that_holds_it_back(string recording, string by)
    {
        var alert = (await AlertsAsync(recording)).Single();

        Assert.Equal((AlertState.Inhibited, by), (alert.State, alert.InhibitedBy.Single()));
    }

    [Fact]
    public async Task No_alerts_are_an_empty_list() => Assert.Empty(await AlertsAsync("am-alerts-none"));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[{\"labels\":{\"alertname\":1}}]")]
    [InlineData("[{\"annotations\":{}}]")]
    [InlineData("[{\"labels\":{\"alertname\":\"Cut\"}},")]
    [InlineData("")]
    public async Task What_is_no_list_of_alerts_is_never_taken_for_no_alerts(string body)
    {
        var failure = await Assert.ThrowsAsync<UpstreamException>(() => AlertsAsync(ReplayServer.Json(body)));

        Assert.Equal(UpstreamFault.Unreadable, failure.Fault);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task Only_web_addresses_become_links(string address)
    {
        var alert = (await AlertsAsync(ReplayServer.Json($$"""[{"labels":{"a":"b"},"startsAt":"2026-11-21T11:21:23Z","generatorURL":"{{address}}"}]"""))).Single();

        Assert.Null(alert.GeneratorUrl);
        Assert.Equal(Fingerprint.Of(alert.Labels), alert.Fingerprint);
        Assert.Equal(string.Empty, alert.Name);
    }

    [Fact]
    public async Task Labels_of_10_KB_and_scripts_arrive_whole()
    {
        var value = new string('ü', 10_240);
        var body = JsonSerializer.Serialize(new[]
        {
            new { labels = new Dictionary<string, string> { ["zz"] = value, ["aa"] = "1" }, annotations = new { summary = "<script>alert(1)</script>" }, startsAt = "2026-11-21T11:21:23.5+01:00" },
        });

        var alert = (await AlertsAsync(ReplayServer.Json(body))).Single();

        Assert.Equal(["aa", "zz"], alert.Labels.Select(label => label.Key));
        Assert.Equal(value, alert.Labels["zz"]);
        Assert.Equal("<script>alert(1)</script>", alert.Says);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 21, 23, 500, TimeSpan.Zero), alert.StartsAt);
    }

    [Fact]
    public async Task Twenty_thousand_alerts_polled_again_make_few_new_strings()
    {
        var body = Many(20_000);
        await using var server = await ReplayServer.StartAsync(ReplayServer.Json(body));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var first = await upstreams.Alertmanager.AlertsAsync(Cancellation);
        var second = await upstreams.Alertmanager.AlertsAsync(Cancellation);

        Assert.Equal(20_000, second.Length);
        Assert.Equal("pod-19999", second[^1].Labels["pod"]);
        Assert.InRange(first.Concat(second).Select(alert => alert.Labels["severity"]).Distinct<object>(ReferenceEqualityComparer.Instance).Count(), 1, 200);
        Assert.Same(first[0].GeneratorUrl, first[19_999].GeneratorUrl);
        Assert.True(first.Zip(second).Count(pair => ReferenceEquals(pair.First.Annotations["summary"], pair.Second.Annotations["summary"])) > 5_000);
    }

    [Fact]
    public async Task Silences_of_every_state_are_read_with_their_matchers()
    {
        await using var server = await ReplayServer.StartAsync(("/api/v2/silences", Recorded.Answer("am-silences-all-states")));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var silences = await upstreams.Alertmanager.SilencesAsync(Cancellation);

        Assert.Equal([SilenceState.Active, SilenceState.Active, SilenceState.Active, SilenceState.Pending, SilenceState.Expired, SilenceState.Expired], silences.Select(silence => silence.State));
        Assert.Equal(["alertname=\"Other\"", "severity!=\"critical\""], silences[1].Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal("alertname=~\"DemoHost.*\"", silences[4].Matchers.Single().ToString());
        Assert.Equal(("ada", "", 2031), (silences[0].CreatedBy, silences[0].Comment, silences[2].EndsAt.Year));
        Assert.All(silences, silence => Assert.Empty(silence.Unjudged));
    }

    [Fact]
    public async Task A_matcher_that_can_not_be_judged_here_is_shown_and_never_passed_over()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Json("""
            [{"id":"x","status":{"state":"active"},"startsAt":"2026-11-21T11:00:00Z","endsAt":"2026-11-21T12:00:00Z","matchers":
             [{"name":"a","value":"1","isRegex":false},{"name":"with.dots","value":"(","isRegex":true}]}]
            """));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var silence = (await upstreams.Alertmanager.SilencesAsync(Cancellation)).Single();

        Assert.Equal("with.dots=~\"(\"", silence.Unjudged.Single());
        Assert.Null(silence.Matches(Metrics.LabelSet.Of(("a", "1"))));
        Assert.False(silence.Matches(Metrics.LabelSet.Of(("a", "2"))));
    }

    [Fact]
    public async Task Status_tells_version_cluster_and_receivers()
    {
        await using var server = await ReplayServer.StartAsync(("/api/v2/status", Recorded.Answer("am-status")), ("/api/v2/receivers", Recorded.Answer("am-receivers")));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var status = await upstreams.Alertmanager.StatusAsync(Cancellation);

        Assert.Equal(("main", "0.25.0", "disabled"), (status.Source, status.Version, status.ClusterStatus));
        Assert.Equal(["console", "short", "pager"], status.Receivers);
        Assert.Empty(status.Peers);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 11, 21, 17, 805, TimeSpan.Zero), status.StartedAt);
        Assert.Equal("0.25.0", upstreams.Status.Version);
    }

    private static Task<ImmutableArray<Alert>> AlertsAsync(string recording) => AlertsAsync(Recorded.Answer(recording));

    private static async Task<ImmutableArray<Alert>> AlertsAsync(Microsoft.AspNetCore.Http.RequestDelegate answer)
    {
        await using var server = await ReplayServer.StartAsync(answer);
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);
        return await upstreams.Alertmanager.AlertsAsync(Cancellation);
    }

    private static string Many(int count)
    {
        var body = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            body.Append(i > 0 ? "," : "").Append($$$"""
                {"annotations":{"summary":"Pod pod-{{{i}}} has restarted many times within the last ten minutes","runbook_url":"https://runbooks.example/pod"},
                 "endsAt":"2026-11-21T11:25:23.568Z","fingerprint":"{{{i:x16}}}","receivers":[{"name":"console"}],"startsAt":"2026-11-21T11:21:23.568Z",
                 "status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},"updatedAt":"2026-11-21T11:21:23.581Z",
                 "generatorURL":"http://prometheus.example:9090/graph?g0.expr=demo_leader+%3D%3D+0&g0.tab=1",
                 "labels":{"alertname":"Restarts","cluster":"demo","instance":"10.0.{{{i / 250}}}.{{{i % 250}}}:9100","job":"demo","namespace":"demo","pod":"pod-{{{i}}}","severity":"warning"}}
                """);
        }

        return body.Append(']').ToString();
    }
}
