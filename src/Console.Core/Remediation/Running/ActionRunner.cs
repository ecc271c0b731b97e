using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>
/// The ten stages of a guarded action, in order. A run is a row: what is done about it is decided by what the row says, and the row moves together with the
/// record. From the intent on it goes on in the background, whoever leaves; should this process die, <see cref="Recovery"/> finds the intent and looks at the world.
/// </summary>
/// <param name="plan">Stages 1 to 4.</param>
/// <param name="confirming">Stage 5.</param>
/// <param name="replanning">The plan once more, before what waited begins.</param>
/// <param name="underWay">What goes on in this process.</param>
/// <param name="around">The rest.</param>
internal sealed class ActionRunner(PlanAnew plan, Confirming confirming, Replanning replanning, UnderWay underWay, ActionSurroundings around)
{
    private readonly RunnerRefusals refusals = new(around);
    private readonly RunEnding ending = new(underWay, around);
    private readonly Execution execution = new(around.Life, around.Options.ExecuteWithin, around.Clock, around.Log);
    private readonly Verification verification = new(around.Clock);

    /// <summary>From what is asked to a run that waits for a second person or is under way.</summary>
    public async Task<Result<ActionRun>> ConfirmAsync(
        ActionRequest request, Confirmation confirmation, PlanMemory seen, Person person, CancellationToken cancellation)
    {
        // 1 Grant, 2 Parameters, 3 Preflight, 4 Dry run: anew, since much may have changed while the person was reading.
        await around.Reached(ActionStage.Grant, StageEdge.Before).ConfigureAwait(false);
        var answer = await plan(request, person, null, cancellation).ConfigureAwait(false);
        await around.Reached(ActionStage.DryRun, StageEdge.After).ConfigureAwait(false);
        if (answer is not PlanAnswer.Made { Plan: var planned })
        {
            return await refusals.OfAsync(answer, request, person).ConfigureAwait(false);
        }

        // 5 Confirmation
        await around.Reached(ActionStage.Confirmation, StageEdge.Before).ConfigureAwait(false);
        seen.Keep(planned);
        if (planned.Hash != confirmation.PlanHash)
        {
            return new Problem("plan", seen.Changed(confirmation.PlanHash, planned));
        }

        var meant = await confirming.CheckAsync(request, planned, confirmation, person, cancellation).ConfigureAwait(false);
        await around.Reached(ActionStage.Confirmation, StageEdge.After).ConfigureAwait(false);
        return meant.IsOk
            ? await underWay.Begin(() => RequestAsync(meant.Value, confirmation.IdempotencyKey)).WaitAsync(cancellation).ConfigureAwait(false)
            : await refusals.OfAsync(meant.Problems, request, planned, person).ConfigureAwait(false);
    }

    /// <summary>6 Approval: waits for a second person where one is needed. On record, it can't be lost.</summary>
    private async Task<Result<ActionRun>> RequestAsync(Meant meant, string? idempotencyKey)
    {
        var life = await around.Life.HoldAsync(CancellationToken.None).ConfigureAwait(false);
        var waits = meant.Action.NeedsApproval;
        var run = StoredRun.New(meant.Action, StoredTime.Cut(meant.Action.At + (waits ? around.Options.ApprovalWithin : around.Options.BeginWithin)), waits ? null : life.Holder);
        await around.Reached(ActionStage.Approval, StageEdge.Before).ConfigureAwait(false);
        var requested = await around.Ledger.RequestAsync(meant.Action, run.Run.LapsesAt!.Value, run.Replica, idempotencyKey, meant.BrokenGlasses).ConfigureAwait(false);
        await around.Reached(ActionStage.Approval, StageEdge.After).ConfigureAwait(false);
        if (!requested.IsOk)
        {
            return await refusals.NotRequestedAsync(requested.Problems, run, ending).ConfigureAwait(false);
        }

        return waits ? await NowAsync(run).ConfigureAwait(false) : await BeginAsync(run, life).ConfigureAwait(false);
    }

    /// <summary>A run that a second person agreed to: planned once more in the name of who asked, then begun.</summary>
    public async Task<Result<ActionRun>> BeginApprovedAsync(StoredRun run)
    {
        switch (await replanning.AgainAsync(run, CancellationToken.None).ConfigureAwait(false))
        {
            case Replanned.Lapses { Because: var because, IsDenied: var isDenied }:
                await around.Ledger.EndWaitingAsync(run, RunEnd.Lapsed(because) with { IsDenied = isDenied }, Person.Console).ConfigureAwait(false);
                return new Problem(isDenied ? "grant" : "plan", because);
            case Replanned.Waits { Because: var because, Where: var where }:
                await around.Ledger.LeaveAsync(run, because, CancellationToken.None).ConfigureAwait(false);
                return new Problem(where, because);
            default:
                return await BeginAsync(run, await around.Life.HoldAsync(CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>7 Intent: on record that it is about to be done, and the target taken. Without that nothing is done.</summary>
    private async Task<Result<ActionRun>> BeginAsync(StoredRun run, LockGrant life)
    {
        var at = StoredTime.Cut(around.Clock.GetUtcNow());
        if (around.OrderOf(run, at) is not { IsOk: true } order)
        {
            return await ending.NotBegunAsync(run, life, around.OrderOf(run, at).Problems[0]).ConfigureAwait(false);
        }

        await around.Reached(ActionStage.Intent, StageEdge.Before).ConfigureAwait(false);
        var intended = await around.Ledger.IntendAsync(run, life, at).ConfigureAwait(false);
        await around.Reached(ActionStage.Intent, StageEdge.After).ConfigureAwait(false);
        if (!intended.IsOk)
        {
            return await ending.NotBegunAsync(run, life, intended.Problems[0]).ConfigureAwait(false);
        }

        var begun = run with { Run = run.Run with { State = RunState.Running, LapsesAt = null }, Replica = life.Holder, IntentAt = at };
        around.Log.Begins(run.Id, run.Run.Plan.Kind, run.Run.Plan.System);
        _ = underWay.Begin(() => ending.OrUnknownAsync(begun, life, () => CarryOutAsync(begun, life, order.Value)));
        return await NowAsync(begun).ConfigureAwait(false);
    }

    private async Task<bool> CarryOutAsync(StoredRun run, LockGrant life, ActionOrder order)
    {
        var (remedy, planned) = (around.Book.Find(run.Run.Plan.Kind)!, run.Run.Plan);

        // 8 Execution: once.
        await around.Reached(ActionStage.Execution, StageEdge.Before).ConfigureAwait(false);
        var executed = await execution.DoAsync(remedy, planned, order, life, underWay.Ending).ConfigureAwait(false);
        await around.Reached(ActionStage.Execution, StageEdge.After).ConfigureAwait(false);
        if (executed is Executed.NotDone { End: var notDone })
        {
            return await ending.EndAsync(run, notDone, life).ConfigureAwait(false);
        }

        // 9 Verification: what counts is the world, not the answer.
        var doubt = (executed as Executed.Doubtful)?.Because;
        await around.TellAsync(run, ActionStage.Execution, doubt is null ? StepMark.Good : StepMark.Doubtful,
            doubt is null ? ((Executed.Done)executed).Says : $"Whether it was carried out is not known ({doubt}): it is not sent again, the world will tell").ConfigureAwait(false);
        await around.Reached(ActionStage.Verification, StageEdge.Before).ConfigureAwait(false);
        var verified = await verification.LookAsync(remedy, planned, order, doubt, around.Clock.GetUtcNow() + planned.VerifyWithin,
            (mark, says) => around.TellAsync(run, ActionStage.Verification, mark, says), underWay.Ending).ConfigureAwait(false);
        await around.Reached(ActionStage.Verification, StageEdge.After).ConfigureAwait(false);

        // 10 Undo: offered where there is one. Then it is over.
        await around.Reached(ActionStage.Undo, StageEdge.Before).ConfigureAwait(false);
        var isOver = await ending.EndAsync(run, RunEnding.WithUndo(run, remedy, verified), life).ConfigureAwait(false);
        await around.Reached(ActionStage.Undo, StageEdge.After).ConfigureAwait(false);
        return isOver;
    }

    /// <summary>The run with its steps; as we know it when the store is silent at this moment.</summary>
    private async Task<ActionRun> NowAsync(StoredRun run)
    {
        try
        {
            return (await around.Store.FindAsync(run.Id, CancellationToken.None).ConfigureAwait(false) ?? run).Run;
        }
        catch (StorageException)
        {
            return run.Run;
        }
    }
}
