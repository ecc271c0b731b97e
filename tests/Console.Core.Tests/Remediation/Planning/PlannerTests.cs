using OpsConsole.Access;
using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Remediation;
using OpsConsole.Storage;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Planning;

/// <summary>Stages 1 to 4, and every way in which there is no plan.</summary>
public sealed class PlannerTests
{
    private static readonly ActionRequest ScaleTo5 = Ask("scale", Api, ("replicas", "5"));
    private readonly ActionWorld world = new();

    [Fact]
    public async Task A_person_without_the_right_is_denied_before_anything_is_looked_at()
    {
        world.Cluster.Asked.Clear();

        var answer = Assert.IsType<PlanAnswer.Denied>(await world.Planner.PlanAsync(ScaleTo5, Eve, Cancellation));

        Assert.Equal((Actions.Scale, "scale needs operator or admin; you have viewer"), (answer.Action, answer.Decision.Reason));
        Assert.Empty(world.Cluster.Asked);
    }

    [Fact]
    public async Task A_grant_on_one_system_is_none_on_another() =>
        Assert.IsType<PlanAnswer.Denied>(await world.Planner.PlanAsync(ScaleTo5 with { System = "pay" }, Ada, Cancellation));

    [Theory]
    [InlineData("reboot", "fleet", Api, "kind", "'reboot' is no guarded action; there are lease-delete, scale,")]
    [InlineData("scal", "fleet", Api, "kind", "did you mean scale?")]
    [InlineData("scale", "fleet", "fleet/db", "target", "'fleet/db' is no target of scale in the profile of fleet: fleet/api and fleet/worker")]
    [InlineData("scale", "fleet", "", "target", "nothing is no target of scale")]
    [InlineData("rollout-restart", "fleet", "fleet/worker", "target", "'fleet/worker' is no target of rollout-restart in the profile of fleet: fleet/api")]
    [InlineData("lease-delete", "fleet", "fleet/other", "target", "'fleet/other' is no target of lease-delete in the profile of fleet: fleet/fleet-leader")]
    [InlineData("pod-delete", "fleet", "fleet/api-5d8f-9", "target", "fleet has no pod fleet/api-5d8f-9; its namespaces are fleet")]
    [InlineData("pod-delete", "fleet", "api", "target", "'api' names no pod: write NAMESPACE/NAME")]
    [InlineData("silence-create", "fleet", "away", "target", "no Alertmanager is named 'away'; configured: main")]
    [InlineData("silence-expire", "fleet", "main/abc", "target", "'main/abc' is no silence: write ALERTMANAGER/ID")]
    public async Task What_makes_no_sense_is_named_with_what_would_be_right(string kind, string system, string target, string where, string what)
    {
        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(new ActionRequest(kind, system, target), Ada, Cancellation));

        var problem = answer.Problems.First(it => it.Where == where);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_the_profile_does_not_name_is_refused_with_those_it_does()
    {
        world.Fleet = world.Fleet with { Actions = [new("scale", []), new("silence", [])] };
        world.Tell();

        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(Ask("pod-evict", "fleet/api-5d8f-1"), Ada, Cancellation));

        Assert.Equal(new Problem("kind", "the profile of fleet does not allow pod-evict; it allows scale and silence"), answer.Problems.Single());
    }

    [Fact]
    public async Task A_system_that_is_not_there_or_whose_profile_is_broken_is_named()
    {
        world.Live.Systems.Observed(new SystemCatalog([], [new ProfileFault("fleet", "systems/fleet.yaml", [new("systems/fleet.yaml:1:1", "title: is missing")])]));
        var broken = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation));
        world.Live.Systems.Observed(SystemCatalog.Empty);
        var missing = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation));

        Assert.Equal(("system", "system"), (broken.Problems.Single().Where, missing.Problems.Single().Where));
        Assert.Contains("title: is missing", broken.Problems[0].What, StringComparison.Ordinal);
        Assert.Equal("no system is named 'fleet'; there are none", missing.Problems[0].What);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var request = Ask("silence-create", "away", ("matchers", "a="), ("duration", "soon"), ("colour", "red"));

        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(request, Ada, Cancellation));

        Assert.Equal(["colour", "duration", "matchers", "target"], answer.Problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public async Task A_pod_that_no_target_of_the_profile_names_is_refused()
    {
        world.Pods.Add(Made.PodOf("web", "1"));
        world.Tell();

        var answer = Assert.IsType<PlanAnswer.Wrong>(await world.Planner.PlanAsync(Ask("pod-delete", "fleet/web-5d8f-1"), Ada, Cancellation));

        Assert.Contains("fleet/app=api and fleet/lonely", answer.Problems.Single().What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_says_what_will_change_as_whom_and_by_which_right()
    {
        var plan = await world.PlanAsync(ScaleTo5);

        Assert.Equal("Scale Deployment fleet/api to 5", plan.Title);
        Assert.Equal("operator is granted to operators on fleet by access.yaml:1", plan.GrantedBy);
        Assert.Equal("the console's own account", plan.ActsAs);
        Assert.Equal(new PlannedChange("3 replicas wanted, 3 ready", "5 replicas wanted"), plan.Changes.Single());
        Assert.Equal(["mind the gap"], plan.Warnings);
        Assert.Equal(("uid-api", "4", "3"), (plan.State.Uid, plan.State.Facts["generation"], plan.State.Facts["replicas"]));
        Assert.Equal(["generation", "replicas"], plan.State.Facts.Keys);
        Assert.Equal(64, plan.Hash.Length);
        Assert.Equal("rehearse scale to 5 fleet/api as the console's own account", world.Cluster.Asked[^1]);
        Assert.Equal(3, world.Cluster.Get<OpsConsole.Workloads.Deployment>(Api)!.Desired);
    }

    [Fact]
    public async Task Guards_come_worst_first()
    {
        world.Autoscaler = Made.Autoscaler("api", 2, 10, 3);
        world.Rollout = OpsConsole.Workloads.RolloutState.Stuck;

        var plan = await world.PlanAsync(ScaleTo5);

        Assert.Equal(["autoscaler", "rollout"], plan.Guards.Take(2).Select(guard => guard.Guard));
        Assert.Equal(["autoscaler"], plan.Stops.Select(guard => guard.Guard));
    }

    [Theory]
    [InlineData(ApprovalRule.WhenWarned, false, RiskTier.TypedName)]
    [InlineData(ApprovalRule.WhenWarned, true, RiskTier.SecondPerson)]
    [InlineData(ApprovalRule.Always, false, RiskTier.SecondPerson)]
    [InlineData(ApprovalRule.Never, true, RiskTier.TypedName)]
    public async Task Warnings_raise_what_a_person_must_do_and_the_profile_bounds_it(ApprovalRule rule, bool warns, RiskTier tier)
    {
        world.Allow("scale", action => action with { Approval = rule });
        world.Rollout = warns ? OpsConsole.Workloads.RolloutState.Progressing : OpsConsole.Workloads.RolloutState.Complete;

        Assert.Equal(tier, (await world.PlanAsync(ScaleTo5)).Tier);
    }

    [Fact]
    public async Task A_restart_of_many_that_are_well_is_a_click()
    {
        var click = await world.PlanAsync(Ask("rollout-restart", Api));
        world.Deployment = Made.Deployment("api", 3, 2);
        var typed = await world.PlanAsync(Ask("rollout-restart", Api));

        Assert.Equal((RiskTier.Click, RiskTier.TypedName), (click.Tier, typed.Tier));
    }

    [Fact]
    public async Task Silences_ask_no_second_person_unless_the_profile_always_does()
    {
        world.Alerts = [Firing("Down", severity: "critical")];
        var warned = Ask("silence-create", string.Empty, ("matchers", "system=\"fleet\""), ("duration", "9h"));
        var usual = await world.PlanAsync(warned);
        world.Allow("silence", action => action with { Approval = ApprovalRule.Always, BreakGlassPerDay = 1 });
        var always = await world.PlanAsync(warned);

        Assert.Equal((RiskTier.TypedName, RiskTier.SecondPerson), (usual.Tier, always.Tier));
        Assert.Equal((false, true), (usual.MayBreakGlass, always.MayBreakGlass));
        Assert.Equal("main", usual.Target.Place);
    }

    [Fact]
    public async Task A_silent_cluster_is_an_answer_with_what_the_guards_said()
    {
        world.Tell();
        world.Cluster.IsAway = new UpstreamException("prod", UpstreamFault.Unreachable, "prod refused the connection");

        var answer = Assert.IsType<PlanAnswer.Unplannable>(await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation));

        Assert.Equal((ActionStage.DryRun, "prod refused the connection", false), (answer.Stage, answer.Because, answer.IsRefused));
        Assert.Equal("cluster-agrees", answer.Guards[0].Guard);
    }

    [Fact]
    public async Task A_silent_store_is_an_answer()
    {
        world.History.IsAway = new StorageException(StorageFault.Unreachable, "The database does not answer");

        var answer = Assert.IsType<PlanAnswer.Unplannable>(await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation));

        Assert.Equal(ActionStage.Preflight, answer.Stage);
        Assert.Contains("The database does not answer", answer.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_Alertmanager_is_an_answer()
    {
        world.Alertmanager.IsAway = new UpstreamException("main", UpstreamFault.TimedOut, "main did not answer within 10 s");

        var answer = Assert.IsType<PlanAnswer.Unplannable>(await world.Planner.PlanAsync(
            Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h")), Ada, Cancellation));

        Assert.Equal("main did not answer within 10 s", answer.Because);
    }

    [Fact]
    public async Task A_target_that_is_gone_is_said_to_be()
    {
        world.Tell();
        world.Cluster.Remove<OpsConsole.Workloads.Deployment>(Api);

        var answer = Assert.IsType<PlanAnswer.Unplannable>(await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation));

        Assert.Equal("there is no Deployment fleet/api at prod (any more)", answer.Because);
    }

    [Fact]
    public async Task A_rehearsal_that_is_refused_keeps_the_server_s_words()
    {
        world.Tell();
        world.Cluster.Refuses = new UpstreamException("prod", UpstreamFault.Refused, "prod refuses (HTTP 403, Forbidden): no");

        var answer = Assert.IsType<PlanAnswer.Unplannable>(await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation));
        Assert.Contains("HTTP 403", answer.Because, StringComparison.Ordinal);
        Assert.True(answer.IsRefused);
    }

    [Fact]
    public async Task A_watch_that_is_a_moment_late_is_waited_for_once()
    {
        world.Tell();
        world.Cluster.Change(world.Deployment with { Desired = 4 });

        var planning = world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation);
        await world.Time.TimersAsync(1, Cancellation);
        world.Deployment = world.Cluster.Get<OpsConsole.Workloads.Deployment>(Api)!;
        world.Tell();
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("4", Assert.IsType<PlanAnswer.Made>(await planning).Plan.State.Facts["replicas"]);
    }

    [Fact]
    public async Task A_watch_that_stays_behind_is_no_ground_to_act_on()
    {
        world.Tell();
        world.Cluster.Change(world.Deployment with { Desired = 4 });

        var planning = world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation);
        await world.Time.TimersAsync(1, Cancellation);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("generation 5, was 4", Assert.IsType<PlanAnswer.Unplannable>(await planning).Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_has_no_name_in_the_cluster_gets_no_plan()
    {
        var planner = new ActionPlanner(world.Scenes, world.Book, world.Rules, new Impersonation(new UpstreamsOptions()), world.Time);

        var answer = Assert.IsType<PlanAnswer.Unplannable>(await planner.PlanAsync(ScaleTo5, Ada, Cancellation));

        Assert.Equal(("cluster-agrees", GuardVerdict.Unknown), (answer.Guards[0].Guard, answer.Guards[0].Verdict));
    }

    [Fact]
    public async Task A_dialog_that_asks_again_and_again_asks_the_cluster_once_in_a_while()
    {
        world.Tell();
        for (var second = 0; second < 10; second += 2)
        {
            await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation);
            world.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(2, world.Cluster.Asked.Count);
        await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation);
        Assert.Equal(4, world.Cluster.Asked.Count);
    }

    [Fact]
    public async Task Another_wish_another_version_and_a_confirmation_are_rehearsed_anew()
    {
        world.Tell();
        await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation);
        await world.Planner.PlanAsync(Ask("scale", Api, ("replicas", "6")), Ada, Cancellation);
        Assert.Equal(2, Rehearsals());

        world.Cluster.Change(world.Deployment);
        world.Deployment = world.Cluster.Get<OpsConsole.Workloads.Deployment>(Api)!;
        world.Tell();
        await world.Planner.PlanAsync(ScaleTo5, Ada, Cancellation);
        Assert.Equal(3, Rehearsals());

        await world.Planner.PlanAnewAsync(ScaleTo5, Ada, null, Cancellation);
        Assert.Equal(4, Rehearsals());
    }

    [Fact]
    public async Task Silences_are_listed_once_in_a_while()
    {
        world.Tell();
        var request = Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h"));
        await world.Planner.PlanAsync(request, Ada, Cancellation);
        await world.Planner.PlanAsync(request, Ada, Cancellation);
        Assert.Equal(1, world.Alertmanager.Listed);

        world.Time.Advance(TimeSpan.FromSeconds(5));
        await world.Planner.PlanAsync(request, Ada, Cancellation);
        Assert.Equal(2, world.Alertmanager.Listed);
    }

    private int Rehearsals() => world.Cluster.Asked.Count(asked => asked.StartsWith("rehearse", StringComparison.Ordinal));
}
