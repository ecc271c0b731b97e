using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Controllers;

public sealed class PodLifeTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void A_deleted_pod_is_gone_after_two_seconds_and_replaced_at_once()
    {
        var pod = fleet.Pods("novacron", "novacron-api")[0].Key;
        fleet.Store.Delete(Kinds.Pod, pod, new(), dryRun: false);
        fleet.Run(1);
        Assert.Equal(4, fleet.Pods("novacron", "novacron-api").Count);
        Assert.Contains(fleet.Events("novacron", pod.Name), e => e.StartsWith("Killing: ", StringComparison.Ordinal));
        Assert.InRange(fleet.SecondsUntil(() => fleet.Store.Find(Kinds.Pod, pod) is null), 1, 3);
        fleet.SecondsUntil(() => fleet.ReadyPods("novacron", "novacron-api").Count == 3, 8);
        Assert.DoesNotContain(fleet.World.Targets, t => t.Labels.GetValueOrDefault("pod") == pod.Name);
    }

    [Fact]
    public void A_pod_deleted_without_grace_is_gone_at_once_and_comes_back_as_another()
    {
        var pod = fleet.Pods("plue", "plue-db")[0];
        fleet.Store.Delete(Kinds.Pod, pod.Key, new() { GraceSeconds = 0 }, dryRun: false);
        fleet.Run(1);
        Assert.Empty(fleet.Pods("plue", "plue-db"));
        fleet.SecondsUntil(() => fleet.ReadyPods("plue", "plue-db").Count == 1, 15);
        Assert.NotEqual(pod.Uid, fleet.Pods("plue", "plue-db")[0].Uid);
    }

    [Fact]
    public void The_leader_s_pod_deleted_leaves_its_name_in_the_lease_until_another_takes_over()
    {
        var holder = fleet.Holder!;
        fleet.Store.Delete(Kinds.Pod, new("rynxs", holder), new(), dryRun: false);
        fleet.Run(5);
        Assert.Null(fleet.Store.Find(Kinds.Pod, new("rynxs", holder)));
        Assert.Equal(holder, fleet.Holder);
        fleet.SecondsUntil(() => fleet.Holder != holder, 40);
        Assert.Contains(fleet.Events("rynxs", "rynxs-operator-leader"), e => e == $"LeaderElection: {fleet.Holder} became leader");
    }

    [Fact]
    public void A_crash_loop_shows_in_status_events_and_metrics_alike()
    {
        fleet.Board.Start("plue", "PodCrashLooping");
        fleet.Run(90);
        var pod = fleet.Pods("plue", "api").Select(p => p.ToJson()).Single(p => p["status"]!["containerStatuses"]![0]!.AsObject().Number("restartCount") > 0);
        var container = pod["status"]!["containerStatuses"]![0]!;
        Assert.Equal("CrashLoopBackOff", container["state"]!["waiting"]!["reason"]!.GetValue<string>());
        Assert.Equal(("Error", 1), (container["lastState"]!["terminated"]!["reason"]!.GetValue<string>(), container["lastState"]!["terminated"]!["exitCode"]!.GetValue<int>()));
        Assert.Equal("False", ClusterView.Condition(pod, "Ready"));
        Assert.Equal(container.AsObject().Number("restartCount"), fleet.Scrape("kube-state-metrics").Where(s => s.Key.Contains("kube_pod_container_status_restarts_total")).Sum(s => s.Value));
        var name = pod["metadata"]!["name"]!.GetValue<string>();
        Assert.Contains(fleet.Events("plue", name), e => e.StartsWith("BackOff: Back-off restarting failed container api", StringComparison.Ordinal));
        fleet.Board.StopAll();
        fleet.Run(2);
        Assert.Equal("True", ClusterView.Condition(fleet.Object(Kinds.Pod, "plue", name), "Ready"));
    }

    [Fact]
    public void A_pod_killed_for_memory_says_so()
    {
        fleet.Board.Start("plue", "PodFrequentRestarts");
        fleet.Run(20);
        var last = fleet.Pods("plue", "electric").Single().ToJson()["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!;
        Assert.Equal(("OOMKilled", 137), (last["reason"]!.GetValue<string>(), last["exitCode"]!.GetValue<int>()));
    }

    [Fact]
    public void A_pod_that_no_node_takes_says_why()
    {
        fleet.Board.Start("plue", "PodNotReady");
        fleet.Run(10);
        var pod = fleet.Pods("plue", "web").Single(p => p.Text("status", "phase") == "Pending").ToJson();
        Assert.Equal("Unschedulable", ClusterView.Condition(pod, "PodScheduled", "reason"));
        Assert.Null(pod["spec"]!["nodeName"]);
        Assert.Equal(1, fleet.Object(Kinds.Deployment, "plue", "web").Number("status", "unavailableReplicas"));
        Assert.Contains(fleet.Events("plue", pod["metadata"]!["name"]!.GetValue<string>()), e => e.StartsWith("FailedScheduling: 0/3 nodes are available", StringComparison.Ordinal));
        fleet.Board.StopAll();
        fleet.SecondsUntil(() => fleet.ReadyPods("plue", "web").Count == 2, 10);
    }

    [Fact]
    public void A_repeated_event_is_counted_and_an_hour_later_it_is_gone()
    {
        fleet.Board.Start("plue", "DeploymentReplicasMismatch");
        fleet.Run(100);
        var events = fleet.Store.List(Kinds.Event, "plue").Items.Where(e => e.Text("reason") == "Unhealthy").ToList();
        Assert.InRange(Assert.Single(events).Number("count"), 8, 12);
        fleet.Board.StopAll();
        fleet.Run(3700);
        Assert.Empty(fleet.Store.List(Kinds.Event, "plue").Items);
    }

    [Fact]
    public void New_pods_avoid_a_cordoned_node_and_wait_when_all_are_cordoned()
    {
        fleet.Patch(Kinds.Node, "", "node-1", it => it["spec"]!["unschedulable"] = true);
        fleet.Scale("novacron", "novacron-api", 6);
        fleet.SecondsUntil(() => fleet.ReadyPods("novacron", "novacron-api").Count == 6);
        Assert.Equal(1, fleet.Pods("novacron", "novacron-api").Count(p => p.Text("spec", "nodeName") == "node-1"));
        foreach (var node in (string[])["node-2", "node-3"]) fleet.Patch(Kinds.Node, "", node, it => it["spec"]!["unschedulable"] = true);
        fleet.Scale("novacron", "novacron-api", 7);
        fleet.Run(10);
        Assert.Equal(6, fleet.ReadyPods("novacron", "novacron-api").Count);
        Assert.Contains(fleet.Pods("novacron", "novacron-api"), p => ClusterView.Condition(p.ToJson(), "PodScheduled", "message")?.Contains("were unschedulable") == true);
    }
}
