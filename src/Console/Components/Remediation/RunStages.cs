using System.Collections.Immutable;
using OpsConsole.Components.Format;
using OpsConsole.Remediation;

namespace OpsConsole.Components.Remediation;

/// <summary>How a stage stands.</summary>
public enum StageState
{
    /// <summary>Still to come.</summary>
    Todo,

    /// <summary>Here it is.</summary>
    Now,

    /// <summary>Over, and well.</summary>
    Done,

    /// <summary>Here it ended.</summary>
    Failed,

    /// <summary>Not needed.</summary>
    Skipped,
}

/// <summary>One stage on the bar.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Word">Its word.</param>
/// <param name="State">How it stands.</param>
public sealed record StagePlace(ActionStage Stage, string Word, StageState State);

/// <summary>The ten stages as they stand: for a plan, and for a run.</summary>
internal static class RunStages
{
    /// <summary>Before anybody confirmed.</summary>
    /// <param name="answer">What came of planning; null while it is being made.</param>
    public static ImmutableArray<StagePlace> Of(PlanAnswer? answer)
    {
        var (at, failed) = answer switch
        {
            null => (ActionStage.Preflight, false),
            PlanAnswer.Denied => (ActionStage.Grant, true),
            PlanAnswer.Wrong => (ActionStage.Parameters, true),
            PlanAnswer.Unplannable no => (no.Stage, true),
            PlanAnswer.Made { Plan: var plan } when plan.Stops.Any() => (ActionStage.Preflight, true),
            _ => (ActionStage.Confirmation, false),
        };
        var plans = (answer as PlanAnswer.Made)?.Plan;
        return Places(stage => stage == at ? (failed ? StageState.Failed : StageState.Now)
            : stage < at ? StageState.Done
            : stage is ActionStage.Approval && plans is { Tier: not RiskTier.SecondPerson } ? StageState.Skipped
            : stage is ActionStage.Undo && plans is { Undo: null } ? StageState.Skipped
            : StageState.Todo);
    }

    /// <summary>Of a run.</summary>
    /// <param name="run">The run.</param>
    public static ImmutableArray<StagePlace> Of(ActionRun run)
    {
        var needsApproval = run.Plan.Tier is RiskTier.SecondPerson && !run.BrokeGlass;
        var reached = run.Steps.Select(step => step.Stage).Append(ActionStage.Confirmation).Where(stage => stage <= ActionStage.Verification).Max();
        var at = run.State switch
        {
            RunState.Waiting or RunState.Refused => ActionStage.Approval,
            RunState.Approved => ActionStage.Intent,
            RunState.Running => reached < ActionStage.Execution ? ActionStage.Execution : reached,
            RunState.Withdrawn or RunState.Lapsed => run.Approval is null && needsApproval ? ActionStage.Approval : ActionStage.Intent,
            RunState.Succeeded => ActionStage.Undo,
            _ when run.Outcome is ActionOutcome.NotBegun => ActionStage.Intent,
            _ when run.Outcome is ActionOutcome.RefusedByServer => ActionStage.Execution,
            _ => reached < ActionStage.Execution ? ActionStage.Execution : reached,
        };
        var failed = run.State is RunState.Refused or RunState.Withdrawn or RunState.Lapsed or RunState.Failed or RunState.Unknown;
        return Places(stage => stage is ActionStage.Undo ? Undo(run)
            : stage == at ? (failed ? StageState.Failed : StageState.Now)
            : stage is ActionStage.Approval && !needsApproval ? StageState.Skipped
            : stage < at ? StageState.Done
            : StageState.Todo);
    }

    private static StageState Undo(ActionRun run) => run switch
    {
        { UndoneBy: not null } => StageState.Done,
        { UndoRequest: not null } => StageState.Now,
        { Plan.Undo: null } => StageState.Skipped,
        { IsOver: true } => StageState.Skipped,
        _ => StageState.Todo,
    };

    private static ImmutableArray<StagePlace> Places(Func<ActionStage, StageState> state) => [.. Enum.GetValues<ActionStage>().Select(stage =>
    {
        var its = state(stage);
        return new StagePlace(stage, Word(stage, its), its);
    })];

    private static string Word(ActionStage stage, StageState state) => (stage, state) switch
    {
        (ActionStage.Approval, StageState.Skipped) => "No approval",
        (ActionStage.Undo, StageState.Skipped) => "No undo",
        (ActionStage.Undo, StageState.Done) => "Undone",
        _ => ActionWords.Of(stage),
    };
}
