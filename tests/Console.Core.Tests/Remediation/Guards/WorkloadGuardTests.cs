using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Remediation;
using OpsConsole.Workloads;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Guards;

/// <summary>The guards of scaling and restarting.</summary>
public sealed class WorkloadGuardTests
{
    private readonly ActionWorld world = new();

    [Theory]
    [InlineData("3", GuardVerdict.Block)]
    [InlineData("4", GuardVerdict.Pass)]
    public async Task As_many_as_are_wanted_already_is_no_change(string replicas, GuardVerdict verdict) => Assert.Equal(verdict, await ScaleAsync("no-change", replicas));

    [Fact]
    public async Task An_autoscaler_blocks_and_says_its_bounds()
    {
        world.Autoscaler = Made.Autoscaler("api", 2, 10, 3);

        var answer = await world.JudgeAsync("autoscaler", Ask("scale", Api, ("replicas", "5")));

        Assert.Equal((GuardVerdict.Block, false), (answer.Verdict, answer.MayBeOverridden));
        Assert.Contains("api-hpa keeps 2 to 10", answer.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_autoscaler_it_passes() => Assert.Equal(GuardVerdict.Pass, await ScaleAsync("autoscaler", "5"));

    [Fact]
    public async Task From_nought_an_autoscaler_only_takes_over()
    {
        world.Autoscaler = Made.Autoscaler("api", 2, 10, 0);
        world.Deployment = Made.Deployment("api", 0);

        Assert.Equal(GuardVerdict.Pass, await ScaleAsync("autoscaler", "5"));
    }

    [Fact]
    public async Task Scaling_to_nought_switches_an_autoscaler_off_and_is_a_block_that_may_be_overridden()
    {
        world.Fleet = world.Fleet with { Workloads = [world.Fleet.Workloads[0] with { Min = 0 }, world.Fleet.Workloads[1]] };
        world.Autoscaler = Made.Autoscaler("api", 2, 10, 3);
        world.Tell();

        Assert.Equal(GuardVerdict.Warn, await ScaleAsync("autoscaler", "0"));
        var answer = await world.JudgeAsync("to-zero", Ask("scale", Api, ("replicas", "0")));
        Assert.Equal((GuardVerdict.Block, true), (answer.Verdict, answer.MayBeOverridden));
        Assert.Equal(GuardVerdict.Pass, await ScaleAsync("to-zero", "1"));
    }

    [Theory]
    [InlineData("2", null, "2", GuardVerdict.Warn)]
    [InlineData("2", null, "4", GuardVerdict.Pass)]
    [InlineData("100%", null, "5", GuardVerdict.Warn)]
    [InlineData("50%", null, "2", GuardVerdict.Pass)]
    [InlineData(null, "0", "5", GuardVerdict.Warn)]
    [InlineData(null, "1", "5", GuardVerdict.Pass)]
    [InlineData("odd", null, "5", GuardVerdict.Pass)]
    public async Task A_number_that_a_budget_asks_for_leaves_no_room_for_evictions(string? least, string? most, string replicas, GuardVerdict verdict)
    {
        world.Budgets = [Made.Budget("api", least, most)];

        Assert.Equal(verdict, await ScaleAsync("budget", replicas));
    }

    [Fact]
    public async Task No_budget_passes() => Assert.Equal(GuardVerdict.Pass, await ScaleAsync("budget", "2"));

    [Theory]
    [InlineData(RolloutState.Complete, GuardVerdict.Pass)]
    [InlineData(RolloutState.Paused, GuardVerdict.Pass)]
    [InlineData(RolloutState.Progressing, GuardVerdict.Warn)]
    [InlineData(RolloutState.Stuck, GuardVerdict.Warn)]
    [InlineData(RolloutState.Unknown, GuardVerdict.Warn)]
    public async Task A_rollout_that_is_not_complete_warns(RolloutState rollout, GuardVerdict verdict)
    {
        world.Rollout = rollout;

        Assert.Equal(verdict, await ScaleAsync("rollout", "5"));
        Assert.Equal(verdict, (await world.JudgeAsync("rollout", Ask("rollout-restart", Api))).Verdict);
    }

    [Theory]
    [InlineData("2", GuardVerdict.Warn)]
    [InlineData("3", GuardVerdict.Pass)]
    public async Task Fewer_than_half_of_now_warns(string replicas, GuardVerdict verdict)
    {
        world.Deployment = Made.Deployment("api", 6);

        Assert.Equal(verdict, await ScaleAsync("half", replicas));
    }

    [Theory]
    [InlineData("5", GuardVerdict.Pass)]
    [InlineData("6", GuardVerdict.Warn)]
    public async Task More_pods_than_may_contend_warn_where_they_elect(string replicas, GuardVerdict verdict) => Assert.Equal(verdict, await ScaleAsync("contenders", replicas));

    [Fact]
    public async Task Pods_that_elect_nobody_are_no_contenders()
    {
        world.Fleet = world.Fleet with { Workloads = [world.Fleet.Workloads[0], world.Fleet.Workloads[1] with { Max = 9 }] };
        world.Tell();

        Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("contenders", Ask("scale", "fleet/worker", ("replicas", "9")))).Verdict);
    }

    [Fact]
    public async Task A_paused_workload_is_not_restarted()
    {
        Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("paused", Ask("rollout-restart", Api))).Verdict);
        world.Deployment = world.Deployment with { Paused = true };

        Assert.Equal(GuardVerdict.Block, (await world.JudgeAsync("paused", Ask("rollout-restart", Api))).Verdict);
    }

    [Theory]
    [InlineData(3, 3, GuardVerdict.Pass)]
    [InlineData(3, 1, GuardVerdict.Warn)]
    [InlineData(1, 1, GuardVerdict.Warn)]
    public async Task A_restart_of_the_last_one_ready_leaves_a_gap(int desired, int ready, GuardVerdict verdict)
    {
        world.Deployment = Made.Deployment("api", desired, ready);

        Assert.Equal(verdict, (await world.JudgeAsync("last-ready", Ask("rollout-restart", Api))).Verdict);
    }

    [Fact]
    public async Task A_restart_of_the_leader_passes_when_others_are_ready_to_lead()
    {
        var others = await world.JudgeAsync("leader", Ask("rollout-restart", Api));
        world.Pods[1] = NotReady(world.Pods[1]);
        world.Pods[2] = NotReady(world.Pods[2]);
        var alone = await world.JudgeAsync("leader", Ask("rollout-restart", Api));

        Assert.Equal((GuardVerdict.Pass, "Leadership changes hands", GuardVerdict.Warn), (others.Verdict, others.Title, alone.Verdict));
    }

    [Fact]
    public async Task Where_who_leads_is_not_known_a_restart_warns()
    {
        world.Tell();
        world.Live.Leadership.Failed("forbidden");

        var scene = await world.Scenes.ReadAsync(new SceneQuestion(world.Read(Ask("rollout-restart", Api)), Ada, ActingAs.Console, world.Fleet), Cancellation);

        Assert.Equal(GuardVerdict.Warn, new RestartLeaderGuard().Judge(scene).Verdict);
        Assert.Equal(GuardVerdict.Pass, new FreshGuard().Judge(scene).Verdict);
    }

    [Fact]
    public async Task A_workload_that_is_not_seen_is_unknown_to_every_guard_of_it()
    {
        var scene = await world.SceneAsync(Ask("scale", Api, ("replicas", "5")));
        var blind = scene with { Workload = scene.Workload! with { Controller = null, Problem = "forbidden" } };

        Assert.All(world.Book.Find("scale")!.Guards, guard => Assert.Equal(GuardVerdict.Unknown, guard.Judge(blind).Verdict));
        Assert.All(world.Book.Find("rollout-restart")!.Guards, guard => Assert.Equal(GuardVerdict.Unknown, guard.Judge(blind).Verdict));
    }

    private async Task<GuardVerdict> ScaleAsync(string guard, string replicas) => (await world.JudgeAsync(guard, Ask("scale", Api, ("replicas", replicas)))).Verdict;
}
