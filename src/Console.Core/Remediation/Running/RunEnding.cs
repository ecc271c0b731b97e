using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Ends the runs of this process: the outcome is recorded once, and tried until the database answers.</summary>
/// <param name="underWay">What goes on in this process.</param>
/// <param name="around">The rest.</param>
internal sealed class RunEnding(UnderWay underWay, ActionSurroundings around)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Records the outcome, and closes the row with it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="life">The life under which it began.</param>
    /// <returns>Whether it is over by this; not when others took it over.</returns>
    public async Task<bool> EndAsync(StoredRun run, RunEnd end, LockGrant life)
    {
        while (true)
        {
            var ended = await around.Ledger.EndOwnAsync(run, end, life).ConfigureAwait(false);
            if (ended.IsOk)
            {
                around.Log.Ends(run.Id, run.Run.Plan.Kind, run.Run.Plan.System, end.State);
                around.Metrics.Over(run.Run.Plan.Kind, end);
                await UndoneAsync(run, end).ConfigureAwait(false);
                return true;
            }

            if (ended.Problems[0] is { Where: ActionLedger.Moved or ActionLedger.Fenced } lost)
            {
                // It was recorded after all, by an attempt whose answer was lost, or by who took it over.
                around.Log.NoLongerOurs(run.Id, lost.What);
                return false;
            }

            around.Log.OutcomeWaits(run.Id, ended.Explanation);
            await Task.Delay(Pause, around.Clock, underWay.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>A run whose intent could not be put on record. One that a second person agreed to is left for later where only its target is busy.</summary>
    /// <param name="run">The run.</param>
    /// <param name="life">The life under which it was to begin.</param>
    /// <param name="because">Why not.</param>
    public async Task<Problem> NotBegunAsync(StoredRun run, LockGrant life, Problem because)
    {
        if (because.Where is ActionLedger.Moved or ActionLedger.Fenced)
        {
            return because;
        }

        if (because.Where == "target" && run.Run.Approval is not null)
        {
            await around.Ledger.LeaveAsync(run, $"It can't begin: {because.What}", CancellationToken.None).ConfigureAwait(false);
            return because;
        }

        // Whether the intent was committed may be open, when the database fell silent at that moment. It is not begun either way.
        var end = RunEnd.NotBegun(ActionStage.Intent, $"Not begun: {because.What}");
        var ended = underWay.Begin(() => OrUnknownAsync(run, life, () => EndAsync(run, end, life)));
        if (because.Where == "target")
        {
            await ended.ConfigureAwait(false);
        }

        return because;
    }

    /// <summary>Takes back a run of which it is not known whether it was stored: nobody may begin it later.</summary>
    /// <param name="run">The run.</param>
    /// <param name="because">What went wrong.</param>
    public void Forget(StoredRun run, string because) => _ = underWay.Begin(async () =>
    {
        var end = RunEnd.NotBegun(ActionStage.Intent, $"Not begun: {because}");
        while (!underWay.Ending.IsCancellationRequested)
        {
            if (await around.Ledger.EndWaitingAsync(run, end, run.Run.By).ConfigureAwait(false) is var ended && (ended.IsOk || ended.Problems[0].Where == ActionLedger.Moved))
            {
                return true;
            }

            await Task.Delay(Pause, around.Clock, underWay.Ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    });

    /// <summary>Carries something out that must not end in silence.</summary>
    /// <param name="run">The run.</param>
    /// <param name="life">The life under which it began.</param>
    /// <param name="work">What to do.</param>
    public async Task<bool> OrUnknownAsync(StoredRun run, LockGrant life, Func<Task<bool>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (underWay.Ending.IsCancellationRequested)
        {
            // The row says that it is under way, and by whom: whoever finds it looks at the world.
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            around.Log.Unforeseen(e, run.Id);
            return await EndAsync(run, new RunEnd(RunState.Unknown, ActionOutcome.Unknown, "An error within the console kept it from knowing what came of it: look at the target") { Stage = ActionStage.Verification }, life)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The end, with what would take the run back.</summary>
    /// <param name="run">The run.</param>
    /// <param name="remedy">The action.</param>
    /// <param name="verified">What was seen.</param>
    public static RunEnd WithUndo(StoredRun run, IRemedy remedy, Verified verified)
    {
        // What was not done needs no undo; and an undo has none: who wants the first state again asks for it.
        var isUndoable = verified is { Last.State: not SightingState.NotDone, End.Outcome: not (ActionOutcome.NotBegun or ActionOutcome.Unknown) } && run.Run.UndoOf is null;
        return isUndoable && remedy.Undo(run.Run.Plan, verified.Last!) is { } undo ? verified.End with { Undo = undo with { UndoOf = run.Id, Origin = run.Run.Origin } } : verified.End;
    }

    /// <summary>A run that took another back tells it.</summary>
    /// <param name="run">The run, just ended.</param>
    /// <param name="end">How.</param>
    public async Task UndoneAsync(StoredRun run, RunEnd end)
    {
        if (end.State is not RunState.Succeeded || run.Run.UndoOf is not { } earlier)
        {
            return;
        }

        try
        {
            if (await around.Store.FindAsync(earlier, CancellationToken.None).ConfigureAwait(false) is { } first)
            {
                await around.Ledger.UndoneAsync(first, run with { Run = run.Run with { Says = end.Says } }).ConfigureAwait(false);
            }
        }
        catch (StorageException e)
        {
            // Found by who looks after left runs, once the database answers.
            around.Log.StepLost(earlier, e.Message);
        }
    }
}
