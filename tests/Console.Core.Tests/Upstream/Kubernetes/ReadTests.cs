using Microsoft.AspNetCore.Http;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>Questions to a cluster, against what a real one answered.</summary>
public sealed class ReadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_is_read_and_a_missing_one_is_told_by_its_reason()
    {
        await using var replay = await TranscriptReplay.StartAsync("pod-get", 0);
        Assert.Equal("2757", (await replay.Reads.GetAsync<Pod>("redis-system", "redis-gateway-597b94c7f6-gthqj", Cancellation)).Id.ResourceVersion);

        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("pod-delete", 7));
        using var cluster = new TestCluster(server.Url, pace => pace);
        var missing = await Assert.ThrowsAsync<UpstreamException>(() => cluster.Cluster.Reads.GetAsync<Pod>("n", "p", Cancellation));
        Assert.Equal((UpstreamFault.Missing, 404, "NotFound"), (missing.Fault, missing.Kubernetes!.Code, missing.Kubernetes.Reason));
        Assert.True(cluster.Status.Reachable);
    }

    [Fact]
    public async Task A_list_is_selected_by_the_cluster_and_a_field_it_does_not_offer_is_refused()
    {
        await using var replay = await TranscriptReplay.StartAsync("list-selectors", 5, 8, 6);
        var one = await replay.Reads.ListAsync<LeaseObject>("rynxs", new ListFilter(null, "metadata.name=rynxs-operator-leader"), Cancellation);
        var none = await replay.Reads.ListAsync<Pod>("rynxs", new ListFilter("nothing=here", null), Cancellation);
        var refused = await Assert.ThrowsAsync<UpstreamException>(() => replay.Reads.ListAsync<LeaseObject>("rynxs", new ListFilter(null, "spec.holderIdentity=one"), Cancellation));

        Assert.Equal("rynxs-operator-leader", Assert.Single(one).Id.Name);
        Assert.Empty(none);
        Assert.Equal(UpstreamFault.Invalid, refused.Fault);
    }

    [Fact]
    public async Task A_list_whose_snapshot_is_gone_is_begun_anew()
    {
        await using var server = await ReplayServer.StartInTurnAsync(
            [Recorded.Step("list-continue-expired-410", 0), Recorded.Step("list-continue-expired-410", 1), .. Enumerable.Range(0, 4).Select(step => Recorded.Step("list-limit-continue", step))]);
        using var cluster = new TestCluster(server.Url, pace => pace);

        Assert.Equal(7, (await cluster.Cluster.Reads.ListAsync<LeaseObject>("pages", ListFilter.All, Cancellation)).Select(it => it.Id.Name).Distinct().Count());
        Assert.Equal([false, true, false, true], server.Requests.Take(4).Select(asked => asked.Query.Contains("continue=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rights_are_asked_for_with_and_without_a_person()
    {
        var jo = ActAs.Create("jo@example.org", ["ops-operators"]).Value;
        await using var replay = await TranscriptReplay.StartAsync("access-reviews", 0, 1, 2, 3, 4);
        var answers = new[]
        {
            await replay.Reads.MayAsync(new("list", "", "pods") { Namespace = "rynxs" }, null, Cancellation),
            await replay.Reads.MayAsync(new("delete", "", "pods") { Namespace = "rynxs" }, null, Cancellation),
            await replay.Reads.MayAsync(new("delete", "coordination.k8s.io", "leases") { Namespace = "rynxs", Name = "rynxs-operator-leader" }, jo, Cancellation),
            await replay.Reads.MayAsync(new("patch", "apps", "deployments") { Subresource = "scale", Namespace = "default" }, jo, Cancellation),
            await replay.Reads.MayAsync(new("create", "", "pods") { Subresource = "eviction", Namespace = "plue" }, jo, Cancellation),
        };

        Assert.Equal([true, false, true, false, true], answers.Select(answer => answer.Allowed));
        Assert.StartsWith("RBAC: allowed by", answers[0].Reason, StringComparison.Ordinal);
        Assert.Null(answers[1].Reason);
    }

    [Fact]
    public async Task All_that_one_may_in_a_namespace_is_read_with_names_and_paths()
    {
        await using var replay = await TranscriptReplay.StartAsync("self-subject-rules-review", 1);
        var granted = await replay.Reads.GrantedAsync("rynxs", Cancellation);

        Assert.Null(granted.Gaps);
        Assert.Contains(granted.Rules, rule => rule.Verbs.SequenceEqual(["impersonate"]) && rule.Resources.SequenceEqual(["groups"]) && !rule.Names.IsEmpty);
        Assert.Contains(granted.Rules, rule => rule.Groups.SequenceEqual([""]) && rule.Resources.Contains("pods/log"));
        Assert.Contains(granted.Rules, rule => rule.Paths.Contains("/version") && rule.Resources.IsEmpty);
    }

    [Fact]
    public async Task A_refused_group_is_told_by_what_it_is_about()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("impersonation", 4));
        using var cluster = new TestCluster(server.Url, pace => pace);
        var refused = await Assert.ThrowsAsync<UpstreamException>(() =>
            cluster.Cluster.Reads.MayAsync(new("list", "", "pods"), ActAs.Create("jo@example.org", ["dev"]).Value, Cancellation));

        Assert.Equal((UpstreamFault.Refused, 403, "Forbidden"), (refused.Fault, refused.Kubernetes!.Code, refused.Kubernetes.Reason));
        Assert.Contains("cannot impersonate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_group_is_a_header_of_its_own_and_nothing_else_is_claimed()
    {
        var lines = new List<string>();
        await using var server = await ReplayServer.StartAsync(context =>
        {
            lines.AddRange(context.Request.Headers.Where(header => header.Key.StartsWith("Impersonate", StringComparison.OrdinalIgnoreCase))
                .SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}")));
            return ReplayServer.Json("""{"status":{"allowed":true}}""")(context);
        });
        using var cluster = new TestCluster(server.Url, pace => pace);
        var person = ActAs.Create("jo@example.org", ["ops-operators", "with, comma", "third"]).Value;
        await cluster.Cluster.Reads.MayAsync(new("list", "", "pods"), person, Cancellation);

        Assert.Equal(["Impersonate-Group: ops-operators", "Impersonate-Group: third", "Impersonate-Group: with, comma", "Impersonate-User: jo@example.org"],
            lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "g", "User")]
    [InlineData("  ", "g", "User")]
    [InlineData("system:admin", "g", "User")]
    [InlineData("System:Node:a", "g", "User")]
    [InlineData("jo", "", "Groups[0]")]
    [InlineData("jo", "system:masters", "Groups[0]")]
    [InlineData("jo\r\nImpersonate-Group: admins", "g", "User")]
    [InlineData("jo", "g\u0001Impersonate-Group\u0002admins", "Groups[0]")]
    [InlineData("jö", "g", "User")]
    [InlineData("jo ", "g", "User")]
    public void A_name_that_is_no_persons_is_refused(string user, string group, string where) =>
        Assert.Equal(where, Assert.Single(ActAs.Create(user, [group]).Problems).Where);

    [Fact]
    public async Task A_log_is_read_with_the_nodes_time_stamps()
    {
        await using var replay = await TranscriptReplay.StartAsync("pod-log", 1);
        var lines = await LogAsync(replay.Client, new("rynxs", "rynxs-operator-c4f888bb-9rswz", "main", 2, false));

        Assert.Equal(["line 3 of the log: ü < & ok", "line 4 of the log: ü < & ok"], lines.Select(line => line.Text));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 11, 0, 3, TimeSpan.Zero).AddTicks(1_234_568), lines[0].At!.Value, TimeSpan.FromTicks(1));
    }

    [Fact]
    public async Task A_log_that_is_followed_comes_line_by_line_and_ends_with_its_pod()
    {
        var next = new SemaphoreSlim(0);
        await using var server = await ReplayServer.StartInTurnAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            foreach (var line in (string[])["2026-11-21T11:00:03.1Z one\r\n", "no stamp\n", "2026-11-21T11:00:04Z\n", "2026-11-21T11:00:05Z last"])
            {
                await context.Response.WriteAsync(line, Cancellation);
                await context.Response.Body.FlushAsync(Cancellation);
                await next.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            }
        });
        using var cluster = new TestCluster(server.Url, pace => pace);
        var texts = new List<string>();
        await foreach (var line in cluster.Cluster.LogAsync(new("n", "p", "c", 10, true) { Since = TimeSpan.FromSeconds(1.5), LimitBytes = 5 }, Cancellation))
        {
            texts.Add($"{line.At?.Second}:{line.Text}");
            next.Release(texts.Count == 3 ? 2 : 1);
        }

        Assert.Equal(["3:one", ":no stamp", "4:", "5:last"], texts);
        Assert.Equal("?container=c&timestamps=true&tailLines=10&sinceSeconds=2&follow=true", server.Requests.Single().Query);
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_and_a_limit_is_held_that_the_cluster_does_not_heed()
    {
        var body = new string('x', 100_000) + "\nshort\n" + string.Concat(Enumerable.Repeat("0123456789\n", 100));
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", body));
        using var cluster = new TestCluster(server.Url, pace => pace);
        var all = await LogAsync(cluster.Cluster, new("n", "p", "c", null, false));
        var some = await LogAsync(cluster.Cluster, new("n", "p", "c", null, false) { LimitBytes = PodLog.LongestLine + 50, Previous = true });

        Assert.Equal((102, PodLog.LongestLine, "short"), (all.Count, all[0].Text.Length, all[1].Text));
        Assert.InRange(some.Count, 1, 8);
    }

    [Theory]
    [InlineData("pod-log", 5, UpstreamFault.Invalid, "previous terminated container")]
    [InlineData("pod-log-without-kubelet", 0, UpstreamFault.Broken, "connection refused")]
    [InlineData("pod-log-without-kubelet", 1, UpstreamFault.Invalid, "container no-such is not valid")]
    public async Task A_log_that_is_not_given_says_why_in_the_clusters_words(string transcript, int step, UpstreamFault fault, string words)
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step(transcript, step));
        using var cluster = new TestCluster(server.Url, pace => pace);
        var failure = await Assert.ThrowsAsync<UpstreamException>(() => LogAsync(cluster.Cluster, new("n", "p", "c", null, false)));

        Assert.Equal(fault, failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<List<LogLine>> LogAsync(ClusterClient cluster, LogQuery query)
    {
        var lines = new List<LogLine>();
        await foreach (var line in cluster.LogAsync(query, Cancellation))
        {
            lines.Add(line);
        }

        return lines;
    }
}
