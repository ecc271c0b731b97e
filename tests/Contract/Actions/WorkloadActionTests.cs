using OpsConsole.Contract.Client;
using OpsConsole.Contract.Clusters;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Contract.Actions;

/// <summary>A workload is scaled and restarted in a person's name, on the sandbox and on a real server.</summary>
public sealed class WorkloadActionTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task A_scale_is_rehearsed_done_seen_and_taken_back(string name)
    {
        var (stage, web) = await StageAsync(name);
        var before = await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation);
        var deed = await stage.PlanAsync("scale", web, RemedyStage.Operator, ("replicas", "3"));
        var rehearsed = await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation);
        Assert.Equal((2, before.Generation), (rehearsed.Desired, rehearsed.Generation));
        Assert.Equal(SightingState.NotDone, (await deed.LookAsync()).State);

        await deed.DoAsync();
        Assert.Equal(3, (await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation)).Desired);
        var seen = await RemedyStage.WorkedAsync(deed);
        var undo = deed.Remedy.Undo(deed.Plan, seen);
        Assert.Equal(("scale", "2"), (undo!.Kind, undo.Parameters["replicas"]));

        var back = await stage.PlanAsync("scale", web, RemedyStage.Operator, ("replicas", "2"));
        await back.DoAsync();
        await RemedyStage.WorkedAsync(back);
        await stage.Cluster.ReadyAsync(web, 2);
    }

    [Theory, OnEachCluster]
    public async Task A_restart_is_rehearsed_done_and_seen_when_all_pods_are_new(string name)
    {
        var (stage, web) = await StageAsync(name);
        var old = (await PodsAsync(stage.Cluster, As("viewer", stage.Cluster), web)).Select(pod => pod.Id.Uid).ToHashSet();
        var deed = await stage.PlanAsync("rollout-restart", web, RemedyStage.Operator);
        Assert.Equal(1, (await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation)).Generation);
        await deed.DoAsync();
        await RemedyStage.WorkedAsync(deed);
        var present = (await PodsAsync(stage.Cluster, As("viewer", stage.Cluster), web)).Where(pod => pod.Id.DeletedAt is null).ToList();
        Assert.Equal(2, present.Count);
        Assert.DoesNotContain(present, pod => old.Contains(pod.Id.Uid));
    }

    [Theory, OnEachCluster]
    public async Task Whose_group_may_not_is_refused_by_the_cluster_with_the_verb_and_nothing_changes(string name)
    {
        var (stage, web) = await StageAsync(name);
        foreach (var (kind, resource, parameters) in ((string, string, (string, string)[])[])
            [("scale", "deployments/scale", [("replicas", "3")]), ("rollout-restart", "deployments", [])])
        {
            await RefusedAsync($"cannot patch resource \"{resource}\"", stage.PlanAsync(kind, web, RemedyStage.Responder, parameters));
            var deed = await stage.PlanAsync(kind, web, RemedyStage.Operator, parameters);
            await RefusedAsync($"cannot patch resource \"{resource}\"", deed.As(RemedyStage.Responder).DoAsync());
        }

        var after = await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation);
        Assert.Equal((2, 1), (after.Desired, after.Generation));
    }

    [Theory, OnEachCluster]
    public async Task What_somebody_else_scaled_since_the_plan_is_left_alone(string name)
    {
        var (stage, web) = await StageAsync(name);
        var scale = await stage.PlanAsync("scale", web, RemedyStage.Operator, ("replicas", "3"));
        var restart = await stage.PlanAsync("rollout-restart", web, RemedyStage.Operator);
        (await stage.Cluster.Admin.PatchAsync($"{stage.Cluster.Deployments}/{web}", Objects.Json("""{"spec": {"replicas": 4}}"""))).Expect(200);
        foreach (var deed in (Deed[])[scale, restart])
        {
            Assert.Equal(UpstreamFault.Conflict, (await FailureAsync(deed.DoAsync())).Fault);
        }

        var after = await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation);
        Assert.Equal((4, 2), (after.Desired, after.Generation));
    }

    [Theory, OnEachCluster]
    public async Task A_deployment_that_was_made_anew_since_the_plan_is_left_alone(string name)
    {
        var (stage, web) = await StageAsync(name);
        var deed = await stage.PlanAsync("scale", web, RemedyStage.Operator, ("replicas", "3"));
        (await stage.Cluster.Admin.DeleteAsync($"{stage.Cluster.Deployments}/{web}")).Expect(200);
        (await stage.Cluster.Admin.PostAsync(stage.Cluster.Deployments, Objects.Deployment(web, 2))).Expect(201);
        Assert.Equal(UpstreamFault.Conflict, (await FailureAsync(deed.DoAsync())).Fault);
        Assert.Equal(2, (await stage.Reads.GetAsync<Deployment>(stage.Cluster.Namespace, web, Cancellation)).Desired);
    }

    private static async Task RefusedAsync(string words, Task asked) =>
        Assert.Contains(words, (await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", asked)).Message, StringComparison.Ordinal);

    private async Task<(RemedyStage Stage, string Web)> StageAsync(string name)
    {
        var cluster = await MeetAsync(name);
        return (new RemedyStage(cluster, As("console", cluster)), await cluster.CreateDeploymentAsync(2));
    }
}
