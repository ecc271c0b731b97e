using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Controllers;

public sealed class QuietClusterTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void Every_workload_of_the_description_is_there_and_all_its_pods_are_ready()
    {
        foreach (var it in fleet.World.Workloads.Select(w => w.Description))
        {
            var kind = OpsConsole.Sandbox.Controllers.WorkloadController.KindOf(it.Kind);
            var status = fleet.Object(kind, it.Namespace, it.Name);
            Assert.Equal(it.Replicas, status.Number("status", it.Kind == "DaemonSet" ? "numberReady" : "readyReplicas"));
            Assert.Equal(status.Number("metadata", "generation"), status.Number("status", "observedGeneration"));
            Assert.Equal(it.Replicas, fleet.ReadyPods(it.Namespace, it.Name).Count);
        }
    }

    [Fact]
    public void The_pods_of_the_API_are_those_that_are_scraped()
    {
        var scraped = fleet.World.Targets.Select(t => t.Pod).OfType<OpsConsole.Sandbox.Model.Pod>().Select(p => p.Name).ToHashSet();
        Assert.Subset(fleet.Store.List(Kinds.Pod, null).Items.Select(p => p.Key.Name).ToHashSet(), scraped);
        var told = fleet.Scrape("kube-state-metrics").Keys.Count(k => k.Contains("kube_pod_created{"));
        Assert.Equal(told, fleet.Store.List(Kinds.Pod, null).Items.Count);
    }

    [Fact]
    public void A_pod_belongs_to_a_ReplicaSet_and_that_to_its_Deployment()
    {
        var pod = fleet.Pods("rynxs", "rynxs-operator")[0].ToJson();
        var owner = pod["metadata"]!["ownerReferences"]![0]!;
        var set = fleet.Object(Kinds.ReplicaSet, "rynxs", owner["name"]!.GetValue<string>());
        Assert.Equal(set["metadata"]!["uid"]!.GetValue<string>(), owner["uid"]!.GetValue<string>());
        Assert.Equal("1", set["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.GetValue<string>());
        var deployment = fleet.Object(Kinds.Deployment, "rynxs", "rynxs-operator");
        Assert.Equal(deployment["metadata"]!["uid"]!.GetValue<string>(), set["metadata"]!["ownerReferences"]![0]!["uid"]!.GetValue<string>());
        Assert.Equal("rynxs", pod["metadata"]!["labels"]!["app.kubernetes.io/name"]!.GetValue<string>());
        Assert.Equal(set["spec"]!["selector"]!["matchLabels"]!["pod-template-hash"]!.GetValue<string>(), pod["metadata"]!["labels"]!["pod-template-hash"]!.GetValue<string>());
    }

    [Fact]
    public void A_quiet_hour_changes_nothing_but_leases_heartbeats_and_the_autoscaler_s_measurement()
    {
        var before = fleet.Store.Version;
        fleet.Run(600);
        fleet.Run(3000);
        var changes = fleet.Store.Since(before)!;
        Assert.All(changes, c => Assert.Contains(c.Kind.Kind, (string[])["Lease", "Node", "HorizontalPodAutoscaler"]));
        Assert.Equal(3 * 12, changes.Count(c => c.Kind == Kinds.Node));
        Assert.Empty(fleet.Store.List(Kinds.Event, null).Items);
    }

    [Fact]
    public void The_autoscaler_of_the_quiet_fleet_is_content_at_every_time_of_day()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var then = new SimulatedFleet(hour * 3600);
            then.Run(31);
            Assert.Equal(3, then.Object(Kinds.HorizontalPodAutoscaler, "redis-system", "redis-gateway").Number("status", "desiredReplicas"));
            Assert.Equal(3, then.Object(Kinds.Deployment, "redis-system", "redis-gateway").Number("spec", "replicas"));
        }
    }

    [Fact]
    public void Budgets_say_how_many_pods_may_go()
    {
        long Allowed(string inNamespace, string name) => fleet.Object(Kinds.PodDisruptionBudget, inNamespace, name).Number("status", "disruptionsAllowed");
        Assert.Equal((2, 1, 1, 0), (Allowed("rynxs", "rynxs-operator"), Allowed("redis-system", "redis-gateway"), Allowed("novacron", "novacron-api"), Allowed("plue", "electric")));
        Assert.Equal(0, fleet.Sum("kube-state-metrics", "kube_poddisruptionbudget_status_pod_disruptions_allowed{namespace=\"plue\",poddisruptionbudget=\"electric\"}"));
    }

    [Fact]
    public void Nodes_are_ready_and_without_pressure()
    {
        foreach (var node in fleet.Store.List(Kinds.Node, null).Items.Select(n => n.ToJson()))
            Assert.Equal(("True", "False", "False"), (ClusterView.Condition(node, "Ready"), ClusterView.Condition(node, "MemoryPressure"), ClusterView.Condition(node, "DiskPressure")));
    }
}
