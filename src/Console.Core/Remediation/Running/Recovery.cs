using System.Collections.Concurrent;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>
/// Looks after runs that nobody carries out any more: those whose process died, and those whose time is over. It never executes what has an intent: it looks at
/// the world, and records what it found.
/// </summary>
/// <param name="runner">What begins a run that was agreed to, and has no intent yet.</param>
/// <param name="ending">How a run tells another that it took it back.</param>
/// <param name="locks">The locks of the processes.</param>
/// <param name="underWay">What goes on in this process.</param>
/// <param name="around">The rest.</param>
internal sealed class Recovery(ActionRunner runner, RunEnding ending, StoreLock locks, UnderWay underWay, ActionSurroundings around)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private readonly Verification verification = new(around.Clock);
    private readonly ConcurrentDictionary<string, Task<bool>> taken = new(StringComparer.Ordinal);
    private DateTimeOffset forgetAt = DateTimeOffset.MinValue;

    /// <summary>Looks once.</summary>
    /// <param name="sole">The lock of who does this; null where there is but one process.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task LookAsync(LockGrant? sole, CancellationToken cancellation)
    {
        await around.Life.HoldAsync(cancellation).ConfigureAwait(false);
        var dead = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var run in await around.Store.OpenAsync(cancellation).ConfigureAwait(false))
        {
            if (run.Run.LapsesAt <= around.Clock.GetUtcNow())
            {
                await LapseAsync(run).ConfigureAwait(false);
            }
            else if (run.Replica is { } replica && !taken.ContainsKey(run.Id))
            {
                if (!dead.TryGetValue(replica, out var isDead))
                {
                    dead[replica] = isDead = await IsDeadAsync(replica, cancellation).ConfigureAwait(false);
                }

                if (isDead)
                {
                    Take(run, sole, cancellation);
                }
            }
        }

        foreach (var undo in await around.Store.UntoldUndosAsync(cancellation).ConfigureAwait(false))
        {
            await ending.UndoneAsync(undo, new RunEnd(RunState.Succeeded, ActionOutcome.Worked, undo.Run.Says ?? string.Empty) { Stage = ActionStage.Undo }).ConfigureAwait(false);
        }

        await ForgetAsync(cancellation).ConfigureAwait(false);
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        if (around.Clock.GetUtcNow() is var now && now >= forgetAt)
        {
            await around.Life.ForgetOthersAsync(cancellation).ConfigureAwait(false);
            forgetAt = now + ForgetEvery;
        }
    }

    /// <summary>Waits for what was taken so far: for tests.</summary>
    public Task AllAsync() => Task.WhenAll(taken.Values);

    /// <summary>
    /// Whether a process is gone. On a file there is but one process: another name is a former one. On a server its lock has run out; taking it makes sure that
    /// a process which only slept writes nothing more about its runs.
    /// </summary>
    private async Task<bool> IsDeadAsync(string replica, CancellationToken cancellation) => !around.Life.Is(replica)
        && (around.Database.Dialect is Dialect.Sqlite
            || await locks.TryAcquireAsync(ReplicaLife.LockOf(replica), $"taken:{replica}", ReplicaLife.Time, cancellation).ConfigureAwait(false) is not null);

    private async Task LapseAsync(StoredRun run)
    {
        var says = run.Run.State is RunState.Waiting ? "Nobody agreed in time" : "It could not begin in time";
        var end = RunEnd.Lapsed(says);
        if ((await around.Ledger.EndWaitingAsync(run, end, Person.Console).ConfigureAwait(false)).IsOk)
        {
            around.Metrics.Over(run.Run.Plan.Kind, end);
        }
    }

    private void Take(StoredRun run, LockGrant? sole, CancellationToken cancellation)
    {
        around.Log.Found(run.Id, run.Replica!);
        var task = underWay.Begin(() => run.Run.State switch
        {
            RunState.Running => FinishAsync(run, sole, cancellation),
            _ when run.Run.Approval is { Agreed: true } => BeginAsync(run),

            // Who confirmed it saw it fail, and may have done something else since.
            _ => EndAsync(run, RunEnd.NotBegun(ActionStage.Intent, "Not begun: the console ended at that very moment, and nothing was done"), sole, cancellation),
        });
        taken[run.Id] = task;
        _ = task.ContinueWith(_ => taken.TryRemove(run.Id, out Task<bool>? _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>An approval must not get lost.</summary>
    private async Task<bool> BeginAsync(StoredRun run) => (await runner.BeginApprovedAsync(run).ConfigureAwait(false)).IsOk;

    /// <summary>The intent is on record and the outcome is not: what became of it, only the world knows.</summary>
    private async Task<bool> FinishAsync(StoredRun run, LockGrant? sole, CancellationToken cancellation)
    {
        const string Doubt = "the console that was about to do it ended";
        var intentAt = run.IntentAt ?? run.Run.At;
        var order = around.OrderOf(run, intentAt).Match(ours => ours, _ => new ActionOrder(run.Id, run.Run.By, run.Run.Reason, ActingAs.Console, intentAt));
        if (around.Book.Find(run.Run.Plan.Kind) is not { } remedy)
        {
            var unknown = new RunEnd(RunState.Unknown, ActionOutcome.Unknown, $"{Doubt}, and this one does not know the action {run.Run.Plan.Kind}") { Stage = ActionStage.Verification };
            return await EndAsync(run, unknown, sole, cancellation).ConfigureAwait(false);
        }

        await around.TellAsync(run, ActionStage.Verification, StepMark.Doubtful, $"{char.ToUpperInvariant(Doubt[0])}{Doubt[1..]}: what became of it is looked up, and nothing is done again").ConfigureAwait(false);
        var verified = await verification.LookAsync(remedy, run.Run.Plan, order, Doubt, intentAt + around.Options.ExecuteWithin + run.Run.Plan.VerifyWithin,
            (mark, says) => around.TellAsync(run, ActionStage.Verification, mark, says), cancellation).ConfigureAwait(false);
        return await EndAsync(run, RunEnding.WithUndo(run, remedy, verified), sole, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> EndAsync(StoredRun run, RunEnd end, LockGrant? sole, CancellationToken cancellation)
    {
        while (true)
        {
            var ended = await around.Ledger.EndFoundAsync(run, end, sole, (await around.Life.HoldAsync(cancellation).ConfigureAwait(false)).Holder).ConfigureAwait(false);
            if (ended.IsOk)
            {
                around.Log.Ends(run.Id, run.Run.Plan.Kind, run.Run.Plan.System, end.State);
                around.Metrics.Over(run.Run.Plan.Kind, end);
                await ending.UndoneAsync(run, end).ConfigureAwait(false);
                return true;
            }

            if (ended.Problems[0] is { Where: ActionLedger.Moved or ActionLedger.Fenced } lost)
            {
                around.Log.NoLongerOurs(run.Id, lost.What);
                return false;
            }

            around.Log.OutcomeWaits(run.Id, ended.Explanation);
            await Task.Delay(Pause, around.Clock, cancellation).ConfigureAwait(false);
        }
    }
}
