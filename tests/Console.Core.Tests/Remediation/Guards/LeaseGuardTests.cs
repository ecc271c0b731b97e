using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Leadership;
using OpsConsole.Remediation;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Guards;

/// <summary>The guards of a lease's deletion.</summary>
public sealed class LeaseGuardTests
{
    private static readonly ActionRequest Delete = Ask("lease-delete", LeasePath);
    private readonly ActionWorld world = new();

    [Fact]
    public async Task A_lease_still_renewed_by_a_ready_holder_blocks_deletion()
    {
        var answer = await JudgeAsync("lease-renewed");

        Assert.Equal((GuardVerdict.Block, false), (answer.Verdict, answer.MayBeOverridden));
        Assert.Equal("api-5d8f-1 is ready, renewed 3 s ago, the lease lasts 30 s; deleting it makes two leaders for up to 20 s", answer.Saw);
    }

    [Fact]
    public async Task A_lease_renewed_by_somebody_whose_pod_is_not_known_blocks()
    {
        world.Leader = world.Leader with { Lease = world.Leader.Lease! with { Holder = "host-17" }, Holder = "host-17" };

        Assert.Equal(GuardVerdict.Block, (await JudgeAsync("lease-renewed")).Verdict);
    }

    [Fact]
    public async Task A_lease_renewed_by_a_pod_that_is_not_ready_or_gone_warns()
    {
        world.Pods[0] = NotReady(world.Pods[0]);
        var notReady = await JudgeAsync("lease-renewed");
        world.Pods.RemoveAt(0);
        world.Leader = world.Leader with { HolderPod = "fleet has no pod of that name" };
        var gone = await JudgeAsync("lease-renewed");

        Assert.Equal((GuardVerdict.Warn, GuardVerdict.Warn), (notReady.Verdict, gone.Verdict));
    }

    [Fact]
    public async Task A_lease_that_ran_out_passes_with_how_long_ago()
    {
        world.LeaseRunsOut();

        var answer = await JudgeAsync("lease-renewed");

        Assert.Equal((GuardVerdict.Pass, "renewed 6 min ago, the lease lasts 30 s"), (answer.Verdict, answer.Saw));
    }

    [Theory]
    [InlineData(29, GuardVerdict.Block)]
    [InlineData(30, GuardVerdict.Pass)]
    public async Task Where_lease_and_metric_disagree_the_clock_tells_whether_it_is_renewed(int seconds, GuardVerdict verdict)
    {
        world.Leader = world.Leader with { State = LeaderState.Disagreement, Lease = world.Leader.Lease! with { RenewedAt = BoardWorld.Noon.AddSeconds(-seconds) } };

        Assert.Equal(verdict, (await JudgeAsync("lease-renewed")).Verdict);
    }

    [Fact]
    public async Task A_holder_s_slow_clock_is_counted_in()
    {
        world.Leader = world.Leader with
        {
            State = LeaderState.SplitBrain,
            Lease = world.Leader.Lease! with { RenewedAt = BoardWorld.Noon.AddMinutes(-5) },
            HolderClockBehind = TimeSpan.FromMinutes(5),
        };

        Assert.Equal(GuardVerdict.Block, (await JudgeAsync("lease-renewed")).Verdict);
    }

    [Fact]
    public async Task A_lease_that_can_t_be_seen_is_unknown()
    {
        world.Leader = world.Leader with { Lease = null, Because = "the lease can't be seen: forbidden" };

        var answer = await JudgeAsync("lease-renewed");

        Assert.Equal((GuardVerdict.Unknown, "the lease can't be seen: forbidden"), (answer.Verdict, answer.Saw));
    }

    [Fact]
    public async Task While_it_can_t_be_told_whether_it_is_renewed_it_is_unknown()
    {
        world.Leader = world.Leader with { State = LeaderState.Unknown };

        Assert.Equal(GuardVerdict.Unknown, (await JudgeAsync("lease-renewed")).Verdict);
    }

    [Fact]
    public async Task A_holder_whose_pod_is_gone_passes_unless_a_node_is_silent()
    {
        world.LeaseRunsOut();
        var gone = await JudgeAsync("holder-gone");
        world.Nodes = [NodeOf("node-1", "True"), NodeOf("node-2", "Unknown")];
        var silent = await JudgeAsync("holder-gone");

        Assert.Equal((GuardVerdict.Pass, GuardVerdict.Warn), (gone.Verdict, silent.Verdict));
        Assert.Contains("NotReady: node-2", silent.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holder_whose_pod_is_there_may_wake_up()
    {
        world.LeaseRunsOut(holderIsGone: false);
        world.Nodes = [NodeOf("node-1", "False")];

        var answer = await JudgeAsync("holder-gone");

        Assert.Equal(GuardVerdict.Warn, answer.Verdict);
        Assert.Contains("its node node-1 is NotReady", answer.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holder_whose_pod_has_ended_passes()
    {
        world.LeaseRunsOut(holderIsGone: false);
        world.Pods[0] = world.Pods[0] with { Phase = "Failed" };

        Assert.Equal(GuardVerdict.Pass, (await JudgeAsync("holder-gone")).Verdict);
    }

    [Fact]
    public async Task A_holder_that_is_no_pod_can_t_be_told()
    {
        world.Leader = world.Leader with { State = LeaderState.Nobody, Lease = world.Leader.Lease! with { Holder = "host-17" } };

        Assert.Equal(GuardVerdict.Warn, (await JudgeAsync("holder-gone")).Verdict);
    }

    [Fact]
    public async Task A_released_lease_has_no_holder()
    {
        world.Leader = world.Leader with { State = LeaderState.Nobody, Holder = null, Lease = world.Leader.Lease! with { Holder = null } };

        Assert.Equal((GuardVerdict.Pass, GuardVerdict.Pass), ((await JudgeAsync("holder-gone")).Verdict, (await JudgeAsync("lease-renewed")).Verdict));
    }

    [Fact]
    public async Task Candidates_that_are_ready_are_named()
    {
        var answer = await JudgeAsync("candidate-ready");

        Assert.Equal((GuardVerdict.Pass, "2 candidates ready: api-5d8f-2 and api-5d8f-3"), (answer.Verdict, answer.Saw));
    }

    [Fact]
    public async Task Nobody_ready_to_take_over_blocks_and_may_be_overridden()
    {
        world.Pods[1] = NotReady(world.Pods[1]);
        world.Pods[2] = world.Pods[2] with { Id = world.Pods[2].Id with { DeletedAt = BoardWorld.Noon } };

        var answer = await JudgeAsync("candidate-ready");

        Assert.Equal((GuardVerdict.Block, true), (answer.Verdict, answer.MayBeOverridden));
    }

    [Fact]
    public async Task A_ready_pod_of_a_workload_that_elects_nobody_is_no_candidate()
    {
        world.Pods.RemoveRange(1, 2);
        world.Pods.Add(Made.PodOf("web", "1"));
        world.Leader = world.Leader with { Contenders = ["api-5d8f-1"] };

        Assert.Equal(GuardVerdict.Block, (await JudgeAsync("candidate-ready")).Verdict);
    }

    [Fact]
    public async Task Lease_and_candidates_that_agree_pass()
    {
        var led = await JudgeAsync("metric-agrees");
        world.LeaseRunsOut();
        var nobody = await JudgeAsync("metric-agrees");

        Assert.Equal((GuardVerdict.Pass, GuardVerdict.Pass, "none of 3 candidates says that it leads"), (led.Verdict, nobody.Verdict, nobody.Saw));
    }

    [Fact]
    public async Task Somebody_who_says_that_they_lead_without_a_lease_warns()
    {
        world.LeaseRunsOut();
        world.Leader = world.Leader with { Leading = ["api-5d8f-2"] };

        Assert.Equal(GuardVerdict.Warn, (await JudgeAsync("metric-agrees")).Verdict);
    }

    [Theory]
    [InlineData(LeaderState.SplitBrain)]
    [InlineData(LeaderState.Disagreement)]
    public async Task A_contradiction_warns(LeaderState state)
    {
        world.Leader = world.Leader with { State = state };

        Assert.Equal(GuardVerdict.Warn, (await JudgeAsync("metric-agrees")).Verdict);
    }

    [Fact]
    public async Task Candidates_that_can_t_be_heard_warn_and_never_block()
    {
        world.Leader = world.Leader with { Contenders = null };
        var unknown = await JudgeAsync("metric-agrees");
        world.Leader = world.Leader with { Contenders = [], Leading = [] };
        var none = await JudgeAsync("metric-agrees");
        world.Fleet = world.Fleet with { Leader = world.Fleet.Leader! with { StatusMetric = null } };
        var unmeasured = await JudgeAsync("metric-agrees");

        Assert.Equal((GuardVerdict.Warn, GuardVerdict.Warn, GuardVerdict.Pass), (unknown.Verdict, none.Verdict, unmeasured.Verdict));
    }

    [Theory]
    [InlineData(5, GuardVerdict.Pass)]
    [InlineData(6, GuardVerdict.Warn)]
    public async Task More_contenders_than_the_profile_says_warn(int count, GuardVerdict verdict)
    {
        world.Leader = world.Leader with { Contenders = [.. Enumerable.Range(1, count).Select(at => $"api-5d8f-{at}")] };

        Assert.Equal(verdict, (await JudgeAsync("contenders")).Verdict);
    }

    private Task<GuardAnswer> JudgeAsync(string guard) => world.JudgeAsync(guard, Delete);
}
