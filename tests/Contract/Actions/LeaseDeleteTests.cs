using OpsConsole.Contract.Client;
using OpsConsole.Contract.Clusters;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Contract.Actions;

/// <summary>A lease is deleted in a person's name, on the sandbox and on a real server.</summary>
public sealed class LeaseDeleteTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task The_rehearsal_leaves_the_lease_the_execution_deletes_it_and_another_holder_is_seen(string name)
    {
        var stage = await StageAsync(name);
        var lease = await LeaseAsync(stage);
        var deed = await stage.PlanAsync("lease-delete", lease.Id.Name, RemedyStage.Operator);
        Assert.Equal(lease.Id.ResourceVersion, (await FindAsync(stage, lease))!.Id.ResourceVersion);
        Assert.Equal((lease.Id.Uid, lease.Id.ResourceVersion), (deed.Plan.State.Uid, deed.Plan.State.Facts["resourceVersion"]));
        Assert.Equal(SightingState.NotDone, (await deed.LookAsync()).State);

        Assert.Contains("deleted", await deed.DoAsync(), StringComparison.Ordinal);
        Assert.Null(await FindAsync(stage, lease));
        Assert.Equal(SightingState.UnderWay, (await deed.LookAsync()).State);

        // The next leader makes it, and lives: it renews it.
        (await stage.Cluster.Admin.PostAsync(stage.Cluster.Leases, Objects.Lease(lease.Id.Name, "pod-b"))).Expect(201);
        Assert.Equal(SightingState.UnderWay, (await deed.LookAsync()).State);
        (await stage.Cluster.Admin.PatchAsync($"{stage.Cluster.Leases}/{lease.Id.Name}", Objects.Json("""{"spec": {"renewTime": "2026-11-21T12:00:02.000000Z"}}"""))).Expect(200);
        var seen = await deed.LookAsync();
        Assert.Equal(SightingState.Worked, seen.State);
        Assert.Contains("pod-b", seen.Says, StringComparison.Ordinal);
        Assert.Null(deed.Remedy.Undo(deed.Plan, seen));
    }

    [Theory, OnEachCluster]
    public async Task Whose_group_may_not_is_refused_by_the_cluster_with_the_verb_and_the_lease_stays(string name)
    {
        var stage = await StageAsync(name);
        var lease = await LeaseAsync(stage);
        await RefusedAsync("cannot delete resource \"leases\"", stage.PlanAsync("lease-delete", lease.Id.Name, RemedyStage.Responder));
        var deed = await stage.PlanAsync("lease-delete", lease.Id.Name, RemedyStage.Operator);
        await RefusedAsync("cannot delete resource \"leases\"", deed.As(RemedyStage.Responder).DoAsync());
        await RefusedAsync("cannot delete resource \"leases\"", deed.As(ActingAs.Console).DoAsync());
        Assert.Equal(lease.Id.Uid, (await FindAsync(stage, lease))!.Id.Uid);
    }

    [Theory, OnEachCluster]
    public async Task The_right_is_known_beforehand_for_each_person(string name)
    {
        var stage = await StageAsync(name);
        var question = new ClusterRightQuestion("delete", "coordination.k8s.io", "leases", null, stage.Cluster.Namespace, null);
        Assert.True((await stage.Writer.MayAsync(question, RemedyStage.Operator, Cancellation)).IsAllowed);
        Assert.False((await stage.Writer.MayAsync(question, RemedyStage.Responder, Cancellation)).IsAllowed);
        Assert.False((await stage.Writer.MayAsync(question, ActingAs.Console, Cancellation)).IsAllowed);
    }

    [Theory, OnEachCluster]
    public async Task A_lease_that_was_renewed_since_the_plan_is_not_deleted(string name)
    {
        var stage = await StageAsync(name);
        var lease = await LeaseAsync(stage);
        var deed = await stage.PlanAsync("lease-delete", lease.Id.Name, RemedyStage.Operator);
        (await stage.Cluster.Admin.PatchAsync($"{stage.Cluster.Leases}/{lease.Id.Name}", Objects.Json("""{"spec": {"holderIdentity": "pod-c"}}"""))).Expect(200);
        await FailureAsync(UpstreamFault.Conflict, 409, "Conflict", deed.DoAsync());
        Assert.Equal(lease.Id.Uid, (await FindAsync(stage, lease))!.Id.Uid);
    }

    [Theory, OnEachCluster]
    public async Task A_lease_that_was_made_anew_since_the_plan_is_not_deleted_and_one_that_is_gone_is_missing(string name)
    {
        var stage = await StageAsync(name);
        var lease = await LeaseAsync(stage);
        var deed = await stage.PlanAsync("lease-delete", lease.Id.Name, RemedyStage.Operator);
        (await stage.Cluster.Admin.DeleteAsync($"{stage.Cluster.Leases}/{lease.Id.Name}")).Expect(200);
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", deed.DoAsync());
        (await stage.Cluster.Admin.PostAsync(stage.Cluster.Leases, Objects.Lease(lease.Id.Name))).Expect(201);
        await FailureAsync(UpstreamFault.Conflict, 409, "Conflict", deed.DoAsync());
        Assert.NotNull(await FindAsync(stage, lease));
    }

    private static Task<LeaseObject?> FindAsync(RemedyStage stage, LeaseObject lease) =>
        stage.Writer.FindAsync<LeaseObject>(lease.Id.Namespace, lease.Id.Name, Cancellation);

    private static async Task<LeaseObject> LeaseAsync(RemedyStage stage) =>
        await stage.Reads.GetAsync<LeaseObject>(stage.Cluster.Namespace, $"{(await stage.Cluster.CreateLeaseAsync())["metadata"]!["name"]}", Cancellation);

    private static async Task RefusedAsync(string words, Task asked) =>
        Assert.Contains(words, (await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", asked)).Message, StringComparison.Ordinal);

    private async Task<RemedyStage> StageAsync(string name)
    {
        var cluster = await MeetAsync(name);
        return new RemedyStage(cluster, As("console", cluster));
    }
}
