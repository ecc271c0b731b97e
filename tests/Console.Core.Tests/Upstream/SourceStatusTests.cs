using System.Diagnostics.Metrics;
using System.Globalization;
using OpsConsole.Sources;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>What Sources will show of a source, from the console's own requests.</summary>
public sealed class SourceStatusTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_first_request_nothing_is_claimed()
    {
        await using var upstreams = TestUpstreams.OfPrometheus("http://127.0.0.1:1");

        Assert.Equal((null, null, null, 0L), (upstreams.Status.Reachable, upstreams.Status.LastSuccess, upstreams.Status.Error, upstreams.Status.Requests));
        Assert.Equal((SourceKind.Prometheus, "main"), (upstreams.Status.Kind, upstreams.Status.Name));
    }

    [Fact]
    public async Task Failures_in_a_row_keep_their_begin_and_a_success_ends_them()
    {
        var time = new FakeTime(Start);
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-unauthorized"));
        await using var upstreams = TestUpstreams.Of(time, ("Prometheus:0:Name", "main"), ("Prometheus:0:Url", server.Url));

        await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));
        time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));
        var failing = upstreams.Status;
        server.Answer = Recorded.Answer("prom-query-vector");
        await upstreams.Prometheus.QueryAsync("up", Cancellation);

        Assert.Equal((false, Start, null), (failing.Reachable!.Value, failing.FailingSince, failing.LastSuccess));
        Assert.Contains("HTTP 401", failing.Error, StringComparison.Ordinal);
        Assert.Equal((true, null, null), (upstreams.Status.Reachable!.Value, upstreams.Status.FailingSince, upstreams.Status.Error));
        Assert.Equal((Start.AddMinutes(1), 3L, 2L), (upstreams.Status.LastSuccess!.Value, upstreams.Status.Requests, upstreams.Status.Failures));
        Assert.NotNull(upstreams.Status.Latency);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(-120)]
    [InlineData(0)]
    public async Task A_clock_that_is_off_is_seen_in_the_date_of_the_answers(int seconds)
    {
        var time = new FakeTime(Start);
        await using var server = await ReplayServer.StartAsync(context =>
        {
            context.Response.Headers.Date = Start.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);
            return Recorded.Answer("prom-query-vector")(context);
        });
        await using var upstreams = TestUpstreams.Of(time, ("Prometheus:0:Name", "main"), ("Prometheus:0:Url", server.Url));

        await upstreams.Prometheus.QueryAsync("up", Cancellation);

        Assert.InRange(upstreams.Status.ClockAhead!.Value.TotalSeconds, seconds - 1, seconds + 1);
    }

    [Fact]
    public async Task Requests_are_counted_by_source_and_outcome()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, heard) =>
        {
            if (instrument is { Meter.Name: "OpsConsole.Upstream", Name: "opsconsole.upstream.requests" })
            {
                heard.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            var words = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
            lock (counted)
            {
                counted.Add(words);
            }
        });
        listener.Start();
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Answer("prom-not-ready"), Recorded.Answer("prom-query-vector"));
        await using var upstreams = TestUpstreams.Of(null, ("Prometheus:0:Name", "counted"), ("Prometheus:0:Url", server.Url));

        await upstreams.Prometheus.QueryAsync("up", Cancellation);

        Assert.Equal(["prometheus counted broken", "prometheus counted ok"], counted.Where(words => words.Contains("counted", StringComparison.Ordinal)));
    }
}
