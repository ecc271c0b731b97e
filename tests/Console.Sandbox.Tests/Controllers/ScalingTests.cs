using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Controllers;

public sealed class ScalingTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void A_deployment_scaled_up_gets_pods_that_become_ready_after_a_while_and_are_scraped()
    {
        fleet.Scale("novacron", "novacron-api", 5);
        fleet.Run(2);
        Assert.Equal(5, fleet.Pods("novacron", "novacron-api").Count);
        Assert.Equal(3, fleet.ReadyPods("novacron", "novacron-api").Count);
        Assert.InRange(fleet.SecondsUntil(() => fleet.ReadyPods("novacron", "novacron-api").Count == 5), 2, 8);
        Assert.Equal(5, fleet.World.Targets.Count(t => t.Job == "novacron-api"));
        Assert.Equal(5, fleet.Sum("kube-state-metrics", "kube_deployment_spec_replicas{deployment=\"novacron-api\",namespace=\"novacron\"}"));
        Assert.Equal(5, fleet.Object(Kinds.Deployment, "novacron", "novacron-api").Number("status", "availableReplicas"));
        Assert.Contains(fleet.Events("novacron", "novacron-api"), e => e.Contains("ScalingReplicaSet") && e.EndsWith("from 3 to 5", StringComparison.Ordinal));
    }

    [Fact]
    public void More_pods_share_the_same_work()
    {
        double Rate()
        {
            double Sum() => fleet.Sum("novacron-api", "http_requests_total")!.Value;
            var before = Sum();
            fleet.Run(30);
            return (Sum() - before) / 30;
        }

        var usual = Rate();
        fleet.Scale("novacron", "novacron-api", 6);
        fleet.Run(15);
        Assert.InRange(Rate() / usual, 0.9, 1.1);
    }

    [Fact]
    public void Scaled_to_nothing_there_is_no_pod_no_target_and_no_leader()
    {
        fleet.Scale("rynxs", "rynxs-operator", 0);
        fleet.Run(6);
        Assert.Empty(fleet.Pods("rynxs", "rynxs-operator"));
        Assert.DoesNotContain(fleet.World.Targets, t => t.Job == "rynxs-operator");
        var holder = fleet.Holder;
        fleet.Run(120);
        Assert.Equal(holder, fleet.Holder);
        fleet.Scale("rynxs", "rynxs-operator", 2);
        fleet.SecondsUntil(() => fleet.Sum("rynxs-operator", "rynxs_leader_election_status") == 1, 60);
        Assert.NotEqual(holder, fleet.Holder);
    }

    [Fact]
    public void A_stateful_set_takes_pods_one_after_the_other_and_gives_up_the_last_first()
    {
        fleet.Patch(Kinds.StatefulSet, "tenant-acme", "acme-sessions", it => it["spec"]!["replicas"] = 3);
        fleet.Run(4);
        Assert.Equal(["acme-sessions-0", "acme-sessions-1"], fleet.Pods("tenant-acme", "acme-sessions").Select(p => p.Key.Name));
        fleet.SecondsUntil(() => fleet.ReadyPods("tenant-acme", "acme-sessions").Count == 3);
        Assert.Equal(3, fleet.Object(Kinds.StatefulSet, "tenant-acme", "acme-sessions").Number("status", "readyReplicas"));
        fleet.Patch(Kinds.StatefulSet, "tenant-acme", "acme-sessions", it => it["spec"]!["replicas"] = 1);
        fleet.SecondsUntil(() => fleet.Pods("tenant-acme", "acme-sessions").Count == 1);
        Assert.Equal("acme-sessions-0", fleet.Pods("tenant-acme", "acme-sessions")[0].Key.Name);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(2)]
    public void An_autoscaler_takes_a_manual_scale_back(int replicas)
    {
        fleet.Run(20);
        fleet.Scale("redis-system", "redis-gateway", replicas);
        fleet.Run(2);
        Assert.Equal(replicas, fleet.Object(Kinds.Deployment, "redis-system", "redis-gateway").Number("spec", "replicas"));
        Assert.InRange(fleet.SecondsUntil(() => fleet.Object(Kinds.Deployment, "redis-system", "redis-gateway").Number("spec", "replicas") == 3, 60), 1, 40);
        Assert.Contains(fleet.Events("redis-system", "redis-gateway"), e => e.StartsWith("SuccessfulRescale: New size: 3", StringComparison.Ordinal));
        fleet.Run(60);
        Assert.Equal(3, fleet.ReadyPods("redis-system", "redis-gateway").Count);
    }

    [Fact]
    public void A_deployment_made_through_the_API_gets_pods_and_one_deleted_loses_them()
    {
        var body = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""
            {"metadata": {"labels": {"app": "extra"}}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "extra"}},
             "template": {"metadata": {"labels": {"app": "extra"}}, "spec": {"containers": [{"name": "main", "image": "registry.example/extra:1"}]}}}}
            """)!;
        Assert.Null(fleet.Store.Create(Kinds.Deployment, new("default", "extra"), body, dryRun: false).Refusal);
        fleet.SecondsUntil(() => fleet.ReadyPods("default", "extra").Count == 2);
        fleet.Run(1);
        Assert.Equal(2, fleet.Object(Kinds.Deployment, "default", "extra").Number("status", "readyReplicas"));
        Assert.Equal("1", fleet.Object(Kinds.Deployment, "default", "extra")["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.GetValue<string>());
        fleet.Store.Delete(Kinds.Deployment, new("default", "extra"), new(), dryRun: false);
        fleet.SecondsUntil(() => fleet.Pods("default", "extra").Count == 0);
        fleet.Run(1);
        Assert.Empty(fleet.Store.List(Kinds.ReplicaSet, "default").Items);
    }
}
