using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Leadership;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>List and watch against what a real cluster answered.</summary>
public sealed class LeaseWatchTests
{
    private const string Path = "/apis/coordination.k8s.io/v1/namespaces/billing/leases";
    private readonly ConcurrentQueue<string> failures = new();
    private readonly ConcurrentQueue<LeaseList> seen = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A watch on which nothing happens.</summary>
    private static RequestDelegate Open { get; } = async context =>
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await ReplayServer.Hang(context);
    };

    [Fact]
    public async Task Each_change_gives_the_whole_content()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("lease-watch", 0), Recorded.Step("lease-watch", 1), Open);

        var taken = await TakeAsync(server, 7);

        Assert.Equal(["billing-operator-0", "pod-a", "pod-a", "pod-b", null, null, null], taken.Select((list, at) => at == 0 ? list.Leases.Single().Holder : Watched(list)?.Holder));
        Assert.Equal([1, 2, 2, 2, 1, 1, 1], taken.Select(list => list.Leases.Length));
        Assert.Equal((1, TimeSpan.FromSeconds(15)), (Watched(taken[3])!.Transitions, Watched(taken[3])!.Duration!.Value));
        Assert.Equal(101_746_820, (Watched(taken[3])!.RenewedAt!.Value - new DateTimeOffset(2026, 11, 21, 12, 10, 0, TimeSpan.Zero)).Ticks);
        Assert.Empty(failures);
    }

    [Fact]
    public async Task A_watch_begins_at_the_list_with_bookmarks_and_an_end_of_its_own()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("lease-watch", 0), Recorded.Step("lease-watch", 1), Open);

        await TakeAsync(server, 7, then: () => server.Requests.Count == 3);

        Assert.All(server.Requests, asked => Assert.Equal(Path, asked.Path));
        Assert.DoesNotContain("watch", server.Requests[0].Query, StringComparison.Ordinal);
        Assert.Contains("timeout=", server.Requests[0].Query, StringComparison.Ordinal);
        Assert.StartsWith("?watch=true&allowWatchBookmarks=true&resourceVersion=2542&timeoutSeconds=", server.Requests[1].Query, StringComparison.Ordinal);
        Assert.InRange(int.Parse(server.Requests[1].Query.Split('=')[^1], System.Globalization.CultureInfo.InvariantCulture), 300, 600);

        // From the last line seen, and that was a bookmark.
        Assert.Contains("&resourceVersion=2611&", server.Requests[2].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_that_ends_in_good_order_is_resumed_at_once_without_gap_or_repetition()
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            Recorded.Step("watch-timeout-and-resume", 0), Recorded.Step("watch-timeout-and-resume", 1), Recorded.Step("watch-timeout-and-resume", 5), Open);

        var taken = await TakeAsync(server, 5, then: () => server.Requests.Count == 4);

        Assert.Equal(["2639", "2645", "2645", "2645", "2645"], taken.Select(list => list.Leases.Single(lease => lease.Name == "billing-operator-leader").ResourceVersion));
        Assert.Equal([false, false, false, true, false], taken.Select(list => list.Leases.Any(lease => lease.Name == "meanwhile")));
        Assert.Equal(["2644", "2645", "2649"], server.Requests.Skip(1).Select(Version));
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_place_that_the_cluster_forgot_is_listed_again_and_that_is_no_failure(int gone)
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            Recorded.Step("watch-timeout-and-resume", 0), Recorded.Step("watch-expired-410", gone), Recorded.Step("lease-watch", 0), Open);

        var taken = await TakeAsync(server, 2, then: () => server.Requests.Count == 4);

        Assert.Equal(["2639", "2487"], taken.Select(list => list.Leases.Single().ResourceVersion));
        Assert.Equal("2542", Version(server.Requests[3]));
        Assert.Empty(failures);
    }

    [Fact]
    public async Task What_left_the_list_while_the_watch_was_away_leaves_the_content()
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            Recorded.Step("watch-timeout-and-resume", 0), Recorded.Step("watch-expired-410", 0),
            ReplayServer.Json("""{"metadata":{"resourceVersion":"9"},"items":[]}"""), Open);

        Assert.Equal([1, 0], (await TakeAsync(server, 2)).Select(list => list.Leases.Length));
    }

    [Fact]
    public async Task A_broken_connection_is_told_and_resumed_from_the_last_place()
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            Recorded.Step("watch-cut-by-server", 0),
            async context =>
            {
                // A real cut, and only once what was sent has been read: a reset takes along what is still on the way.
                await context.Response.WriteAsync(Recorded.Line("watch-cut-by-server", 1, 0), Cancellation);
                await context.Response.Body.FlushAsync(Cancellation);
                await SeenAsync(2);
                context.Abort();
            },
            Recorded.Step("watch-timeout-and-resume", 5), Open);

        await TakeAsync(server, 4);

        Assert.Equal(["3026", "3027"], server.Requests.Skip(1).Take(2).Select(Version));
        Assert.Equal("Kubernetes main broke the connection off before the end of its answer", failures.Single());
    }

    [Fact]
    public async Task A_watch_that_ends_at_once_is_a_failure_and_does_not_spin()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("lease-watch", 0), ReplayServer.Json(string.Empty));

        await TakeAsync(server, 1, then: () => failures.Count >= 2);

        Assert.All(failures, words => Assert.Equal("Kubernetes main ends the watch of leases in billing at once", words));
        Assert.InRange(server.Requests.Count, 3, 8);
    }

    [Fact]
    public async Task Silence_from_the_begin_on_is_listed_anew_for_the_place_may_lie_in_the_future()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("lease-watch", 0), Open, Recorded.Step("watch-timeout-and-resume", 0), Open);

        var taken = await TakeAsync(server, 2, silence: TimeSpan.FromSeconds(1));

        Assert.Equal(["2487", "2639"], taken.Select(list => list.Leases.Single().ResourceVersion));
        Assert.Empty(failures);
    }

    [Fact]
    public async Task Silence_after_something_was_heard_is_resumed()
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            Recorded.Step("lease-watch", 0),
            async context =>
            {
                await context.Response.WriteAsync("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"2600"},"spec":{}}}""" + "\n", Cancellation);
                await context.Response.Body.FlushAsync(Cancellation);
                await ReplayServer.Hang(context);
            },
            Recorded.Step("watch-timeout-and-resume", 5), Open);

        await TakeAsync(server, 4, silence: TimeSpan.FromSeconds(1));

        Assert.Equal(["2542", "2600"], server.Requests.Skip(1).Take(2).Select(Version));
        Assert.Empty(failures);
    }

    [Fact]
    public async Task A_list_that_hangs_is_given_up_told_and_tried_again()
    {
        var lists = 0;
        await using var server = await ReplayServer.StartInTurnAsync(context => context.Request.Query.ContainsKey("watch") ? Open(context)
            : Interlocked.Increment(ref lists) <= 3 ? ReplayServer.Hang(context) : Recorded.Step("lease-watch", 0)(context));

        Assert.Single(await TakeAsync(server, 1, timeout: TimeSpan.FromMilliseconds(200)));

        // On a busy machine the answer, too, may come too late, and then that is told again.
        Assert.NotEmpty(failures);
        Assert.All(failures, words => Assert.Equal("Kubernetes main did not answer within 0.2 s", words));
    }

    [Fact]
    public async Task A_large_list_is_read_in_pages()
    {
        await using var server = await ReplayServer.StartInTurnAsync([.. Enumerable.Range(0, 4).Select(step => Recorded.Step("list-limit-continue", step)), Open]);

        Assert.Equal(7, (await TakeAsync(server, 1)).Single().Leases.Select(lease => lease.Name).Distinct().Count());
        Assert.Equal([false, true, true, true], server.Requests.Take(4).Select(asked => asked.Query.Contains("&continue=eyJ2", StringComparison.Ordinal)));
        Assert.DoesNotContain(server.Requests.Take(4), asked => asked.Query.Contains("resourceVersion", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("error-401-403", 0, "does not accept our credentials or denies us this (HTTP 401, Unauthorized): Unauthorized")]
    [InlineData("error-401-403", 4, "(HTTP 403, Forbidden): secrets is forbidden")]
    [InlineData("etcd-away", 3, "(HTTP 504, Timeout): Timeout: request did not complete within the allotted timeout")]
    [InlineData("rate-limited-429", 0, "got too many requests (HTTP 429): Too many requests, please try again later.")]
    [InlineData("streaming-list-refused", 0, "something else than its API promises")]
    public async Task The_clusters_words_are_told(string transcript, int step, string words)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Step(transcript, step));

        await TakeAsync(server, 0, then: () => !failures.IsEmpty);

        Assert.Contains(words, failures.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absent_and_empty_fields_are_nobody_and_never()
    {
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Json("""
            {"kind":"LeaseList","metadata":{"resourceVersion":"5"},"items":[
             {"metadata":{"name":"empty","namespace":"billing","uid":"u1","resourceVersion":"1"},"spec":{}},
             {"metadata":{"name":"released","namespace":"billing","uid":"u2","resourceVersion":"2"},"spec":{"holderIdentity":"","leaseDurationSeconds":1,"leaseTransitions":3}},
             {"metadata":{"name":"untaken","namespace":"billing","uid":"u3","resourceVersion":"3"}}]}
            """), Open);

        var leases = (await TakeAsync(server, 1)).Single().Leases;

        Assert.Equal([null, "", null], leases.Select(lease => lease.Holder));
        Assert.Equal([0, 3, 0], leases.Select(lease => lease.Transitions));
        Assert.All(leases, lease => Assert.Null(lease.RenewedAt));
        Assert.Null(leases[2].Duration);
    }

    [Fact]
    public async Task A_reader_who_leaves_takes_the_watch_along()
    {
        var ended = new TaskCompletionSource();
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("lease-watch", 0), async context =>
        {
            await Open(context);
            ended.SetResult();
        });

        await TakeAsync(server, 1, then: () => server.Requests.Count == 2);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact]
    public async Task The_console_watches_the_configured_cluster_and_knows_its_health()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("lease-watch", 0), Open);
        await using var upstreams = TestUpstreams.OfCluster(server.Url);
        await foreach (var list in upstreams.Cluster.WatchAsync("billing", failures.Enqueue, Cancellation))
        {
            Assert.Equal("billing-operator-leader", list.Leases.Single().Name);
            break;
        }

        Assert.Equal((true, Sources.SourceKind.Kubernetes), (upstreams.Status.Reachable!.Value, upstreams.Status.Kind));
    }

    [Fact]
    public void Pauses_grow_to_the_longest_and_are_never_all_alike()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(1));
        var pauses = Enumerable.Range(0, 20).Select(_ => backoff.Next().TotalSeconds).ToList();

        Assert.All(pauses.Select((pause, at) => (pause, longest: Math.Min(30, Math.Pow(2, at)))), it => Assert.InRange(it.pause, it.longest / 2, it.longest));
        Assert.Equal(20, pauses.Distinct().Count());

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }

    private static Lease? Watched(LeaseList list) => list.Leases.SingleOrDefault(lease => lease.Name == "watched");

    private static string Version(ReplayServer.Asked asked) => asked.Query.Split("resourceVersion=")[1].Split('&')[0];

    private async Task SeenAsync(int count) => await Eventually.SoAsync(() => Task.FromResult<bool?>(seen.Count >= count ? true : null), TimeSpan.FromSeconds(60), Cancellation);

    private async Task<List<LeaseList>> TakeAsync(ReplayServer server, int count, Func<bool>? then = null, TimeSpan? silence = null, TimeSpan? timeout = null)
    {
        using var cluster = new TestCluster(server.Url, timeout ?? TimeSpan.FromSeconds(10), silence ?? TimeSpan.FromSeconds(60));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = ReadAsync(cluster.Cluster, limit.Token);
        await Eventually.SoAsync(() => Task.FromResult<bool?>(reading.IsCompleted || (seen.Count >= count && then?.Invoke() != false) ? true : null), TimeSpan.FromSeconds(60), Cancellation);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        return [.. seen];
    }

    private async Task ReadAsync(ClusterClient leases, CancellationToken cancellation)
    {
        await foreach (var list in leases.WatchAsync("billing", failures.Enqueue, cancellation))
        {
            seen.Enqueue(list);
        }
    }
}
