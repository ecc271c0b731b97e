using OpsConsole.Contract.Client;
using OpsConsole.Contract.Clusters;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Actions;

/// <summary>A pod is deleted and evicted in a person's name, on the sandbox and on a real server.</summary>
public sealed class PodActionTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task A_pod_is_deleted_after_a_rehearsal_that_left_it_and_another_takes_its_place(string name) => await GoesAsync(name, "pod-delete");

    [Theory, OnEachCluster]
    public async Task A_pod_is_evicted_after_a_rehearsal_that_left_it_and_another_takes_its_place(string name) => await GoesAsync(name, "pod-evict");

    [Theory, OnEachCluster]
    public async Task Whose_group_may_not_is_refused_by_the_cluster_with_the_verb_and_the_pod_stays(string name)
    {
        var (stage, pod) = await StageAsync(name);
        foreach (var (kind, words) in ((string, string)[])[("pod-delete", "cannot delete resource \"pods\""), ("pod-evict", "cannot create resource \"pods/eviction\"")])
        {
            await RefusedAsync(words, stage.PlanAsync(kind, pod.Id.Name, RemedyStage.Responder));
            var deed = await stage.PlanAsync(kind, pod.Id.Name, RemedyStage.Operator);
            await RefusedAsync(words, deed.As(RemedyStage.Responder).DoAsync());
        }

        Assert.Null((await FindAsync(stage, pod))!.Id.DeletedAt);
    }

    [Theory, OnEachCluster]
    public async Task A_pod_of_another_uid_is_left_alone(string name)
    {
        var (stage, pod) = await StageAsync(name);
        foreach (var kind in (string[])["pod-delete", "pod-evict"])
        {
            var deed = await stage.PlanAsync(kind, pod.Id.Name, RemedyStage.Operator);
            var other = deed with { Plan = deed.Plan with { State = deed.Plan.State with { Uid = Guid.NewGuid().ToString() } } };
            Assert.Equal(UpstreamFault.Conflict, (await FailureAsync(other.DoAsync())).Fault);
        }

        Assert.Null((await FindAsync(stage, pod))!.Id.DeletedAt);
    }

    [Theory, OnEachCluster]
    public async Task A_budget_that_allows_none_refuses_the_eviction_already_at_the_rehearsal(string name)
    {
        var (stage, pod) = await StageAsync(name);
        var web = pod.Id.Labels["app"];
        (await stage.Cluster.Admin.PostAsync(stage.Cluster.Budgets, Objects.Budget(stage.Cluster, web, web, 2))).Expect(201);
        await Eventually.GetAsync("the budget is computed", TimeSpan.FromSeconds(90), () => stage.Cluster.Admin.GetAsync($"{stage.Cluster.Budgets}/{web}"),
            budget => budget.Json["status"] is { } status && $"{status["observedGeneration"]}" == "1" && $"{status["currentHealthy"]}" == "2", Cancellation);
        var refused = await FailureAsync(stage.PlanAsync("pod-evict", pod.Id.Name, RemedyStage.Operator));
        Assert.True(refused.Kubernetes?.IsHeldByBudget, refused.Message);
        Assert.Null((await FindAsync(stage, pod))!.Id.DeletedAt);

        // A deletion does not ask the budget: the plan of one is made all the same, which is why a guard warns of it.
        await stage.PlanAsync("pod-delete", pod.Id.Name, RemedyStage.Operator);
    }

    private static Task<Pod?> FindAsync(RemedyStage stage, Pod pod) => stage.Writer.FindAsync<Pod>(pod.Id.Namespace, pod.Id.Name, Cancellation);

    private static async Task RefusedAsync(string words, Task asked) =>
        Assert.Contains(words, (await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", asked)).Message, StringComparison.Ordinal);

    private async Task GoesAsync(string name, string kind)
    {
        var (stage, pod) = await StageAsync(name);
        var deed = await stage.PlanAsync(kind, pod.Id.Name, RemedyStage.Operator);
        Assert.Equal(pod.Id.Uid, deed.Plan.State.Uid);
        Assert.Null((await FindAsync(stage, pod))!.Id.DeletedAt);
        Assert.Equal(SightingState.NotDone, (await deed.LookAsync()).State);

        await deed.DoAsync();
        await RemedyStage.WorkedAsync(deed);
        Assert.DoesNotContain(await stage.Cluster.ReadyAsync(pod.Id.Labels["app"], 2), other => $"{other["metadata"]!["uid"]}" == pod.Id.Uid);
    }

    private async Task<(RemedyStage Stage, Pod Pod)> StageAsync(string name)
    {
        var cluster = await MeetAsync(name);
        var web = await cluster.CreateDeploymentAsync(2);
        return (new RemedyStage(cluster, As("console", cluster)), (await PodsAsync(cluster, As("viewer", cluster), web))[0]);
    }
}
