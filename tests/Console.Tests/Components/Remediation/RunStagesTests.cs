using OpsConsole.Access;
using OpsConsole.Components.Remediation;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Components.Remediation;

public sealed class RunStagesTests
{
    public static TheoryData<string, ActionStage, StageState> Plans { get; } = new()
    {
        { "none", ActionStage.Preflight, StageState.Now },
        { "denied", ActionStage.Grant, StageState.Failed },
        { "wrong", ActionStage.Parameters, StageState.Failed },
        { "unplannable", ActionStage.DryRun, StageState.Failed },
        { "blocked", ActionStage.Preflight, StageState.Failed },
        { "made", ActionStage.Confirmation, StageState.Now },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_stands_where_it_stopped(string which, ActionStage at, StageState state)
    {
        PlanAnswer? answer = which switch
        {
            "denied" => new PlanAnswer.Denied(Actions.LeaseDelete, new Decision(false, "no", null)),
            "wrong" => new PlanAnswer.Wrong([new Problem("target", "no")]),
            "unplannable" => new PlanAnswer.Unplannable(ActionStage.DryRun, "503", []),
            "blocked" => KnownPlans.Made(guards: [KnownPlans.HardBlock]),
            "made" => KnownPlans.Made(),
            _ => null,
        };

        var places = RunStages.Of(answer);

        Assert.Equal(10, places.Length);
        var here = Assert.Single(places, place => place.State is StageState.Now or StageState.Failed);
        Assert.Equal((at, state), (here.Stage, here.State));
        Assert.All(places.Where(place => place.Stage < at), place => Assert.Equal(StageState.Done, place.State));
    }

    [Fact]
    public void A_plan_that_needs_nobody_else_skips_the_approval() =>
        Assert.Equal(StageState.Skipped, RunStages.Of(KnownPlans.Made())[5].State);

    [Theory]
    [InlineData(RunState.Waiting, ActionStage.Approval, StageState.Now)]
    [InlineData(RunState.Refused, ActionStage.Approval, StageState.Failed)]
    [InlineData(RunState.Lapsed, ActionStage.Approval, StageState.Failed)]
    [InlineData(RunState.Approved, ActionStage.Intent, StageState.Now)]
    public void A_run_stands_at_the_stage_that_holds_it(RunState state, ActionStage at, StageState how)
    {
        var here = Assert.Single(RunStages.Of(KnownPlans.Run(state)), place => place.State is StageState.Now or StageState.Failed);

        Assert.Equal((at, how), (here.Stage, here.State));
    }

    [Fact]
    public void A_run_that_failed_stands_where_its_last_step_was()
    {
        var run = KnownPlans.Run(RunState.Failed) with
        {
            Outcome = ActionOutcome.NoEffect,
            Steps = [new(1, ActionStage.Execution, KnownPlans.Now, StepMark.Good, "deleted"), new(2, ActionStage.Verification, KnownPlans.Now, StepMark.Bad, "nobody took it")],
        };

        var places = RunStages.Of(run);

        Assert.Equal(StageState.Failed, places[8].State);
        Assert.Equal(StageState.Done, places[7].State);
    }

    [Fact]
    public void A_broken_glass_skips_the_approval_and_says_so()
    {
        var place = RunStages.Of(KnownPlans.Run(RunState.Succeeded) with { BrokeGlass = true })[5];

        Assert.Equal(("No approval", StageState.Skipped), (place.Word, place.State));
    }

    [Fact]
    public void What_was_taken_back_says_undone()
    {
        var place = RunStages.Of(KnownPlans.Run(RunState.Succeeded) with { UndoneBy = "x" })[9];

        Assert.Equal(("Undone", StageState.Done), (place.Word, place.State));
    }
}
