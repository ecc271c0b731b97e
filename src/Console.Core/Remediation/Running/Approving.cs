using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Stage 6: what a second person says, and what who asked may do meanwhile.</summary>
/// <param name="runner">What begins an approved run.</param>
/// <param name="underWay">What goes on in this process.</param>
/// <param name="around">The rest.</param>
internal sealed class Approving(ActionRunner runner, UnderWay underWay, ActionSurroundings around)
{
    private static readonly Problem None = new("id", "there is no such action");

    /// <summary>A second person agrees or refuses.</summary>
    public async Task<Result<ActionRun>> DecideAsync(string id, string planHash, bool agrees, string reason, Person person, CancellationToken cancellation)
    {
        if (await around.Store.FindAsync(id, cancellation).ConfigureAwait(false) is not { } run)
        {
            return None;
        }

        var words = (reason ?? string.Empty).Trim();
        var problems = Problem.All(
            Problem.When(run.Run.State is not RunState.Waiting, "state", $"it does not wait for a second person any more: {Word(run)}"),
            Problem.When(run.Run.State is RunState.Waiting && run.Run.LapsesAt <= around.Clock.GetUtcNow(), "state", "its time to be agreed to is over: it must be asked for anew"),
            Problem.When(run.Run.Plan.Hash != planHash, "plan", "this is not the plan that you looked at: look at it again"));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        if (RefusedBecause(run, person) is { } refused)
        {
            await around.Ledger.NoteAsync(ActionEvents.NotApproved(run, person, refused.What, isRefusal: false)).ConfigureAwait(false);
            return refused;
        }

        if (Confirming.ReasonProblem(words) is { } wrong)
        {
            return wrong;
        }

        var approval = new Approval(person, StoredTime.Cut(around.Clock.GetUtcNow()), agrees, words);
        return await underWay.Begin(() => agrees ? AgreeAsync(run, approval) : MoveAsync(run, () => around.Ledger.RefuseAsync(run, approval), new RunEnd(RunState.Refused, null, words) { Stage = ActionStage.Approval }))
            .WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Who asked takes it back.</summary>
    public async Task<Result<ActionRun>> WithdrawAsync(string id, Person person, CancellationToken cancellation)
    {
        var own = await FindOwnAsync(id, person, "take it back", cancellation).ConfigureAwait(false);
        if (!own.IsOk)
        {
            return own.Problems;
        }

        var end = new RunEnd(RunState.Withdrawn, null, $"{person.Name} took it back before it was done") { Stage = ActionStage.Approval };
        return own.Value.Run.State is RunState.Waiting or RunState.Approved
            ? await underWay.Begin(() => MoveAsync(own.Value, () => around.Ledger.EndWaitingAsync(own.Value, end, person), end)).WaitAsync(cancellation).ConfigureAwait(false)
            : new Problem("state", $"it can't be taken back any more: {Word(own.Value)}");
    }

    /// <summary>Begins an approved run that could not begin at once.</summary>
    public async Task<Result<ActionRun>> BeginAsync(string id, Person person, CancellationToken cancellation)
    {
        var own = await FindOwnAsync(id, person, "begin it", cancellation).ConfigureAwait(false);
        if (!own.IsOk)
        {
            return own.Problems;
        }

        return own.Value.Run.State is not RunState.Approved ? new Problem("state", $"it can't begin: {Word(own.Value)}")
            : own.Value.Run.LapsesAt <= around.Clock.GetUtcNow() ? new Problem("state", "its time to begin is over: it must be asked for anew")
            : await underWay.Begin(() => runner.BeginApprovedAsync(own.Value)).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What a run looks like in a problem: <c>it was withdrawn</c>.</summary>
    private static string Word(StoredRun run) => run.Run.State switch
    {
        RunState.Waiting => "it waits for a second person",
        RunState.Approved => "somebody agreed already",
        RunState.Running => "it is being done",
        RunState.Refused => "it was refused",
        RunState.Lapsed => "it has lapsed",
        RunState.Withdrawn => "it was taken back",
        _ => "it is over",
    };

    private Problem? RefusedBecause(StoredRun run, Person person) =>
        person.Subject == run.Run.By.Subject ? new Problem("grant", "you asked for it yourself: somebody else must look at it")
        : around.Rules.Decide(person, Actions.Approve, run.Run.Plan.System) is { IsAllowed: false } denied ? new Problem("grant", denied.Reason)
        : null;

    private async Task<Result<ActionRun>> AgreeAsync(StoredRun run, Approval approval)
    {
        var life = await around.Life.HoldAsync(CancellationToken.None).ConfigureAwait(false);
        var lapsesAt = StoredTime.Cut(approval.At + around.Options.BeginWithin);
        await around.Reached(ActionStage.Approval, StageEdge.Before).ConfigureAwait(false);
        var approved = await around.Ledger.ApproveAsync(run, approval, lapsesAt, life.Holder).ConfigureAwait(false);
        await around.Reached(ActionStage.Approval, StageEdge.After).ConfigureAwait(false);
        if (!approved.IsOk)
        {
            return Refused(approved.Problems[0]);
        }

        // Agreed it is, whatever comes of the beginning: the run itself says that.
        var begins = run with { Run = run.Run with { State = RunState.Approved, Approval = approval, LapsesAt = lapsesAt }, Replica = life.Holder };
        await runner.BeginApprovedAsync(begins).ConfigureAwait(false);
        return (await around.Store.FindAsync(run.Id, CancellationToken.None).ConfigureAwait(false) ?? begins).Run;
    }

    private async Task<Result<ActionRun>> MoveAsync(StoredRun run, Func<Task<Result<Audit.AuditReceipt>>> move, RunEnd end)
    {
        var moved = await move().ConfigureAwait(false);
        if (!moved.IsOk)
        {
            return Refused(moved.Problems[0]);
        }

        around.Metrics.Over(run.Run.Plan.Kind, end);
        return (await around.Store.FindAsync(run.Id, CancellationToken.None).ConfigureAwait(false) ?? run).Run;
    }

    private async Task<Result<StoredRun>> FindOwnAsync(string id, Person person, string what, CancellationToken cancellation) =>
        await around.Store.FindAsync(id, cancellation).ConfigureAwait(false) is not { } run ? None
        : run.Run.By.Subject != person.Subject ? new Problem("grant", $"only {run.Run.By.Name}, who asked for it, can {what}")
        : run;

    private static Problem Refused(Problem problem) => problem.Where == ActionLedger.Moved ? new Problem("state", "it has moved on meanwhile: look at it again")
        : new Problem("audit", $"nothing was changed, because it can't be put on record: {problem.What}");
}
