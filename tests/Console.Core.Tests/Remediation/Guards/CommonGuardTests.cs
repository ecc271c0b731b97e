using OpsConsole.Core.Tests.Boards;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Guards;

/// <summary>The guards of every action: fresh, nobody-else, cooldown, freeze, cluster-agrees.</summary>
public sealed class CommonGuardTests
{
    private static readonly ActionRequest Scale = Ask("scale", Api, ("replicas", "5"));
    private static readonly ActionRequest SilenceFleet = Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h"));
    private readonly ActionWorld world = new();

    [Fact]
    public async Task What_was_just_seen_is_fresh() => Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("fresh", Scale)).Verdict);

    [Fact]
    public async Task Boards_that_nobody_writes_any_more_are_unknown_and_stop_it()
    {
        world.Time.Advance(TimeSpan.FromMinutes(5));

        var scene = await world.Scenes.ReadAsync(new SceneQuestion(world.Read(Scale), Ada, ActingAs.Console, world.Fleet), Cancellation);
        var answer = new FreshGuard().Judge(scene);

        Assert.Equal((GuardVerdict.Unknown, true, false), (answer.Verdict, answer.Stops, answer.MayBeOverridden));
        Assert.Contains("workloads: last seen 5 min ago", answer.Saw, StringComparison.Ordinal);
        Assert.Contains("pods: last seen 5 min ago", answer.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_watch_is_named_with_its_reason()
    {
        world.Live.Pods.Failed("prod refused the connection");

        var scene = await world.Scenes.ReadAsync(new SceneQuestion(world.Read(Scale), Ada, ActingAs.Console, world.Fleet), Cancellation);

        Assert.Contains("prod refused the connection", new FreshGuard().Judge(scene).Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_autoscaler_that_can_t_be_seen_is_not_taken_for_none()
    {
        world.Unseen = "the autoscalers of fleet: forbidden";

        var answer = await world.JudgeAsync("fresh", Scale);

        Assert.Equal(GuardVerdict.Unknown, answer.Verdict);
        Assert.Contains("the autoscalers of fleet: forbidden", answer.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Alertmanager_that_does_not_answer_stops_a_silence()
    {
        world.Tell();
        world.Live.Alerts.Observed(new OpsConsole.Alerts.AlertBoard([], ["main"]));

        var scene = await world.Scenes.ReadAsync(new SceneQuestion(world.Read(SilenceFleet), Ada, ActingAs.Console, world.Fleet), Cancellation);

        Assert.Equal(GuardVerdict.Unknown, new FreshGuard().Judge(scene).Verdict);
    }

    [Theory]
    [InlineData(RunState.Running, GuardVerdict.Block)]
    [InlineData(RunState.Approved, GuardVerdict.Block)]
    [InlineData(RunState.Waiting, GuardVerdict.Warn)]
    public async Task Another_action_on_the_target_is_named_with_who_and_what(RunState state, GuardVerdict verdict)
    {
        var run = world.Run("r7", state, await world.PlanAsync(Scale));
        world.History.Is = TargetHistory.None with { Open = [run] };

        var answer = await world.JudgeAsync("nobody-else", Scale);

        Assert.Equal(verdict, answer.Verdict);
        Assert.Contains("Bob: Scale Deployment fleet/api to 5", answer.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_planned_anew_does_not_stand_in_its_own_way()
    {
        var run = world.Run("r7", RunState.Approved, await world.PlanAsync(Scale));
        world.History.Is = TargetHistory.None with { Open = [run] };

        var plan = Assert.IsType<PlanAnswer.Made>(await world.Planner.PlanAnewAsync(Scale, Ada, "r7", Cancellation)).Plan;

        Assert.Equal(GuardVerdict.Pass, plan.Guards.Single(guard => guard.Guard == "nobody-else").Verdict);
    }

    [Theory]
    [InlineData(30, GuardVerdict.Block)]
    [InlineData(119, GuardVerdict.Block)]
    [InlineData(120, GuardVerdict.Pass)]
    public async Task The_same_on_the_same_target_waits_for_its_cooldown(int seconds, GuardVerdict verdict)
    {
        world.History.Is = TargetHistory.None with { Last = world.Run("r6", RunState.Failed, await world.PlanAsync(Scale)) with { EndedAt = BoardWorld.Noon.AddSeconds(-seconds) } };

        var answer = await world.JudgeAsync("cooldown", Scale);

        Assert.Equal((verdict, verdict is GuardVerdict.Block), (answer.Verdict, answer.MayBeOverridden));
    }

    [Fact]
    public async Task The_profile_sets_another_cooldown()
    {
        world.Allow("scale", action => action with { Cooldown = TimeSpan.FromHours(1) });
        world.History.Is = TargetHistory.None with { Last = world.Run("r6", RunState.Succeeded, await world.PlanAsync(Scale)) with { EndedAt = BoardWorld.Noon.AddMinutes(-50) } };

        Assert.Equal(GuardVerdict.Block, (await world.JudgeAsync("cooldown", Scale)).Verdict);
    }

    [Fact]
    public async Task What_takes_the_last_one_back_need_not_wait_but_only_what_the_run_itself_offers()
    {
        var last = world.Run("r6", RunState.Succeeded, await world.PlanAsync(Scale)) with { EndedAt = BoardWorld.Noon, UndoRequest = Ask("scale", Api, ("replicas", "3")) };
        world.History.Is = TargetHistory.None with { Last = last };

        Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("cooldown", Ask("scale", Api, ("replicas", "3")) with { UndoOf = "r6" })).Verdict);
        Assert.Equal(GuardVerdict.Block, (await world.JudgeAsync("cooldown", Ask("scale", Api, ("replicas", "4")) with { UndoOf = "r6" })).Verdict);
        Assert.Equal(GuardVerdict.Block, (await world.JudgeAsync("cooldown", Ask("scale", Api, ("replicas", "3")) with { UndoOf = "r5" })).Verdict);
    }

    [Fact]
    public async Task A_freeze_blocks_what_changes_the_system_and_warns_of_silences()
    {
        world.History.Is = TargetHistory.None with { Freeze = new Freeze("f1", "fleet", BoardWorld.Noon.AddHours(-1), BoardWorld.Noon.AddHours(1), "release week", "Carol", "carol") };

        var (scale, silence) = (await world.JudgeAsync("freeze", Scale), await world.JudgeAsync("freeze", SilenceFleet));

        Assert.Equal((GuardVerdict.Block, true, GuardVerdict.Warn), (scale.Verdict, scale.MayBeOverridden, silence.Verdict));
        Assert.Contains("by Carol", scale.Saw, StringComparison.Ordinal);
        Assert.Contains("release week", scale.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_freeze_is_over_at_its_very_end()
    {
        world.History.Is = TargetHistory.None with { Freeze = new Freeze("f1", "fleet", BoardWorld.Noon.AddHours(-1), BoardWorld.Noon, "release week", "Carol", "carol") };

        Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("freeze", Scale)).Verdict);
    }

    [Fact]
    public async Task The_cluster_s_own_rights_are_asked_and_the_missing_verb_is_named()
    {
        Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("cluster-agrees", Scale)).Verdict);

        world.Cluster.Allows = _ => false;
        var answer = await world.JudgeAsync("cluster-agrees", Scale);

        Assert.Equal((GuardVerdict.Block, false), (answer.Verdict, answer.MayBeOverridden));
        Assert.Contains("missing: patch deployments/scale.apps fleet/api", answer.Saw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_that_can_t_be_asked_for_stop_it()
    {
        world.Tell();
        world.Cluster.IsAway = new UpstreamException("prod", UpstreamFault.TimedOut, "prod did not answer within 10 s");

        var answer = await world.JudgeAsync("cluster-agrees", Scale);

        Assert.Equal((GuardVerdict.Unknown, "prod did not answer within 10 s"), (answer.Verdict, answer.Saw));
    }

    [Fact]
    public void Silences_ask_no_cluster() =>
        Assert.DoesNotContain(CommonGuards.And(world.Book.Find("silence-create")!), guard => guard.About.Id == "cluster-agrees");
}
