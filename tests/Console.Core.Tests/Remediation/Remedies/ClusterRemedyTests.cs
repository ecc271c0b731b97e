using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Leadership;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Remedies;

/// <summary>What the actions on clusters do, what they see afterwards, and what takes them back.</summary>
public sealed class ClusterRemedyTests
{
    private const string Second = "fleet/api-5d8f-2";
    private readonly ActionWorld world = new();

    [Fact]
    public async Task A_lease_is_deleted_once_bound_to_uid_and_version_and_a_new_holder_is_seen()
    {
        world.LeaseRunsOut();
        var (remedy, plan, order) = await PlanAsync("lease-delete", LeasePath);
        Assert.Equal(("uid-lease", "77", TimeSpan.FromSeconds(60)), (plan.State.Uid, plan.State.Facts["resourceVersion"], plan.VerifyWithin));
        Assert.Equal("a new Lease, made by api-5d8f-2 or api-5d8f-3 within 60 s", plan.Changes[1].After);
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);

        Assert.Equal("done", await remedy.ExecuteAsync(plan, order, Cancellation));
        Assert.Equal(SightingState.UnderWay, (await remedy.LookAsync(plan, order, Cancellation)).State);

        world.Time.Advance(TimeSpan.FromSeconds(11));
        PutLease("uid-new", "api-5d8f-3", acquired: 10, renewed: 10);
        Assert.Equal(SightingState.UnderWay, (await remedy.LookAsync(plan, order, Cancellation)).State);
        PutLease("uid-new", "api-5d8f-3", acquired: 10, renewed: 11);
        Assert.Equal(new Sighting(SightingState.Worked, "api-5d8f-3 holds the lease after 11 s"), await remedy.LookAsync(plan, order, Cancellation));
        Assert.Null(remedy.Undo(plan, new Sighting(SightingState.Worked, string.Empty)));
    }

    [Fact]
    public async Task A_lease_that_nobody_takes_had_no_effect()
    {
        world.LeaseRunsOut();
        var (remedy, plan, order) = await PlanAsync("lease-delete", LeasePath);
        await remedy.ExecuteAsync(plan, order, Cancellation);
        world.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(SightingState.NoEffect, (await remedy.LookAsync(plan, order, Cancellation)).State);
    }

    [Fact]
    public async Task A_lease_that_is_renewed_or_made_anew_after_the_plan_is_not_deleted()
    {
        world.LeaseRunsOut();
        var (remedy, plan, order) = await PlanAsync("lease-delete", LeasePath);
        PutLease("uid-lease", "api-5d8f-1", acquired: 0, renewed: 1, version: "78");
        Assert.Equal(UpstreamFault.Conflict, (await Assert.ThrowsAsync<UpstreamException>(() => remedy.ExecuteAsync(plan, order, Cancellation))).Fault);
        PutLease("uid-other", "api-5d8f-2", acquired: 0, renewed: 1, version: "77");
        Assert.Equal(UpstreamFault.Conflict, (await Assert.ThrowsAsync<UpstreamException>(() => remedy.ExecuteAsync(plan, order, Cancellation))).Fault);

        Assert.NotNull(world.Cluster.Get<LeaseObject>(LeasePath));
    }

    [Fact]
    public async Task A_scale_is_followed_until_all_are_ready_and_taken_back_to_the_number_of_before()
    {
        var (remedy, plan, order) = await PlanAsync("scale", Api, ("replicas", "5"));
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);
        await remedy.ExecuteAsync(plan, order, Cancellation);

        Assert.Equal("its controller has not seen the change yet", (await remedy.LookAsync(plan, order, Cancellation)).Says);
        Deployed(it => it with { ObservedGeneration = it.Generation, Current = 5, Ready = 4 });
        Assert.Equal(SightingState.UnderWay, (await remedy.LookAsync(plan, order, Cancellation)).State);
        Deployed(it => it with { Ready = 5 });
        Assert.Equal(new Sighting(SightingState.Worked, "5 of 5 ready"), await remedy.LookAsync(plan, order, Cancellation));

        var undo = remedy.Undo(plan, new Sighting(SightingState.Worked, string.Empty))!;
        Assert.Equal(("scale", Api, "3"), (undo.Kind, undo.Target, undo.Parameters["replicas"]));
    }

    [Fact]
    public async Task A_scale_that_somebody_overrules_had_no_effect()
    {
        var (remedy, plan, order) = await PlanAsync("scale", Api, ("replicas", "5"));
        await remedy.ExecuteAsync(plan, order, Cancellation);
        world.Cluster.Change(world.Cluster.Get<Deployment>(Api)! with { Desired = 3 });
        world.Autoscaler = Made.Autoscaler("api", 2, 10, 3);
        var changed = world.Cluster.Get<Deployment>(Api)!;
        world.Tell();
        world.Cluster.Put(changed);

        var seen = await remedy.LookAsync(plan, order, Cancellation);

        Assert.Equal(new Sighting(SightingState.NoEffect, "somebody or the autoscaler api-hpa set it to 3: 3 wanted, 3 ready"), seen);
    }

    [Fact]
    public async Task A_scale_up_after_which_fewer_are_ready_made_it_worse()
    {
        var (remedy, plan, order) = await PlanAsync("scale", Api, ("replicas", "5"));
        await remedy.ExecuteAsync(plan, order, Cancellation);
        Deployed(it => it with { ObservedGeneration = it.Generation, Current = 5, Ready = 2 });
        Assert.Equal(SightingState.UnderWay, (await remedy.LookAsync(plan, order, Cancellation)).State);
        world.Time.Advance(plan.VerifyWithin);

        Assert.Equal(SightingState.Worse, (await remedy.LookAsync(plan, order, Cancellation)).State);
    }

    [Theory]
    [InlineData("scale")]
    [InlineData("rollout-restart")]
    public async Task What_changed_after_the_plan_is_not_touched_but_a_new_status_is_no_change(string kind)
    {
        var (remedy, plan, order) = kind == "scale" ? await PlanAsync(kind, Api, ("replicas", "5")) : await PlanAsync(kind, Api);
        world.Cluster.Change(world.Deployment with { Desired = 4 });
        var failure = await Assert.ThrowsAsync<UpstreamException>(() => remedy.ExecuteAsync(plan, order, Cancellation));
        Assert.Equal(UpstreamFault.Conflict, failure.Fault);
        Assert.Contains("generation 5, was 4; replicas 4, was 3", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Cluster.Asked, asked => asked.StartsWith(kind == "scale" ? "scale" : "restart", StringComparison.Ordinal));

        world.Cluster.Put(world.Deployment with { Id = world.Deployment.Id with { ResourceVersion = "probed" } });
        Assert.Equal("done", await remedy.ExecuteAsync(plan, order, Cancellation));
    }

    [Fact]
    public async Task A_workload_that_was_made_anew_is_another_one()
    {
        var (remedy, plan, order) = await PlanAsync("scale", Api, ("replicas", "5"));
        world.Cluster.Put(world.Deployment with { Id = world.Deployment.Id with { Uid = "uid-other" } });

        Assert.Contains("it was made anew", (await Assert.ThrowsAsync<UpstreamException>(() => remedy.ExecuteAsync(plan, order, Cancellation))).Message, StringComparison.Ordinal);
        Assert.Equal(SightingState.NoEffect, (await remedy.LookAsync(plan, order, Cancellation)).State);
    }

    [Fact]
    public async Task A_restart_is_told_from_somebody_else_s_change_by_its_own_time()
    {
        var (remedy, plan, order) = await PlanAsync("rollout-restart", Api);
        world.Cluster.Change(world.Deployment);
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);
        world.Cluster.Put(world.Deployment);

        world.Time.Advance(TimeSpan.FromMilliseconds(900));
        await remedy.ExecuteAsync(plan, order, Cancellation);
        Assert.Equal(SightingState.UnderWay, (await remedy.LookAsync(plan, order, Cancellation)).State);
        Deployed(it => it with { ObservedGeneration = it.Generation, Updated = 3, Current = 3, Ready = 3, Available = 3 });
        Assert.Equal(new Sighting(SightingState.Worked, "3 of 3 are new and available"), await remedy.LookAsync(plan, order, Cancellation));
        Assert.Null(remedy.Undo(plan, new Sighting(SightingState.Worked, string.Empty)));
    }

    [Fact]
    public async Task A_restart_that_hangs_with_fewer_ready_made_it_worse()
    {
        var (remedy, plan, order) = await PlanAsync("rollout-restart", Api);
        await remedy.ExecuteAsync(plan, order, Cancellation);
        Deployed(it => it with
        {
            ObservedGeneration = it.Generation,
            Updated = 1,
            Ready = 2,
            Conditions = [Made.Condition("Progressing", "False", "ProgressDeadlineExceeded", "it took too long")],
        });

        Assert.Equal(SightingState.Worse, (await remedy.LookAsync(plan, order, Cancellation)).State);
    }

    [Theory]
    [InlineData("pod-delete", "delete Pod")]
    [InlineData("pod-evict", "evict")]
    public async Task A_pod_goes_bound_to_its_uid_and_its_workload_is_waited_for(string kind, string asked)
    {
        var (remedy, plan, order) = await PlanAsync(kind, Second);
        Assert.Empty(plan.State.Facts);
        Assert.Equal(("uid-api-5d8f-2", RiskTier.Click), (plan.State.Uid, plan.Tier));
        world.Cluster.Put(world.Pods[1] with { Id = world.Pods[1].Id with { ResourceVersion = "probed" } });
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);

        await remedy.ExecuteAsync(plan, order, Cancellation);
        Assert.Equal($"{asked} {Second} as the console's own account", world.Cluster.Asked[^1]);
        Deployed(it => it with { Ready = 2 });
        Assert.Equal(new Sighting(SightingState.UnderWay, "the pod is gone; 2 of 3 of api are ready"), await remedy.LookAsync(plan, order, Cancellation));
        Deployed(it => it with { Ready = 3 });
        Assert.Equal(SightingState.Worked, (await remedy.LookAsync(plan, order, Cancellation)).State);
    }

    [Fact]
    public async Task A_pod_that_was_made_anew_under_its_name_is_another_one()
    {
        var (remedy, plan, order) = await PlanAsync("pod-delete", Second);
        world.Cluster.Put(world.Pods[1] with { Id = world.Pods[1].Id with { Uid = "uid-other" } });

        Assert.Equal(UpstreamFault.Conflict, (await Assert.ThrowsAsync<UpstreamException>(() => remedy.ExecuteAsync(plan, order, Cancellation))).Fault);
        Assert.NotNull(world.Cluster.Get<Pod>(Second));
    }

    [Fact]
    public async Task A_pod_that_takes_its_time_is_going()
    {
        var (remedy, plan, order) = await PlanAsync("pod-delete", Second);
        world.Cluster.Put(world.Pods[1] with { Id = world.Pods[1].Id with { DeletedAt = BoardWorld.Noon.AddSeconds(30) } });

        Assert.Equal(new Sighting(SightingState.UnderWay, "the pod is going"), await remedy.LookAsync(plan, order, Cancellation));
    }

    private async Task<(IRemedy Remedy, ActionPlan Plan, ActionOrder Order)> PlanAsync(string kind, string target, params (string Name, string Value)[] parameters) =>
        (world.Book.Find(kind)!, await world.PlanAsync(Ask(kind, target, parameters)), world.Order());

    private void PutLease(string uid, string holder, int acquired, int renewed, string version = "90") => world.Cluster.Put(new LeaseObject(
        new ObjectIdentity("fleet", "fleet-leader", uid, version),
        new Lease("fleet", "fleet-leader", uid, version, $"{holder}_x1", TimeSpan.FromSeconds(30), BoardWorld.Noon.AddSeconds(acquired), BoardWorld.Noon.AddSeconds(renewed), 0)));

    private void Deployed(Func<Deployment, Deployment> change) => world.Cluster.Put(change(world.Cluster.Get<Deployment>(Api)!));
}
