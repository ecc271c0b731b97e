using Microsoft.AspNetCore.Http;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>One watch for many readers, and what each of them is told.</summary>
public sealed class InformerTests
{
    private const string Empty = """{"metadata":{"resourceVersion":"10"},"items":[]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_share_one_watch_and_a_late_one_first_gets_what_there_is()
    {
        var (first, more) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Json(Empty), async context =>
        {
            await first.Task.WaitAsync(Cancellation);
            await LineAsync(context, "ADDED", "a", 11);
            await more.Task.WaitAsync(Cancellation);
            await LineAsync(context, "MODIFIED", "a", 12);
            await LineAsync(context, "DELETED", "a", 13);
            await ReplayServer.Hang(context);
        });
        using var cluster = new TestCluster(server.Url, pace => pace);
        await using var early = new Reading<Pod>(cluster.Cluster);
        await early.UntilAsync(it => it.Told.Count == 1);
        first.SetResult();
        await early.UntilAsync(it => it.Changes.Count == 1);
        await using var late = new Reading<Pod>(cluster.Cluster);
        await late.UntilAsync(it => it.Told.Count == 1);
        more.SetResult();
        await early.UntilAsync(it => it.Changes.Count == 3);
        await late.UntilAsync(it => it.Changes.Count == 2);

        Assert.Equal(["+a@11", "+a@12", "-a@13"], early.Changes);
        Assert.Equal("a", Assert.IsType<ClusterChange<Pod>.Listed>(late.Told[0]).Objects.Single().Id.Name);
        Assert.Equal(["+a@12", "-a@13"], late.Changes);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Other_places_and_kinds_have_watches_of_their_own()
    {
        await using var server = await StartAsync();
        using var cluster = new TestCluster(server.Url, pace => pace);
        await using var all = new Reading<Pod>(cluster.Cluster);
        await using var some = new Reading<Pod>(cluster.Cluster, "billing");
        await using var others = new Reading<Deployment>(cluster.Cluster, "billing");
        await Eventually.SoAsync(() => Task.FromResult<bool?>(server.Requests.Count == 6 ? true : null), TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(["/api/v1/namespaces/billing/pods", "/api/v1/pods", "/apis/apps/v1/namespaces/billing/deployments"],
            server.Requests.Select(asked => asked.Path).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_watch_outlives_its_last_reader_for_a_while_and_then_ends()
    {
        var ended = new TaskCompletionSource();
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Json(Empty), async context =>
        {
            await context.Response.Body.FlushAsync(Cancellation);
            await ReplayServer.Hang(context);
            ended.SetResult();
        }, ReplayServer.Json(Empty), ReplayServer.Hang);
        using var cluster = new TestCluster(server.Url, pace => pace with { Linger = TimeSpan.FromSeconds(2) });
        for (var visit = 0; visit < 3; visit++)
        {
            await using var reading = new Reading<Pod>(cluster.Cluster);
            await reading.UntilAsync(it => it.Told.Count == 1);
        }

        Assert.InRange(server.Requests.Count, 1, 2);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await using var anew = new Reading<Pod>(cluster.Cluster);
        await anew.UntilAsync(it => it.Told.Count == 1);
        Assert.DoesNotContain("watch=true", server.Requests[2].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_is_not_served_is_told_and_asked_for_again()
    {
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Text(404, "text/plain; charset=utf-8", "404 page not found\n"),
            ReplayServer.Text(404, "application/json", """{"kind":"Status","status":"Failure","reason":"NotFound","code":404}"""), ReplayServer.Json(Empty), ReplayServer.Hang);
        using var cluster = new TestCluster(server.Url, pace => pace with { NotServed = TimeSpan.FromMilliseconds(100) });
        await using var reading = new Reading<DisruptionBudget>(cluster.Cluster);
        await reading.UntilAsync(it => it.Told.Count >= 3);

        Assert.Equal("policy/v1", Assert.IsType<ClusterChange<DisruptionBudget>.NotServed>(reading.Told[0]).What);
        Assert.IsType<ClusterChange<DisruptionBudget>.Listed>(reading.Told[2]);
        Assert.Empty(reading.Failures);
        Assert.True(cluster.Status.Reachable);
    }

    [Fact]
    public async Task A_404_for_pods_is_no_old_cluster_but_a_wrong_address()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(404, "text/plain", "404 page not found\n"));
        using var cluster = new TestCluster(server.Url, pace => pace);
        await using var reading = new Reading<Pod>(cluster.Cluster);
        await reading.UntilAsync(it => it.Failures.Count > 0);

        Assert.Empty(reading.Told);
        Assert.Contains("is the address right", reading.Failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_kind_is_told_in_the_servers_words_and_says_nothing_against_the_cluster()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("error-401-403", 4));
        using var cluster = new TestCluster(server.Url, pace => pace);
        await using var reading = new Reading<Node>(cluster.Cluster);
        await reading.UntilAsync(it => it.Failures.Count > 0);

        Assert.Contains("secrets is forbidden", reading.Failures[0], StringComparison.Ordinal);
        Assert.True(cluster.Status.Reachable);
    }

    [Fact]
    public async Task A_quiet_watch_is_confirmed_as_long_as_the_cluster_is_well()
    {
        await using var server = await StartAsync();
        using var cluster = new TestCluster(server.Url, pace => pace with { Quiet = TimeSpan.FromMilliseconds(100) });
        await using var reading = new Reading<Pod>(cluster.Cluster);
        await reading.UntilAsync(it => it.Told.Count(change => change is ClusterChange<Pod>.Confirmed) >= 3);
        server.Aside["/livez"] = Recorded.Step("etcd-away", 5);
        await reading.UntilAsync(it => it.Failures.Count > 0);

        Assert.Contains("[-]etcd failed", reading.Failures[0], StringComparison.Ordinal);
        server.Aside["/livez"] = ReplayServer.Text(200, "text/plain", "ok");
        var told = reading.Told.Count;
        await reading.UntilAsync(it => it.Told.Count > told);
        Assert.IsType<ClusterChange<Pod>.Confirmed>(reading.Told[^1]);
    }

    [Fact]
    public async Task A_connection_that_died_without_a_sign_is_not_confirmed()
    {
        await using var server = await StartAsync();
        server.Aside["/livez"] = ReplayServer.Hang;
        using var cluster = new TestCluster(server.Url, TimeSpan.FromMilliseconds(200), pace => pace with { Quiet = TimeSpan.FromMilliseconds(100) });
        await using var reading = new Reading<Pod>(cluster.Cluster);

        // The list has no more time than the sign of life: on a busy machine it may be the first to fail.
        await reading.UntilAsync(it => it.Told.Count > 0 && it.Failures.Count > 0);
        Assert.All(reading.Told, told => Assert.IsType<ClusterChange<Pod>.Listed>(told));
        Assert.All(reading.Failures, words => Assert.Contains("did not answer", words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_that_was_cut_and_is_open_again_is_confirmed()
    {
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Json(Empty), async context =>
        {
            await context.Response.Body.FlushAsync(Cancellation);
            context.Abort();
        }, Open);
        using var cluster = new TestCluster(server.Url, pace => pace with { Settle = TimeSpan.FromMilliseconds(50) });
        await using var reading = new Reading<Pod>(cluster.Cluster);
        await reading.UntilAsync(it => it.Told.Count == 2);

        Assert.IsType<ClusterChange<Pod>.Confirmed>(reading.Told[1]);
        Assert.Single(reading.Failures);
    }

    [Fact]
    public async Task An_error_inside_a_watch_is_told_and_listed_anew()
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            Recorded.Step("lease-watch", 0), Recorded.Step("streaming-list-refused", 0), Recorded.Step("watch-timeout-and-resume", 0), Open);
        using var cluster = new TestCluster(server.Url, pace => pace);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var failures = new List<string>();
        var seen = new List<string>();
        await foreach (var list in cluster.Cluster.WatchAsync("billing", failures.Add, limit.Token))
        {
            seen.Add(list.Leases.Single().ResourceVersion);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["2487", "2639"], seen);
        Assert.Contains("ended the watch of leases (500", Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_of_the_cluster_is_learned_when_it_is_met()
    {
        await using var server = await StartAsync();
        server.Aside["/version"] = Recorded.Step("version", 0);
        using var cluster = new TestCluster(server.Url, pace => pace);
        await using var reading = new Reading<Pod>(cluster.Cluster);

        await Eventually.SoAsync(() => Task.FromResult<bool?>(cluster.Status.Version is not null ? true : null), TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal("v1.36.2", cluster.Status.Version);
    }

    private static RequestDelegate Open { get; } = async context =>
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await ReplayServer.Hang(context);
    };

    private static async Task<ReplayServer> StartAsync()
    {
        var server = await ReplayServer.StartInTurnAsync(ReplayServer.Hang);
        server.Answer = context => context.Request.Query.ContainsKey("watch") ? Open(context) : ReplayServer.Json(Empty)(context);
        return server;
    }

    private static async Task LineAsync(HttpContext context, string type, string name, int version)
    {
        await context.Response.WriteAsync(WatchLog.Line(type, name, version), Cancellation);
        await context.Response.Body.FlushAsync(Cancellation);
    }
}
