using System.Globalization;
using System.IO.Compression;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>What a real Prometheus 2.42 answered, read back over the wire.</summary>
public sealed class PrometheusClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vector_gives_samples_with_labels_and_milliseconds()
    {
        var sample = (await QueryAsync("prom-query-vector")).Samples[0];

        Assert.Equal("demo_leader", sample.Labels["__name__"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795260095680).Second, sample.At.Second);
        Assert.NotEqual(0, sample.At.Millisecond);
    }

    [Fact]
    public async Task Numbers_that_JSON_does_not_know_are_values_and_not_missing()
    {
        var values = (await QueryAsync("prom-query-odd-values")).Samples.ToDictionary(sample => sample.Labels["kind"], sample => sample.Value);

        Assert.Equal(double.MaxValue, values["big"]);
        Assert.Equal(double.NegativeInfinity, values["minus"]);
        Assert.True(double.IsNaN(values["nan"]));
        Assert.Equal(double.PositiveInfinity, values["plus"]);
        Assert.Equal(1.5e-9, values["tiny"]);
    }

    [Fact]
    public async Task Nothing_found_is_an_empty_answer_and_no_error()
    {
        Assert.Empty((await QueryAsync("prom-query-empty")).Samples);
        Assert.Empty((await QueryAsync("prom-query-sum-of-absent")).Samples);
        Assert.Empty((await QueryAsync("prom-query-stale-then-gone")).Samples);
        Assert.Null((await QueryAsync("prom-query-empty")).Value);
    }

    [Fact]
    public async Task Zero_by_zero_is_a_sample_that_has_no_value()
    {
        var answer = await QueryAsync("prom-query-zero-by-zero");

        Assert.True(double.IsNaN(answer.Samples.Single().Value));
        Assert.Null(answer.Value);
    }

    [Fact]
    public async Task One_by_zero_is_infinite() => Assert.Equal(double.PositiveInfinity, (await QueryAsync("prom-query-one-by-zero")).Value);

    [Fact]
    public async Task Absence_is_one_with_its_labels()
    {
        var sample = (await QueryAsync("prom-query-absent")).Samples.Single();

        Assert.Equal((1, "demo"), (sample.Value, sample.Labels["job"]));
    }

    [Fact]
    public async Task A_scalar_is_one_sample_without_labels()
    {
        var sample = (await QueryAsync("prom-query-scalar")).Samples.Single();

        Assert.Equal((1, LabelSet.Empty), (sample.Value, sample.Labels));
    }

    [Fact]
    public async Task A_text_is_no_number_and_says_so()
    {
        var answer = await QueryAsync("prom-query-string");

        Assert.Empty(answer.Samples);
        Assert.Contains("\"a string\"", answer.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_selector_as_an_instant_query_gives_its_newest_points() =>
        Assert.Equal([1, 0], (await QueryAsync("prom-query-matrix-instant")).Samples.Select(sample => sample.Value));

    [Fact]
    public async Task Warnings_come_with_the_data()
    {
        var answer = await QueryAsync("prom-query-warnings");

        Assert.Equal(2, answer.Samples.Length);
        Assert.StartsWith("remote_read", answer.Warnings.Single(), StringComparison.Ordinal);
        Assert.StartsWith("remote_read", (await RangeAsync("prom-query-range-warnings")).Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_arrive_as_they_are_whatever_they_hold() => Assert.Equal(
        ["", "<script>alert(1)</script>", "quote \" backslash \\ newline \n end", "Ünïcödé 日本"],
        (await QueryAsync("prom-query-labels-hostile")).Samples.Select(sample => sample.Labels["text"]));

    [Fact]
    public async Task A_gap_in_a_range_is_a_missing_point()
    {
        var nan = (await RangeAsync("prom-query-range-gap")).Series[0];

        Assert.Equal([0, 2, 4], nan.Points.Select(point => (point.At - nan.Points[0].At).TotalSeconds));
        Assert.All(nan.Points, point => Assert.True(double.IsNaN(point.Value)));
        Assert.Empty((await RangeAsync("prom-query-range-empty")).Series);
    }

    [Fact]
    public async Task A_packed_answer_is_unpacked()
    {
        await using var server = await ReplayServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.ContentType = "application/json";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                Recorded.Read("prom-query-gzip").GetProperty("response").GetProperty("body").GetRawText()), Cancellation);
        });
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);

        Assert.Equal(5, (await upstreams.Prometheus.QueryAsync("up", Cancellation)).Samples.Length);
        Assert.Contains("gzip", server.Requests[0].Headers["Accept-Encoding"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_are_posted_as_a_form_with_a_limit_below_our_own()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-query-range"));
        await using var upstreams = TestUpstreams.OfPrometheus($"{server.Url}/prefix/", ("Prometheus:0:Timeout", "2s"));
        var from = DateTimeOffset.FromUnixTimeSeconds(1_795_260_000);

        await upstreams.Prometheus.QueryRangeAsync("a + b & c", from, from.AddMinutes(1), TimeSpan.FromMilliseconds(500), Cancellation);

        var asked = server.Requests.Single();
        Assert.Equal(("POST", "/prefix/api/v1/query_range", ""), (asked.Method, asked.Path, asked.Query));
        Assert.Equal("query=a+%2B+b+%26+c&start=1795260000&end=1795260060&step=0.5&timeout=1800ms", asked.Body);
    }

    [Fact]
    public async Task Rules_tell_their_health_their_raw_templates_and_their_alerts()
    {
        var groups = await RulesAsync();
        var rules = groups.SelectMany(group => group.Rules).ToDictionary(rule => rule.Name);

        Assert.Equal(["broken", "demo", "empty"], groups.Select(group => group.Name));
        Assert.Empty(groups[2].Rules);
        Assert.Null(groups[2].LastEvaluation);
        Assert.Equal((RuleHealth.Error, true), (rules["DemoBrokenRule"].Health, rules["DemoBrokenRule"].IsAlert));
        Assert.StartsWith("found duplicate series", rules["DemoBrokenRule"].Error, StringComparison.Ordinal);
        Assert.Equal((RuleHealth.Ok, false, null), (rules["demo:requests:rate1m"].Health, rules["demo:requests:rate1m"].IsAlert, rules["demo:requests:rate1m"].Error));
        Assert.Equal("No leader on {{ $labels.pod }}", rules["DemoFiring"].Annotations["summary"]);
        Assert.Equal("No leader on op-1", rules["DemoFiring"].Alerts.Single().Says);
        Assert.Equal(TimeSpan.FromHours(1), rules["DemoPending"].For);
        Assert.Equal((AlertState.Pending, 35), (rules["DemoPending"].Alerts.Single().State, rules["DemoPending"].Alerts.Single().Value!.Value));
        Assert.Contains("<error expanding template", rules["DemoTemplateError"].Alerts.Single().Says, StringComparison.Ordinal);
        Assert.Equal("Ünïcödé 日本", rules["DemoHostile"].Alerts.Single().Labels["text"]);
    }

    [Fact]
    public async Task Times_with_nine_decimals_are_read()
    {
        var firing = (await RulesAsync())[1].Rules.Single(rule => rule.Name == "DemoFiring").Alerts.Single();

        Assert.Equal("2026-11-21T11:21:23.5686745", firing.StartsAt.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Alerts_of_rules_carry_the_external_labels_and_the_fingerprint_that_Alertmanager_will_give_them()
    {
        var alerts = (await RulesAsync()).SelectMany(group => group.Rules).SelectMany(rule => rule.Alerts).ToList();

        Assert.All(alerts, alert => Assert.Equal("demo", alert.Labels["cluster"]));
        Assert.All(alerts, alert => Assert.Equal(Fingerprint.Of(alert.Labels), alert.Fingerprint));
    }

    [Fact]
    public async Task External_labels_are_asked_for_once_in_five_minutes()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var server = await StartRulesAsync();
        await using var upstreams = TestUpstreams.Of(time, ("Prometheus:0:Name", "main"), ("Prometheus:0:Url", server.Url));

        await upstreams.Prometheus.RulesAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(299));
        await upstreams.Prometheus.RulesAsync(Cancellation);
        Assert.Single(server.Requests, asked => asked.Path == "/api/v1/status/config");

        time.Advance(TimeSpan.FromSeconds(2));
        await upstreams.Prometheus.RulesAsync(Cancellation);
        Assert.Equal(2, server.Requests.Count(asked => asked.Path == "/api/v1/status/config"));
    }

    [Fact]
    public async Task Rules_are_told_even_where_the_configuration_is_not()
    {
        await using var server = await ReplayServer.StartAsync(("/api/v1/rules", Recorded.Answer("prom-rules")));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);

        Assert.Equal(3, (await upstreams.Prometheus.RulesAsync(Cancellation)).Length);
        await upstreams.Prometheus.RulesAsync(Cancellation);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Targets_tell_health_and_error_and_the_version_is_learned()
    {
        await using var server = await ReplayServer.StartAsync(
            ("/api/v1/targets", Recorded.Answer("prom-targets")), ("/api/v1/status/buildinfo", Recorded.Answer("prom-status-buildinfo")));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);

        var targets = (await upstreams.Prometheus.TargetsAsync(Cancellation)).ToDictionary(target => target.Job);

        Assert.Equal(("up", null, "127.0.0.1:9100"), (targets["demo"].Health, targets["demo"].Error, targets["demo"].Instance));
        Assert.Equal(("down", "server returned HTTP status 503 Service Unavailable"), (targets["busy"].Health, targets["busy"].Error));
        Assert.NotNull(targets["slow"].LastScrape);
        Assert.Equal("2.42.0+ds", upstreams.Status.Version);
    }

    private static async Task<InstantAnswer> QueryAsync(string recording)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer(recording));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);
        return await upstreams.Prometheus.QueryAsync("whatever", Cancellation);
    }

    private static async Task<RangeAnswer> RangeAsync(string recording)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer(recording));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);
        return await upstreams.Prometheus.QueryRangeAsync("whatever", default, default, TimeSpan.FromSeconds(1), Cancellation);
    }

    private static async Task<IReadOnlyList<RuleGroup>> RulesAsync()
    {
        await using var server = await StartRulesAsync();
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);
        return await upstreams.Prometheus.RulesAsync(Cancellation);
    }

    private static Task<ReplayServer> StartRulesAsync() => ReplayServer.StartAsync(
        ("/api/v1/rules", Recorded.Answer("prom-rules")), ("/api/v1/status/config", Recorded.Answer("prom-status-config")));
}
