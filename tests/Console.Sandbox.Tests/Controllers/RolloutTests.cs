using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Controllers;

public sealed class RolloutTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void A_restart_replaces_every_pod_without_losing_one_that_is_ready()
    {
        var before = fleet.Pods("novacron", "novacron-api").Select(p => p.Key.Name).ToHashSet();
        fleet.Restart(Kinds.Deployment, "novacron", "novacron-api");
        var seconds = fleet.SecondsUntil(() =>
        {
            Assert.True(fleet.ReadyPods("novacron", "novacron-api").Count >= 3);
            return Done("novacron", "novacron-api", 3) && fleet.Pods("novacron", "novacron-api").Count == 3;
        });
        Assert.InRange(seconds, 12, 40);
        Assert.DoesNotContain(fleet.Pods("novacron", "novacron-api"), p => before.Contains(p.Key.Name));
        var deployment = fleet.Object(Kinds.Deployment, "novacron", "novacron-api");
        Assert.Equal("2", deployment["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.GetValue<string>());
        Assert.Equal("NewReplicaSetAvailable", ClusterView.Condition(deployment, "Progressing", "reason"));
        Assert.Equal([0, 3], fleet.Store.List(Kinds.ReplicaSet, "novacron").Items.Select(s => s.Number("spec", "replicas")).Order());
    }

    [Fact]
    public void The_template_of_before_brings_its_ReplicaSet_back_under_a_new_revision()
    {
        var first = fleet.Store.List(Kinds.ReplicaSet, "novacron").Items.Single().Key.Name;
        fleet.Restart(Kinds.Deployment, "novacron", "novacron-api");
        fleet.SecondsUntil(() => Done("novacron", "novacron-api", 3));
        fleet.Patch(Kinds.Deployment, "novacron", "novacron-api", it => it["spec"]!["template"]!["metadata"]!.AsObject().Remove("annotations"));
        fleet.Run(2);
        fleet.SecondsUntil(() => Done("novacron", "novacron-api", 3));
        Assert.Equal("3", fleet.Object(Kinds.ReplicaSet, "novacron", first)["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.GetValue<string>());
        Assert.All(fleet.ReadyPods("novacron", "novacron-api"), p => Assert.StartsWith(first, p.Key.Name));
    }

    [Fact]
    public void A_stateful_set_s_restart_ends_the_pod_before_it_comes_again_under_its_name()
    {
        var before = fleet.Pods("plue", "plue-db")[0].Uid;
        fleet.Restart(Kinds.StatefulSet, "plue", "plue-db");
        fleet.SecondsUntil(() => fleet.Pods("plue", "plue-db").Single().Uid != before);
        fleet.SecondsUntil(() => fleet.ReadyPods("plue", "plue-db").Count == 1);
        fleet.Run(20);
        Assert.Single(fleet.ReadyPods("plue", "plue-db"));
    }

    [Fact]
    public void A_rollout_with_an_image_that_nobody_can_pull_passes_its_deadline_and_the_old_pods_stay()
    {
        fleet.Board.Start("plue", "ImagePullStuckRollout");
        fleet.Run(10);
        var waiting = fleet.Pods("plue", "web").Single(p => p.Text("status", "phase") == "Pending").ToJson();
        Assert.Equal("ImagePullBackOff", waiting["status"]!["containerStatuses"]![0]!["state"]!["waiting"]!["reason"]!.GetValue<string>());
        Assert.Equal(1, fleet.Scrape("kube-state-metrics").Where(s => s.Key.Contains("ImagePullBackOff")).Sum(s => s.Value));
        Assert.Contains(fleet.Events("plue", waiting["metadata"]!["name"]!.GetValue<string>()), e => e.StartsWith("BackOff: Back-off pulling image", StringComparison.Ordinal));
        fleet.Run(130);
        Assert.Equal("ProgressDeadlineExceeded", ClusterView.Condition(fleet.Object(Kinds.Deployment, "plue", "web"), "Progressing", "reason"));
        Assert.Equal(2, fleet.ReadyPods("plue", "web").Count);
        fleet.Board.Stop("plue", "ImagePullStuckRollout");
        fleet.Run(2);
        fleet.SecondsUntil(() => Done("plue", "web", 2) && fleet.Pods("plue", "web").Count == 2);
    }

    [Fact]
    public void A_rollout_that_is_not_taken_up_leaves_the_generation_ahead_of_the_observed_one()
    {
        double? Ahead() => fleet.Sum("kube-state-metrics", "kube_deployment_metadata_generation{deployment=\"web\",namespace=\"plue\"}")
            - fleet.Sum("kube-state-metrics", "kube_deployment_status_observed_generation{deployment=\"web\",namespace=\"plue\"}");
        Assert.Equal(0, Ahead());
        fleet.Board.Start("plue", "DeploymentGenerationMismatch");
        fleet.Run(30);
        Assert.Equal(1, Ahead());
        var web = fleet.Object(Kinds.Deployment, "plue", "web");
        Assert.Equal(web.Number("metadata", "generation") - 1, web.Number("status", "observedGeneration"));
        fleet.Board.Stop("plue", "DeploymentGenerationMismatch");
        fleet.Run(2);
        Assert.Equal(0, Ahead());
    }

    private bool Done(string inNamespace, string name, int replicas)
    {
        var it = fleet.Object(Kinds.Deployment, inNamespace, name);
        return it.Number("status", "observedGeneration") == it.Number("metadata", "generation") && it.Number("status", "updatedReplicas") == replicas
            && it.Number("status", "replicas") == replicas && it.Number("status", "availableReplicas") == replicas;
    }
}
