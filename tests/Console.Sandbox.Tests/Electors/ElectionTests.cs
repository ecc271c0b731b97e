using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Electors;

public sealed class ElectionTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void The_quiet_fleet_has_one_leader_who_renews_and_keeps_the_lease()
    {
        var holder = fleet.Holder;
        var renewed = Spec("renewTime");
        for (var i = 0; i < 60; i++)
        {
            fleet.Run(5);
            Assert.Equal(1, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
        }
        Assert.Equal(holder, fleet.Holder);
        Assert.NotEqual(renewed, Spec("renewTime"));
    }

    [Fact]
    public void After_the_lease_is_deleted_a_holder_appears_within_seconds()
    {
        Assert.Null(fleet.Store.Delete(LeaseKind.Kind, SimulatedFleet.Lease, new(), dryRun: false).Refusal);
        Assert.Null(fleet.Holder);
        Assert.InRange(fleet.SecondsUntil(() => fleet.Holder is { Length: > 0 }), 0, 6);
        fleet.SecondsUntil(() => fleet.Sum("rynxs-operator", "rynxs_leader_election_status") == 1, 30);
    }

    [Fact]
    public void After_the_holder_is_killed_its_lease_expires_before_another_takes_it()
    {
        var before = fleet.Holder!;
        var transitions = Number("leaseTransitions");
        Assert.True(fleet.World.Kill("rynxs", before));
        var waited = fleet.SecondsUntil(() => fleet.Holder != before);
        Assert.InRange(waited, 25, 40);
        Assert.Equal(transitions + 1, Number("leaseTransitions"));
        Assert.Equal(1, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
    }

    [Fact]
    public void A_lease_moves_in_good_order_to_the_pod_that_was_named()
    {
        var other = OtherPod();
        Assert.Equal(MoveOutcome.Moved, fleet.World.Move(SimulatedFleet.Lease, other));
        Assert.Equal(other, fleet.Holder);
        Assert.Equal(1, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
        fleet.Run(60);
        Assert.Equal(other, fleet.Holder);
        Assert.Equal(MoveOutcome.HoldsAlready, fleet.World.Move(SimulatedFleet.Lease, other));
        Assert.Equal(MoveOutcome.NoSuchPod, fleet.World.Move(SimulatedFleet.Lease, "nobody"));
    }

    [Fact]
    public void A_hand_over_counts_once_as_acquired_and_once_as_lost()
    {
        var acquired = Transitions("acquired");
        var lost = Transitions("lost");
        fleet.World.Move(SimulatedFleet.Lease, OtherPod());
        Assert.Equal(acquired + 1, Transitions("acquired"));
        Assert.Equal(lost + 1, Transitions("lost"));
    }

    [Fact]
    public void A_holder_that_somebody_overwrote_steps_down_and_says_why()
    {
        var lease = fleet.Store.Get(LeaseKind.Kind, SimulatedFleet.Lease).Object!;
        lease["spec"]!["holderIdentity"] = "an-intruder";
        Assert.Null(fleet.Store.Update(LeaseKind.Kind, SimulatedFleet.Lease, lease, dryRun: false).Refusal);
        fleet.SecondsUntil(() => fleet.Sum("rynxs-operator", "rynxs_leader_election_status") == 0, 5);
        Assert.Equal(1, Failures("lost_lease_during_renew"));
        fleet.SecondsUntil(() => fleet.Holder != "an-intruder", 45);
    }

    [Fact]
    public void A_leader_that_may_not_write_steps_down_after_its_renew_deadline()
    {
        fleet.Board.Start("rynxs", "LeaseRightsLost");
        var waited = fleet.SecondsUntil(() => fleet.Sum("rynxs-operator", "rynxs_leader_election_status") == 0);
        Assert.InRange(waited, 18, 24);
        Assert.True(Failures("api_error") > 5);
    }

    [Fact]
    public void A_stuck_lease_stays_until_it_is_deleted()
    {
        var dead = fleet.Holder;
        fleet.Board.Start("rynxs", "StuckLease");
        fleet.Run(180);
        Assert.Equal(dead, fleet.Holder);
        Assert.Equal(0, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
        fleet.Store.Delete(LeaseKind.Kind, SimulatedFleet.Lease, new(), dryRun: false);
        fleet.SecondsUntil(() => fleet.Sum("rynxs-operator", "rynxs_leader_election_status") == 1, 6);
    }

    [Fact]
    public void Split_brain_shows_two_leaders_and_one_lease()
    {
        fleet.Board.Start("rynxs", "SplitBrain");
        fleet.Run(3);
        Assert.Equal(2, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
        fleet.Board.Stop("rynxs", "SplitBrain");
        fleet.Run(3);
        Assert.Equal(1, fleet.Sum("rynxs-operator", "rynxs_leader_election_status"));
    }

    private string OtherPod() => fleet.World.Workloads.Single(w => w.Description.Election is not null).Pods.First(p => p.Name != fleet.Holder).Name;

    private JsonNode? Spec(string field) => fleet.Store.Get(LeaseKind.Kind, SimulatedFleet.Lease).Object!["spec"]![field];

    private long Number(string field) => long.Parse(Spec(field)!.ToJsonString(), null);

    private double? Transitions(string what) => fleet.Sum("rynxs-operator", $"rynxs_leader_transitions_total{{event=\"{what}\"}}");

    private double? Failures(string reason) => fleet.Sum("rynxs-operator", $"rynxs_leader_election_failures_total{{reason=\"{reason}\"}}");
}
