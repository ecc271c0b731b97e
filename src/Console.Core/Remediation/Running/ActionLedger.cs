using System.Text.Json;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>
/// Moves runs from state to state. Each move and its entry of the record are one transaction, and all moves of all replicas come one after another: a run that
/// is under way has its intent on record, one that is over has its outcome there, each exactly once.
/// </summary>
/// <param name="audit">The record.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The time.</param>
internal sealed class ActionLedger(AuditLog audit, Database database, TimeProvider clock)
{
    /// <summary>Where a problem is that says the run moved on meanwhile, or belongs to another process: nothing was changed, and trying again is of no use.</summary>
    public const string Moved = "run";

    /// <summary>Where a problem is that says another process took this one's runs over.</summary>
    public const string Fenced = AuditLog.Fenced;

    /// <summary>Puts on record what changes no run.</summary>
    public Task<Result<AuditReceipt>> NoteAsync(AuditEvent happened) => audit.AppendAsync(happened, CancellationToken.None);

    /// <summary>Puts on record what changes something else than a run, with it.</summary>
    public Task<Result<AuditReceipt>> WithAsync(AuditEvent happened, Func<StoreWork, CancellationToken, Task<Problem?>> change) =>
        audit.AppendAsync(happened, change, CancellationToken.None);

    /// <summary>A new run: it waits for a second person, or is about to begin.</summary>
    /// <param name="confirmed">What was confirmed.</param>
    /// <param name="lapsesAt">Until when.</param>
    /// <param name="replica">The process that begins it; null when it waits.</param>
    /// <param name="idempotencyKey">The person's key; null for none.</param>
    /// <param name="brokenGlasses">How many glasses the person may break in a day, for this action on this system.</param>
    public Task<Result<AuditReceipt>> RequestAsync(ConfirmedAction confirmed, DateTimeOffset lapsesAt, string? replica, string? idempotencyKey, int brokenGlasses) =>
        audit.AppendAsync(ActionEvents.Requested(confirmed), async (work, cancellation) =>
        {
            if (await NewRun.RefusedBecauseAsync(work, confirmed, idempotencyKey, brokenGlasses, cancellation).ConfigureAwait(false) is { } refused)
            {
                return refused;
            }

            await NewRun.InsertAsync(work, confirmed, lapsesAt, replica, idempotencyKey, cancellation).ConfigureAwait(false);
            foreach (var (stage, mark, says) in NewRun.Steps(confirmed))
            {
                await StepAsync(work, confirmed.Id, stage, mark, says, cancellation).ConfigureAwait(false);
            }

            return null;
        }, CancellationToken.None);

    /// <summary>A second person agreed: it is about to begin.</summary>
    public Task<Result<AuditReceipt>> ApproveAsync(StoredRun run, Approval approval, DateTimeOffset lapsesAt, string replica) =>
        MoveAsync(ActionEvents.Approved(run, approval), run.Id,
            "state = 'Approved', approval = @approval, lapses_at = @lapsesAt, replica = @replica", "state = 'Waiting' AND lapses_at > @now",
            new { id = run.Id, now = Now, approval = JsonSerializer.Serialize(approval, ActionJson.Default.Approval), lapsesAt = StoredTime.Of(lapsesAt), replica },
            (ActionStage.Approval, StepMark.Good, $"{approval.By.Name} agreed{Phrase(approval.Reason)}"));

    /// <summary>A second person did not agree.</summary>
    public Task<Result<AuditReceipt>> RefuseAsync(StoredRun run, Approval approval) =>
        MoveAsync(ActionEvents.NotApproved(run, approval.By, approval.Reason, isRefusal: true), run.Id,
            "state = 'Refused', approval = @approval, says = @says, lapses_at = NULL, ended_at = @now", "state = 'Waiting' AND lapses_at > @now",
            new { id = run.Id, now = Now, approval = JsonSerializer.Serialize(approval, ActionJson.Default.Approval), says = $"{approval.By.Name} did not agree: {approval.Reason}" },
            (ActionStage.Approval, StepMark.Bad, $"{approval.By.Name} did not agree{Phrase(approval.Reason)}"));

    /// <summary>The intent: from here on it counts as being done, and nothing else is done to the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="life">The process that does it.</param>
    /// <param name="at">When.</param>
    public Task<Result<AuditReceipt>> IntendAsync(StoredRun run, LockGrant life, DateTimeOffset at) =>
        audit.AppendAsync(ActionEvents.Started(run, life.Holder), async (work, cancellation) =>
        {
            await work.RequireAsync(life, cancellation).ConfigureAwait(false);
            var busy = await work.QueryAsync<string>("SELECT id FROM actions WHERE target_key = @Key AND state = 'Running'", new { run.Run.Plan.Target.Key }, cancellation).ConfigureAwait(false);
            if (busy is [var other, ..])
            {
                return new Problem("target", $"another action is being done to {run.Run.Plan.Target.Title} at this moment: {other}");
            }

            return await ChangeAsync(work, run.Id, "state = 'Running', replica = @Holder, intent_at = @at, lapses_at = NULL", "state = 'Approved' AND lapses_at > @at",
                new { id = run.Id, life.Holder, at = StoredTime.Of(at) }, (ActionStage.Intent, StepMark.Good, "On record that it is about to be done"), cancellation).ConfigureAwait(false);
        }, CancellationToken.None);

    /// <summary>The end of a run that this process carries out, or was about to.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="life">The process, as it was when the run began.</param>
    public Task<Result<AuditReceipt>> EndOwnAsync(StoredRun run, RunEnd end, LockGrant life) =>
        EndAsync(run, end, run.Run.By, "state IN ('Running', 'Approved') AND replica = @replica", life.Holder, null, life);

    /// <summary>The end of a run that nobody carries out any more: found by who looked after it.</summary>
    /// <param name="run">The run, as it was found.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="sole">The lock of who looks after such runs; null where there is but one process.</param>
    /// <param name="me">Who found it.</param>
    public Task<Result<AuditReceipt>> EndFoundAsync(StoredRun run, RunEnd end, LockGrant? sole, string me) =>
        EndAsync(run, end, run.Run.State is RunState.Running ? run.Run.By : Person.Console, "state = @was AND replica IS NOT DISTINCT FROM @replica", run.Replica, me, sole);

    /// <summary>The end of a run that waits, by who may end it, or because its time is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="by">Who ends it.</param>
    public Task<Result<AuditReceipt>> EndWaitingAsync(StoredRun run, RunEnd end, Person by) => EndAsync(run, end, by, "state = @was", null, null, null);

    /// <summary>An approved run could not begin for now: it waits for who asked to begin it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="because">Why not.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<int> LeaveAsync(StoredRun run, string because, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            await StepAsync(work, run.Id, ActionStage.Approval, StepMark.Doubtful, because, cancellation).ConfigureAwait(false);
            return await work.ExecuteAsync("UPDATE actions SET replica = NULL WHERE id = @Id AND state = 'Approved'", new { run.Id }, cancellation).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>A run was taken back by another.</summary>
    public Task<Result<AuditReceipt>> UndoneAsync(StoredRun first, StoredRun undo) =>
        MoveAsync(ActionEvents.Undone(first, undo), first.Id, "undone_by = @undo", "undone_by IS NULL", new { id = first.Id, undo = undo.Id },
            (ActionStage.Undo, StepMark.Good, $"{undo.Run.By.Name} took it back"));

    private Task<Result<AuditReceipt>> EndAsync(StoredRun run, RunEnd end, Person by, string condition, string? replica, string? foundBy, LockGrant? under)
    {
        var values = new
        {
            id = run.Id,
            was = run.Run.State.ToString(),
            replica,
            state = end.State.ToString(),
            outcome = end.Outcome?.ToString(),
            says = end.Says,
            now = Now,
            undo = end.Undo is null ? null : JsonSerializer.Serialize(end.Undo, ActionJson.Default.ActionRequest),
        };
        return audit.AppendAsync(ActionEvents.Ended(run, end, by, foundBy), async (work, cancellation) =>
        {
            if (under is not null)
            {
                await work.RequireAsync(under, cancellation).ConfigureAwait(false);
            }

            var mark = end.State is RunState.Succeeded ? StepMark.Good : end.State is RunState.Unknown ? StepMark.Doubtful : StepMark.Bad;
            return await ChangeAsync(work, run.Id, "state = @state, outcome = @outcome, says = @says, undo_request = @undo, lapses_at = NULL, ended_at = @now", condition, values,
                (end.Stage, mark, end.Says), cancellation).ConfigureAwait(false);
        }, CancellationToken.None);
    }

    private Task<Result<AuditReceipt>> MoveAsync(AuditEvent happened, string id, string change, string condition, object values, (ActionStage Stage, StepMark Mark, string Says) step) =>
        audit.AppendAsync(happened, (work, cancellation) => ChangeAsync(work, id, change, condition, values, step, cancellation), CancellationToken.None);

    private async Task<Problem?> ChangeAsync(
        StoreWork work, string id, string change, string condition, object values, (ActionStage Stage, StepMark Mark, string Says) step, CancellationToken cancellation)
    {
        if (await work.ExecuteAsync($"UPDATE actions SET {change} WHERE id = @id AND {condition}", values, cancellation).ConfigureAwait(false) == 0)
        {
            return new Problem(Moved, "it has moved on meanwhile: look at it again");
        }

        await StepAsync(work, id, step.Stage, step.Mark, step.Says, cancellation).ConfigureAwait(false);
        return null;
    }

    private static string Phrase(string reason) => reason.Length == 0 ? string.Empty : $": {reason}";

    private long Now => StoredTime.Of(clock.GetUtcNow());

    private Task<int> StepAsync(StoreWork work, string id, ActionStage stage, StepMark mark, string says, CancellationToken cancellation) =>
        ActionStore.AddStepAsync(work, id, clock.GetUtcNow(), stage, mark, says, cancellation);
}
