using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Controllers;

public sealed class ScenarioObjectTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void The_operator_scaled_to_zero_can_be_scaled_up_again_while_the_scenario_runs()
    {
        fleet.Board.Start("rynxs", "RynxsNoLeader");
        fleet.Run(6);
        Assert.Equal(0, fleet.Object(Kinds.Deployment, "rynxs", "rynxs-operator").Number("spec", "replicas"));
        Assert.Empty(fleet.Pods("rynxs", "rynxs-operator"));
        fleet.Scale("rynxs", "rynxs-operator", 3);
        fleet.SecondsUntil(() => fleet.ReadyPods("rynxs", "rynxs-operator").Count == 3);
        fleet.Board.StopAll();
        fleet.Run(5);
        Assert.Equal(3, fleet.ReadyPods("rynxs", "rynxs-operator").Count);
    }

    [Fact]
    public void The_end_of_the_scenario_brings_the_operator_back()
    {
        fleet.Board.Start("rynxs", "RynxsNoLeader");
        fleet.Run(6);
        fleet.Board.StopAll();
        fleet.SecondsUntil(() => fleet.ReadyPods("rynxs", "rynxs-operator").Count == 3, 12);
    }

    [Fact]
    public void The_autoscaler_at_its_maximum_says_that_it_would_go_on()
    {
        fleet.Board.Start("redis-gateway", "HpaAtMaximum");
        fleet.SecondsUntil(() => fleet.ReadyPods("redis-system", "redis-gateway").Count == 10, 90);
        fleet.Run(30);
        var it = fleet.Object(Kinds.HorizontalPodAutoscaler, "redis-system", "redis-gateway");
        Assert.Equal(("True", "TooManyReplicas"), (ClusterView.Condition(it, "ScalingLimited"), ClusterView.Condition(it, "ScalingLimited", "reason")));
        Assert.Equal(10, fleet.Sum("kube-state-metrics", "kube_horizontalpodautoscaler_status_current_replicas"));
        fleet.Board.StopAll();
        fleet.SecondsUntil(() => fleet.ReadyPods("redis-system", "redis-gateway").Count == 3, 60);
    }

    [Fact]
    public void A_budget_of_all_replicas_blocks_every_drain_until_the_scenario_ends()
    {
        long Allowed() => fleet.Object(Kinds.PodDisruptionBudget, "rynxs", "rynxs-operator").Number("status", "disruptionsAllowed");
        fleet.Board.Start("rynxs", "PdbBlocksDrain");
        fleet.Run(3);
        Assert.Equal(0, Allowed());
        fleet.Board.StopAll();
        fleet.Run(3);
        Assert.Equal(2, Allowed());
    }

    [Fact]
    public void A_holder_whose_clock_is_ahead_renews_with_times_to_come_and_keeps_the_lease()
    {
        var holder = fleet.Holder;
        fleet.Board.Start("rynxs", "HolderClockSkewed");
        fleet.Run(60);
        var renewed = MicroTime.Parse(fleet.Store.Find(LeaseKind.Kind, SimulatedFleet.Lease)!["spec"]!["renewTime"]!.GetValue<string>())!.Value;
        Assert.InRange((renewed - fleet.Clock.GetUtcNow()).TotalSeconds, 36, 41);
        Assert.Equal(holder, fleet.Holder);
        Assert.Equal(1, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
    }

    [Theory]
    [InlineData("NodeMemoryPressure", "node-2", "MemoryPressure", "True")]
    [InlineData("NodeDiskPressure", "node-1", "DiskPressure", "True")]
    [InlineData("NodeNotReady", "node-3", "Ready", "Unknown")]
    public void A_node_s_trouble_shows_in_its_conditions(string scenario, string node, string type, string status)
    {
        var usual = ClusterView.Condition(fleet.Object(Kinds.Node, "", node), type);
        fleet.Board.Start("plue", scenario);
        fleet.Run(2);
        Assert.Equal(status, ClusterView.Condition(fleet.Object(Kinds.Node, "", node), type));
        Assert.NotEmpty(fleet.Events("default", node));
        fleet.Board.StopAll();
        fleet.Run(2);
        Assert.Equal(usual, ClusterView.Condition(fleet.Object(Kinds.Node, "", node), type));
    }

    [Fact]
    public void Gone_pods_are_gone_from_the_API_too()
    {
        fleet.Board.Start("redis-gateway", "RedisGatewayDown");
        fleet.Run(3);
        Assert.Empty(fleet.Pods("redis-system", "redis-gateway"));
        var deployment = fleet.Object(Kinds.Deployment, "redis-system", "redis-gateway");
        Assert.Equal((3, 0, 3), (deployment.Number("spec", "replicas"), deployment.Number("status", "availableReplicas"), deployment.Number("status", "unavailableReplicas")));
        Assert.Equal("False", ClusterView.Condition(deployment, "Available"));
    }
}
