using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>Writes and their rehearsals, against what a real cluster answered.</summary>
public sealed class WriteTests
{
    private const string LeaseUid = "937d6fca-92ad-4b56-9337-edb1b11506cf";
    private static readonly WriteTerms Rehearsal = new(WriteMode.DryRun, null);
    private static readonly WriteTerms Real = new(WriteMode.Real, null);
    private static readonly WriteTerms AsJo = new(WriteMode.Real, ActAs.Create("jo@example.org", ["ops-operators"]).Value);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_are_rehearsed_and_set_in_a_persons_name_bound_to_the_version_seen()
    {
        await using var replay = await TranscriptReplay.StartAsync("deployment-scale", 0, 1, 2, 3, 4, 5);
        var seen = await replay.Reads.ScaleAsync<Deployment>("novacron", "novacron-api", Cancellation);
        var rehearsed = await replay.Writes.ScaleAsync<Deployment>("novacron", "novacron-api", 5, null, Rehearsal, Cancellation);
        var after = await replay.Reads.ScaleAsync<Deployment>("novacron", "novacron-api", Cancellation);
        var done = await replay.Writes.ScaleAsync<Deployment>("novacron", "novacron-api", 4, seen.ResourceVersion, AsJo, Cancellation);
        var stale = await FailureAsync(replay.Writes.ScaleAsync<Deployment>("novacron", "novacron-api", 6, seen.ResourceVersion, Real, Cancellation));
        var end = await replay.Reads.ScaleAsync<Deployment>("novacron", "novacron-api", Cancellation);

        Assert.Equal(new ScaleStatus("465f602a-0a4d-4190-bb63-7893b8673efd", "403", 3, 3), seen);
        Assert.Equal((5, seen), (rehearsed.Value.Desired, after));
        Assert.Equal((4, "2678", "2687"), (done.Value.Desired, done.Value.ResourceVersion, end.ResourceVersion));
        Assert.Equal((UpstreamFault.Conflict, "Conflict", false), (stale.Fault, stale.Kubernetes!.Reason, stale.OutcomeIsUnknown));
    }

    [Fact]
    public async Task Invalid_replicas_name_the_field_and_none_come_back_as_absent()
    {
        await using var replay = await TranscriptReplay.StartAsync("deployment-scale", 7, 11, 12, 13, 14);
        var invalid = await FailureAsync(replay.Writes.ScaleAsync<Deployment>("novacron", "novacron-api", -1, null, Real, Cancellation));
        var none = await replay.Writes.ScaleAsync<Deployment>("novacron", "novacron-api", 0, null, Rehearsal, Cancellation);

        Assert.Equal((422, "Invalid"), (invalid.Kubernetes!.Code, invalid.Kubernetes.Reason));
        Assert.Equal(("FieldValueInvalid", "spec.replicas"), (invalid.Kubernetes.Causes.Single().Reason, invalid.Kubernetes.Causes.Single().Field));
        Assert.Equal((0, 4), (none.Value.Desired, none.Value.Current));

        // Steps and a strategic patch of the same subresource, as a scale that is no kind of its own: the media types are exact.
        foreach (var patch in new[]
        {
            KubernetesPatch.Steps([Step("test", 7), Step("replace", 4)]), KubernetesPatch.Steps([Step("test", 3), Step("replace", 4)]),
            KubernetesPatch.Strategic(new() { ["spec"] = new JsonObject { ["replicas"] = 4 } }),
        })
        {
            await replay.SendAsync(WriteRequests.Patch("apis/apps/v1/namespaces/novacron/deployments/novacron-api/scale", patch, Rehearsal), Cancellation);
        }
    }

    [Fact]
    public async Task A_stateful_set_is_scaled_by_the_same_subresource()
    {
        await using var replay = await TranscriptReplay.StartAsync("statefulset-scale", 0, 1, 4);
        var seen = await replay.Reads.ScaleAsync<StatefulSet>("plue", "plue-db", Cancellation);
        var up = await replay.Writes.ScaleAsync<StatefulSet>("plue", "plue-db", 2, null, Real, Cancellation);
        var down = await replay.Writes.ScaleAsync<StatefulSet>("plue", "plue-db", 1, null, Real, Cancellation);

        Assert.Equal((1, 2, 1, 2), (seen.Desired, up.Value.Desired, down.Value.Desired, down.Value.Current));
    }

    [Fact]
    public async Task A_restart_is_asked_for_as_kubectl_does()
    {
        await using var replay = await TranscriptReplay.StartAsync("deployment-rollout-restart", 2);
        var at = new DateTimeOffset(2026, 11, 21, 13, 12, 21, 987, TimeSpan.FromHours(1));
        var restarted = await replay.Writes.PatchAsync<Deployment>("redis-system", "redis-gateway", KubernetesPatch.Restart(at, null), Real, Cancellation);

        Assert.Equal((2, 1), (restarted.Value.Generation, restarted.Value.ObservedGeneration));
    }

    [Fact]
    public async Task A_restart_of_a_version_is_bound_to_it()
    {
        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("error-409", 5));
        using var cluster = new TestCluster(server.Url, pace => pace);
        var stale = await FailureAsync(cluster.Cluster.Writes.RestartAsync<StatefulSet>("n", "s", "12", Real, Cancellation));

        Assert.Equal("Conflict", stale.Kubernetes!.Reason);
        Assert.Equal("12", JsonNode.Parse(server.Requests.Single().Body)!["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Equal("application/strategic-merge-patch+json", server.Requests.Single().Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_deletion_is_rehearsed_in_its_body_and_holds_its_preconditions()
    {
        await using var replay = await TranscriptReplay.StartAsync("lease-delete-preconditions", 1, 2, 8, 9, 10, 12, 14, 15, 17);
        Task<WriteAnswer<Deleted>> DeleteAsync(string? uid, string? version, WriteTerms terms) =>
            replay.Writes.DeleteAsync<LeaseObject>("rynxs", "stuck", new Deletion { Uid = uid, ResourceVersion = version }, terms, Cancellation);

        var rehearsed = await DeleteAsync("015412ed-756d-4cb7-937c-5fcc9ee45a64", "2536", Rehearsal);
        var still = await replay.Reads.GetAsync<LeaseObject>("rynxs", "stuck", Cancellation);
        const string other = "00000000-0000-0000-0000-000000000000";
        var conflicts = new[]
        {
            await FailureAsync(DeleteAsync(other, null, Rehearsal)), await FailureAsync(DeleteAsync(other, null, Real)),
            await FailureAsync(DeleteAsync(LeaseUid, "1", Real)), await FailureAsync(DeleteAsync(LeaseUid, "2538", Real)),
        };
        var gone = await DeleteAsync(LeaseUid, "2539", AsJo);
        var again = await FailureAsync(DeleteAsync(LeaseUid, null, Real));
        var anew = await FailureAsync(DeleteAsync(LeaseUid, null, Real));

        Assert.Equal(new Deleted("015412ed-756d-4cb7-937c-5fcc9ee45a64", null), rehearsed.Value);
        Assert.Equal("gone-pod", still.Lease.Holder);
        Assert.All(conflicts, it => Assert.Equal((UpstreamFault.Conflict, "Conflict"), (it.Fault, it.Kubernetes!.Reason)));
        Assert.Equal(new Deleted(LeaseUid, null), gone.Value);
        Assert.Equal((UpstreamFault.Missing, "NotFound"), (again.Fault, again.Kubernetes!.Reason));
        Assert.Equal(UpstreamFault.Conflict, anew.Fault);
    }

    [Fact]
    public async Task A_pod_that_is_deleted_goes_on_for_its_grace_period()
    {
        await using var replay = await TranscriptReplay.StartAsync("pod-delete", 0, 1, 4, 5, 6);
        const string uid = "4edccbc3-f9b2-4446-89b7-5c21e924ecfb";
        Task<WriteAnswer<Deleted>> DeleteAsync(Deletion deletion, WriteTerms terms, string pod = "web-868cf87b5-6btq5") =>
            replay.Writes.DeleteAsync<Pod>("plue", pod, deletion, terms, Cancellation);
        var thirty = TimeSpan.FromSeconds(30);

        var rehearsed = await DeleteAsync(new() { Grace = TimeSpan.FromSeconds(10) }, Rehearsal);
        await FailureAsync(DeleteAsync(new() { Uid = "00000000-0000-0000-0000-000000000000" }, Real));
        var going = await DeleteAsync(new() { Uid = uid, Grace = thirty, Propagation = Propagation.Background }, AsJo);
        var again = await DeleteAsync(new() { Grace = thirty }, Real);
        var atOnce = await DeleteAsync(new() { Grace = TimeSpan.Zero }, Real, "web-868cf87b5-bqzhf");

        Assert.NotNull(rehearsed.Value.GoneBy);
        Assert.Equal(new Deleted(uid, new DateTimeOffset(2026, 11, 21, 12, 13, 7, TimeSpan.Zero)), going.Value);
        Assert.Equal(going.Value, again.Value);
        Assert.Null(atOnce.Value.GoneBy);
    }

    [Fact]
    public async Task An_eviction_is_rehearsed_and_made_and_takes_a_precondition()
    {
        await using var replay = await TranscriptReplay.StartAsync("pod-eviction", 0, 3, 5, 7, 8);
        Task<WriteAnswer<bool>> EvictAsync(Deletion how, WriteTerms terms, string pod = "api-7978d9b9f7-9zjz2") => replay.Writes.EvictAsync("plue", pod, how, terms, Cancellation);

        Assert.True((await EvictAsync(new(), Rehearsal)).Value);
        Assert.Equal("Conflict", (await FailureAsync(EvictAsync(new() { Uid = "00000000-0000-0000-0000-000000000000" }, Real))).Kubernetes!.Reason);
        await EvictAsync(new() { Uid = "dc6052e8-da53-41d7-8f10-1c1164316315", Grace = TimeSpan.FromSeconds(20) }, AsJo);
        Assert.Equal("NotFound", (await FailureAsync(EvictAsync(new(), Real, "no-such-pod"))).Kubernetes!.Reason);
        Assert.Equal("Forbidden", (await FailureAsync(EvictAsync(new(), Real))).Kubernetes!.Reason);
    }

    [Fact]
    public async Task A_budget_in_the_way_is_told_from_a_rate_limit_and_from_two_budgets()
    {
        await using var replay = await TranscriptReplay.StartAsync("pod-eviction-blocked-429", 4, 9);
        var computing = await FailureAsync(replay.Writes.EvictAsync("novacron", "novacron-api-5799cc7d49-2v6dg", new(), Rehearsal, Cancellation));
        var two = await FailureAsync(replay.Writes.EvictAsync("novacron", "novacron-api-5799cc7d49-6g2k6", new(), Rehearsal, Cancellation));

        Assert.Equal((UpstreamFault.Throttled, true, TimeSpan.FromSeconds(10)), (computing.Fault, computing.Kubernetes!.IsHeldByBudget, computing.RetryAfter));
        Assert.Equal((500, null, false), (two.Kubernetes!.Code, two.Kubernetes.Reason, two.OutcomeIsUnknown));

        await using var server = await ReplayServer.StartInTurnAsync(Recorded.Step("pod-eviction-blocked-429", 2), Recorded.Step("rate-limited-429", 0));
        server.Aside["/api/v1"] = Recorded.Step("discovery-per-group", 0);
        using var cluster = new TestCluster(server.Url, pace => pace);
        var blocked = await FailureAsync(cluster.Cluster.Writes.EvictAsync("rynxs", "p", new(), Real, Cancellation));
        var limited = await FailureAsync(cluster.Cluster.Writes.EvictAsync("rynxs", "p", new(), Real, Cancellation));

        Assert.Equal((true, null), (blocked.Kubernetes!.IsHeldByBudget, blocked.RetryAfter));
        Assert.Contains("needs 3 healthy pods", blocked.Kubernetes.Causes.Single().Message, StringComparison.Ordinal);
        Assert.Equal((false, TimeSpan.FromSeconds(1), null), (limited.Kubernetes!.IsHeldByBudget, limited.RetryAfter!.Value, limited.Kubernetes.Reason));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_old_cluster_is_sent_the_eviction_that_it_knows()
    {
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Text(201, "application/json", """{"kind":"Status","status":"Success"}"""));
        server.Aside["/api/v1"] = ReplayServer.Json("""{"kind":"APIResourceList","resources":[{"name":"pods"},{"name":"pods/eviction","group":"policy","version":"v1beta1","kind":"Eviction"}]}""");
        using var cluster = new TestCluster(server.Url, pace => pace);
        await cluster.Cluster.Writes.EvictAsync("n", "p", new(), Rehearsal, Cancellation);

        Assert.Equal("""{"apiVersion":"policy/v1beta1","kind":"Eviction","metadata":{"name":"p","namespace":"n"},"deleteOptions":{"dryRun":["All"]}}""", server.Requests.Single().Body);
    }

    [Fact]
    public async Task No_rehearsal_lacks_its_dry_run_where_it_counts()
    {
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Json("""{"kind":"Scale","metadata":{"resourceVersion":"1"}}"""),
            ReplayServer.Json("""{"metadata":{"name":"d","resourceVersion":"1"}}"""), ReplayServer.Json("""{"kind":"Status"}"""), ReplayServer.Json("{}"));
        server.Aside["/api/v1"] = Recorded.Step("discovery-per-group", 0);
        using var cluster = new TestCluster(server.Url, pace => pace);
        await cluster.Cluster.Writes.ScaleAsync<Deployment>("n", "d", 1, null, Rehearsal, Cancellation);
        await cluster.Cluster.Writes.RestartAsync<Deployment>("n", "d", null, Rehearsal, Cancellation);
        await cluster.Cluster.Writes.DeleteAsync<Pod>("n", "p", new(), Rehearsal, Cancellation);
        await cluster.Cluster.Writes.EvictAsync("n", "p", new(), Rehearsal, Cancellation);

        Assert.All(server.Requests.Take(2), asked => Assert.EndsWith("&dryRun=All", asked.Query, StringComparison.Ordinal));
        Assert.Equal("""["All"]""", JsonNode.Parse(server.Requests[2].Body)!["dryRun"]!.ToJsonString());
        Assert.Equal("""["All"]""", JsonNode.Parse(server.Requests[3].Body)!["deleteOptions"]!["dryRun"]!.ToJsonString());
        Assert.All(server.Requests.Skip(2), asked => Assert.DoesNotContain("dryRun", asked.Query, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("silent")]
    [InlineData("504")]
    [InlineData("page")]
    public async Task A_write_whose_answer_is_lost_is_sent_once_and_its_outcome_unknown(string how)
    {
        RequestDelegate answer = how switch
        {
            "cut" => context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }
            ,
            "silent" => ReplayServer.Hang,
            "504" => Recorded.Step("etcd-away", 7),
            _ => ReplayServer.Text(200, "text/html", "<html><title>Sign in</title></html>"),
        };
        await using var server = await ReplayServer.StartInTurnAsync(answer);
        using var cluster = new TestCluster(server.Url, pace => pace);
        var terms = Real with { Deadline = TimeSpan.FromMilliseconds(how == "silent" ? 1_500 : 30_000) };
        var lost = await FailureAsync(cluster.Cluster.Writes.DeleteAsync<Pod>("n", "p", new(), terms, Cancellation));
        var rehearsed = await FailureAsync(cluster.Cluster.Writes.DeleteAsync<Pod>("n", "p", new(), terms with { Mode = WriteMode.DryRun }, Cancellation));

        Assert.True(lost.OutcomeIsUnknown);
        Assert.EndsWith("whether it was carried out is not known", lost.Message, StringComparison.Ordinal);
        Assert.False(rehearsed.OutcomeIsUnknown);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_was_never_sent_was_not_carried_out()
    {
        using var cluster = new TestCluster($"http://127.0.0.1:{LoopbackPorts.Next()}", pace => pace);

        Assert.False((await FailureAsync(cluster.Cluster.Writes.DeleteAsync<Pod>("n", "p", new(), Real, Cancellation))).OutcomeIsUnknown);
    }

    [Fact]
    public async Task Warnings_come_with_the_answer()
    {
        await using var server = await ReplayServer.StartInTurnAsync(async context =>
        {
            context.Response.Headers.Append("Warning", Recorded.Transcript("warning-header", 2).GetProperty("response").GetProperty("headers").GetProperty("Warning")[0].GetString());
            context.Response.Headers.Append("Warning", Recorded.Transcript("warning-header", 2).GetProperty("response").GetProperty("headers").GetProperty("Warning")[1].GetString());
            await ReplayServer.Json("""{"kind":"Status"}""")(context);
        });
        using var cluster = new TestCluster(server.Url, pace => pace);

        Assert.Equal(["unknown field \"metadata.color\"", "unknown field \"spec.holder\""],
            (await cluster.Cluster.Writes.DeleteAsync<Pod>("n", "p", new(), Real, Cancellation)).Warnings);
    }

    private static JsonObject Step(string op, int value) => new() { ["op"] = op, ["path"] = "/spec/replicas", ["value"] = value };

    private static Task<UpstreamException> FailureAsync(Task task) => Assert.ThrowsAsync<UpstreamException>(() => task);
}
