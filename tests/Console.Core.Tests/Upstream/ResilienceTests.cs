using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>What is tried again, what is not, and when a source is left alone.</summary>
public sealed class ResilienceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_that_may_pass_is_tried_three_times_in_all()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Answer("prom-not-ready"), Recorded.Answer("prom-not-ready"), Recorded.Answer("prom-query-vector"));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);

        Assert.NotEmpty((await upstreams.Prometheus.QueryAsync("up", Cancellation)).Samples);
        Assert.Equal((3, 3L, 2L, true), (server.Requests.Count, upstreams.Status.Requests, upstreams.Status.Failures, upstreams.Status.Reachable!.Value));
    }

    [Fact]
    public async Task After_three_tries_it_has_failed()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-not-ready"));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);

        await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("prom-query-bad-parse")]
    [InlineData("prom-query-timeout")]
    [InlineData("prom-unauthorized")]
    [InlineData("prom-not-found")]
    public async Task What_will_not_pass_is_not_tried_again(string recording)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer(recording));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);

        await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_the_limit_and_asked_again()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Hang);
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:Timeout", "100ms"));

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));

        Assert.Equal((UpstreamFault.TimedOut, "Prometheus main did not answer within 0.1 s"), (failure.Fault, failure.Message));

        // What was sent, not what arrived: on a busy machine a try may be given up before the server has read it.
        Assert.Equal((3L, 3L), (upstreams.Status.Requests, upstreams.Status.Failures));
    }

    [Fact]
    public async Task A_body_that_hangs_counts_too()
    {
        await using var server = await ReplayServer.StartAsync(async context =>
        {
            await ReplayServer.Json("[{\"labels\":")(context);
            await context.Response.Body.FlushAsync(Cancellation);
            await ReplayServer.Hang(context);
        });
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url, ("Alertmanager:0:Timeout", "100ms"));

        Assert.Equal(UpstreamFault.TimedOut, (await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Alertmanager.AlertsAsync(Cancellation))).Fault);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_no_failure_of_the_source()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Hang);
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asking = upstreams.Prometheus.QueryAsync("up", giveUp.Token);
        await RealServers.Eventually.SoAsync(() => Task.FromResult<bool?>(server.Requests.Count > 0 ? true : null), TimeSpan.FromSeconds(20), Cancellation);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal((0L, null), (upstreams.Status.Failures, upstreams.Status.Error));
    }

    [Fact]
    public async Task A_source_that_fails_again_and_again_is_left_alone_then_tried_once_then_trusted()
    {
        var time = new FakeTime(Start);
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-not-ready"));
        await using var upstreams = TestUpstreams.Of(time, ("Prometheus:0:Name", "main"), ("Prometheus:0:Url", server.Url));
        while ((await FailAsync(upstreams, time)).Fault != UpstreamFault.CircuitOpen)
        {
            Assert.InRange(server.Requests.Count, 1, 12);
        }

        var asked = server.Requests.Count;
        var left = await FailAsync(upstreams, time);
        Assert.Equal((UpstreamFault.CircuitOpen, asked), (left.Fault, server.Requests.Count));
        Assert.Contains("Its last failure: Prometheus main is broken or starting (HTTP 503): Service Unavailable", left.Message, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(UpstreamFault.CircuitOpen, (await FailAsync(upstreams, time)).Fault);
        Assert.Equal(asked + 1, server.Requests.Count);

        server.Answer = Recorded.Answer("prom-query-vector");
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.NotEmpty((await upstreams.Prometheus.QueryAsync("up", Cancellation)).Samples);
        Assert.NotEmpty((await upstreams.Prometheus.QueryAsync("up", Cancellation)).Samples);
        Assert.Equal((true, null), (upstreams.Status.Reachable!.Value, upstreams.Status.Error));
    }

    [Fact]
    public async Task Many_bad_expressions_do_not_open_the_circuit()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-query-bad-parse"));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(UpstreamFault.Invalid, (await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("(", Cancellation))).Fault);
        }

        Assert.Equal((50, true), (server.Requests.Count, upstreams.Status.Reachable!.Value));
    }

    /// <summary>Asks; while it waits for its next try, moves the time.</summary>
    private static async Task<UpstreamException> FailAsync(TestUpstreams upstreams, FakeTime time)
    {
        var asking = upstreams.Prometheus.QueryAsync("up", Cancellation);
        while (!asking.IsCompleted)
        {
            // Below the limit of an attempt, so that only pauses between attempts pass.
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation));
        }

        return await Assert.ThrowsAsync<UpstreamException>(() => asking);
    }
}
