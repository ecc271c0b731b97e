using System.Globalization;
using System.Net.Http.Json;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>The clients against the real programs.</summary>
public sealed class RealMonitoringTests(RealMonitoring real) : IClassFixture<RealMonitoring>, IAsyncDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly TestUpstreams prometheus = TestUpstreams.OfPrometheus(real.Prometheus.Url);
    private readonly TestUpstreams alertmanager = TestUpstreams.OfAlertmanager(real.Alertmanager.Url);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_firing_alert_has_one_fingerprint_in_both()
    {
        var sent = await Eventually.GetAsync(AlertsAsync, alerts => alerts.Any(alert => alert.Name == "Fires"), Cancellation);
        var firing = (await RuleAsync("Fires", rule => !rule.Alerts.IsEmpty)).Alerts.Single();
        var same = sent.Single(alert => alert.Name == "Fires");

        Assert.Equal(same.Fingerprint, firing.Fingerprint);
        Assert.Equal(same.Labels, firing.Labels);
        Assert.Equal("test", firing.Labels["cluster"]);
        Assert.Equal("critical", firing.Labels["severity"]);
        Assert.Equal(AlertState.Firing, firing.State);
        Assert.Equal("<script>alert('x')</script> & more", same.Says);
        Assert.Equal(["nobody"], same.Receivers);
        Assert.Equal(["main"], same.Origins);
        Assert.NotNull(same.GeneratorUrl);
    }

    [Fact]
    public async Task A_pending_alert_is_known_to_the_rules_alone()
    {
        var pending = (await RuleAsync("Waits", rule => !rule.Alerts.IsEmpty)).Alerts.Single();

        Assert.Equal(AlertState.Pending, pending.State);
        Assert.Equal(2, pending.Value);
        Assert.InRange(Now - pending.StartsAt, TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(await AlertsAsync(), alert => alert.Name == "Waits");
    }

    [Fact]
    public async Task A_rule_that_fails_says_why()
    {
        var broken = await RuleAsync("Broken", rule => rule.Health != RuleHealth.Unknown);

        Assert.Equal(RuleHealth.Error, broken.Health);
        Assert.Contains("duplicate series", broken.Error, StringComparison.Ordinal);
        Assert.Empty(broken.Alerts);
    }

    [Fact]
    public async Task An_alert_held_back_by_another_is_inhibited()
    {
        var alerts = await Eventually.GetAsync(AlertsAsync, all => all.Any(alert => alert is { Name: "Inhibited", State: AlertState.Inhibited }), Cancellation);

        Assert.Equal(alerts.Single(alert => alert.Name == "Fires").Fingerprint, alerts.Single(alert => alert.Name == "Inhibited").InhibitedBy.Single());
    }

    [Fact]
    public async Task A_silence_is_told_and_holds_its_alert_back()
    {
        await PostAsync("alerts", """[{"labels":{"alertname":"ToSilence","long":"LONG"}}]""".Replace("LONG", new string('x', 10_240), StringComparison.Ordinal));
        var ends = Now.AddHours(1).ToString("O", CultureInfo.InvariantCulture);
        await PostAsync("silences", $$"""
            {"matchers":[{"name":"alertname","value":"To.*","isRegex":true},{"name":"long","value":"","isRegex":false,"isEqual":false}],
             "startsAt":"{{Now:O}}","endsAt":"{{ends}}","createdBy":"ada","comment":"<b>planned</b>"}
            """);

        var alert = (await Eventually.GetAsync(AlertsAsync, all => all.Any(alert => alert is { Name: "ToSilence", State: AlertState.Silenced }), Cancellation))
            .Single(alert => alert.Name == "ToSilence");
        var silence = (await alertmanager.Alertmanager.SilencesAsync(Cancellation)).Single(silence => silence.Id == alert.SilencedBy.Single());

        Assert.Equal(10_240, alert.Labels["long"].Length);
        Assert.Equal(["alertname=~\"To.*\"", "long!=\"\""], silence.Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(("ada", "<b>planned</b>", SilenceState.Active), (silence.CreatedBy, silence.Comment, silence.State));
        Assert.True(silence.Matches(alert.Labels));
        Assert.False(silence.Matches(alert.Labels.Without("long")));
    }

    [Fact]
    public async Task Every_kind_of_value_arrives()
    {
        Assert.Equal(7, (await QueryAsync("7")).Value);
        Assert.Equal(1.5e-9, (await QueryAsync("vector(1.5e-9)")).Value);
        Assert.True(double.IsNaN((await QueryAsync("vector(0)/0")).Samples.Single().Value));
        Assert.True(double.IsPositiveInfinity((await QueryAsync("vector(1)/0")).Value!.Value));
        Assert.True(double.IsNegativeInfinity((await QueryAsync("-vector(1)/0")).Value!.Value));
        Assert.Empty((await QueryAsync("absent_metric")).Samples);
        Assert.Contains("text", (await QueryAsync("\"text\"")).Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_has_its_points()
    {
        var range = await prometheus.Prometheus.QueryRangeAsync("time()", Now.AddSeconds(-30), Now, TimeSpan.FromSeconds(10), Cancellation);

        Assert.Equal([-30, -20, -10, 0], range.Series.Single().Points.Select(point => Math.Round((point.At - Now).TotalSeconds)));
    }

    [Fact]
    public async Task An_expression_longer_than_any_address_may_be_is_answered() =>
        Assert.Equal(5, (await QueryAsync($"vector(5) or nothing{{long=\"{new string('x', 40_000)}\"}}")).Value);

    [Fact]
    public async Task What_Prometheus_can_not_parse_comes_back_in_its_words_and_it_stays_reachable()
    {
        var failure = await Assert.ThrowsAsync<UpstreamException>(() => QueryAsync("sum by ("));

        Assert.Equal(UpstreamFault.Invalid, failure.Fault);
        Assert.Contains("parse error", failure.Message, StringComparison.Ordinal);
        Assert.Equal((true, 1L), (prometheus.Status.Reachable!.Value, prometheus.Status.Failures));
    }

    [Fact]
    public async Task Targets_and_versions_are_told()
    {
        var targets = await Eventually.GetAsync(() => prometheus.Prometheus.TargetsAsync(Cancellation), all => all.Length == 2 && all.All(target => target.Health != "unknown"), Cancellation);
        var status = await alertmanager.Alertmanager.StatusAsync(Cancellation);

        Assert.Equal(("up", null), targets.Where(target => target.Job == "self").Select(target => (target.Health, target.Error)).Single());
        Assert.Contains("refused", targets.Single(target => target.Job == "gone").Error, StringComparison.Ordinal);
        Assert.StartsWith("2.", prometheus.Status.Version, StringComparison.Ordinal);
        Assert.Equal(status.Version, alertmanager.Status.Version);
        Assert.Equal(("disabled", "nobody"), (status.ClusterStatus, status.Receivers.Single()));

        // An answer that is long under way tells less: the quickest of some counts.
        await Eventually.GetAsync(
            async () =>
            {
                await prometheus.Prometheus.TargetsAsync(Cancellation);
                return prometheus.Status.ClockAhead!.Value;
            },
            ahead => ahead.Duration() <= TimeSpan.FromSeconds(1), Cancellation);
    }

    [Fact]
    public async Task An_Alertmanager_that_dies_and_comes_back_is_seen_going_and_coming()
    {
        await AlertsAsync();
        await real.Alertmanager.KillAsync();
        try
        {
            var failure = await Assert.ThrowsAsync<UpstreamException>(AlertsAsync);
            Assert.Equal(UpstreamFault.Unreachable, failure.Fault);
            Assert.Equal((false, failure.Message), (alertmanager.Status.Reachable!.Value, alertmanager.Status.Error));
            Assert.NotNull(alertmanager.Status.LastSuccess);
        }
        finally
        {
            await real.Alertmanager.RestartAsync(Cancellation);
        }

        await AlertsAsync();
        Assert.Equal((true, null), (alertmanager.Status.Reachable!.Value, alertmanager.Status.Error));
    }

    public async ValueTask DisposeAsync()
    {
        await prometheus.DisposeAsync();
        await alertmanager.DisposeAsync();
    }

    private async Task<IReadOnlyList<Alert>> AlertsAsync() => await alertmanager.Alertmanager.AlertsAsync(Cancellation);

    private Task<Metrics.InstantAnswer> QueryAsync(string promql) => prometheus.Prometheus.QueryAsync(promql, Cancellation);

    private async Task<Rule> RuleAsync(string name, Func<Rule, bool> isRight)
    {
        var groups = await Eventually.GetAsync(async () => await prometheus.Prometheus.RulesAsync(Cancellation),
            all => isRight(all.SelectMany(group => group.Rules).Single(rule => rule.Name == name)), Cancellation);
        return groups.SelectMany(group => group.Rules).Single(rule => rule.Name == name);
    }

    private async Task PostAsync(string what, string json)
    {
        using var http = new HttpClient();
        using var body = JsonContent.Create(System.Text.Json.JsonDocument.Parse(json).RootElement);
        using var answer = await http.PostAsync(new Uri($"{real.Alertmanager.Url}/api/v2/{what}"), body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
