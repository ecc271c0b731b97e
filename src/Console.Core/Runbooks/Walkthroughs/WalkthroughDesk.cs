using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>
/// The one way to walkthroughs for everybody: pages and HTTP API call these and nothing else. The right to walk is decided in here, at the moment of acting; whoever may
/// view may read.
/// </summary>
public sealed class WalkthroughDesk
{
    private readonly WalkStore store;
    private readonly WalkWriter writer;
    private readonly AuditLog audit;
    private readonly IAccessRules rules;
    private readonly TimeProvider clock;

    internal WalkthroughDesk(WalkStore store, WalkWriter writer, AuditLog audit, IAccessRules rules, TimeProvider clock) =>
        (this.store, this.writer, this.audit, this.rules, this.clock) = (store, writer, audit, rules, clock);

    /// <summary>Starts a walkthrough, or gives the open one of the same runbook for the same alert: who comes second joins.</summary>
    /// <param name="start">What it is about.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The walkthrough; or why not, with the field's name: <c>runbook</c>, <c>incident</c>, <c>grant</c>, <c>audit</c>, <c>storage</c>.</returns>
    public Task<Result<Walkthrough>> StartAsync(WalkStart start, Person person, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(person);
        if (WalkLimits.Wrong(start) is { IsEmpty: false } problems)
        {
            return problems;
        }

        if (await DeniedAsync("start", start.Runbook.Key, null, start.SystemId, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        if (start.Affair is { } affair && await store.OpenAsync(affair, start.Runbook.Key, cancellation).ConfigureAwait(false) is { } open)
        {
            return await FoundAsync(open, cancellation).ConfigureAwait(false);
        }

        return await BeginAsync(start, person, cancellation).ConfigureAwait(false);
    });

    /// <summary>A walkthrough by its id, also an old one; null when there is none.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<Walkthrough?> FindAsync(string id, CancellationToken cancellation) => store.FindAsync(id, cancellation);

    /// <summary>The open walkthroughs for an alert, newest first.</summary>
    /// <param name="alert">Its fingerprint.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<WalkSummary>> OpenForAsync(string alert, CancellationToken cancellation) => store.OpenForAsync(alert, cancellation);

    /// <summary>The history of a runbook: its walkthroughs, newest first, with outcomes and what people said of it.</summary>
    /// <param name="runbook">The runbook, as <see cref="Runbook.Key"/>.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<WalkSummary>> OfRunbookAsync(string runbook, int size, CancellationToken cancellation) => store.OfRunbookAsync(runbook, size, cancellation);

    /// <summary>Walkthroughs, newest first.</summary>
    /// <param name="system">Only those of a system; null for all.</param>
    /// <param name="open">Only those that go on, or only those that ended; null for both.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="before">Only those before this id; null from the newest on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<WalkSummary>> ListAsync(string? system, bool? open, int size, string? before, CancellationToken cancellation) =>
        store.ListAsync(system, open, size, before, cancellation);

    /// <summary>Says what became of a step, or takes that back; an answer leads on to another step.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="step">The step.</param>
    /// <param name="state">What became of it.</param>
    /// <param name="mark">What goes with it: a note, an answer, what was seen.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>
    /// The walkthrough; or why not, with the field's name. <c>seenVersion</c>: somebody else changed the step after what the person saw. Nothing is kept then; the note is still in
    /// <paramref name="mark"/>.
    /// </returns>
    public Task<Result<Walkthrough>> MarkAsync(string id, string step, StepState state, WalkMark mark, Person person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return ChangedAsync("mark", id, person, mark.SeenVersion, (row, turn) => WalkDecisions.Mark(row, step, state, mark, turn), cancellation);
    }

    /// <summary>Writes on a step. It never gets in anybody's way.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="step">The step.</param>
    /// <param name="text">What.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Walkthrough>> NoteAsync(string id, string step, string text, Person person, CancellationToken cancellation) =>
        ChangedAsync("note", id, person, null, (row, turn) => WalkDecisions.Note(row, step, text, turn), cancellation);

    /// <summary>Keeps what a block answers, as it is now. It never gets in anybody's way.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="step">The step.</param>
    /// <param name="seen">The block and its answers.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Walkthrough>> KeepAsync(string id, string step, SeenBlock seen, Person person, CancellationToken cancellation) =>
        ChangedAsync("keep", id, person, null, (row, turn) => WalkDecisions.Keep(row, step, seen, turn), cancellation);

    /// <summary>Says that a guarded action was asked from a step; said again, it changes nothing.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="step">The step.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="person">Who asked for it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Result<Walkthrough>> LinkRunAsync(string id, string step, string run, Person person, CancellationToken cancellation)
    {
        var there = await StoredAsync(() => FoundAsync(id, cancellation)).ConfigureAwait(false);
        return there.IsOk && there.Value.Steps.GetValueOrDefault(step) is { } record && record.Runs.Contains(run) ? there
            : await ChangedAsync("link", id, person, null, (row, turn) => WalkDecisions.Link(row, step, run, turn), cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends a walkthrough.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="summary">In words; may be empty.</param>
    /// <param name="feedback">What the person says of the runbook.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Walkthrough>> EndAsync(
        string id, WalkOutcome outcome, string summary, ImmutableArray<FeedbackWish> feedback, Person person, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(person);
        var allowed = await AllowedAsync("end", id, person, cancellation).ConfigureAwait(false);
        if (!allowed.IsOk)
        {
            return allowed.Problems;
        }

        var words = (summary ?? string.Empty).Trim();
        ImmutableArray<Problem> problems = [];
        var recorded = await audit.AppendAsync(
            WalkRecord.Ended(allowed.Value, outcome, words, person),
            async (work, inner) =>
            {
                problems = await writer.ChangeAsync(work, id, Of(person), null, (row, turn) => WalkDecisions.End(row, outcome, words, feedback, turn), inner).ConfigureAwait(false);
                return problems.IsEmpty ? null : problems[0];
            },
            CancellationToken.None).ConfigureAwait(false);
        return recorded.IsOk ? await FoundAsync(id, cancellation).ConfigureAwait(false) : problems.IsEmpty ? recorded.Problems : problems;
    });

    /// <summary>Says something of the runbook, also after the end.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="wish">What.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Walkthrough>> FeedbackAsync(string id, FeedbackWish wish, Person person, CancellationToken cancellation) =>
        ChangedAsync("feedback", id, person, null, (row, turn) => WalkDecisions.Feedback(row, [wish], turn), cancellation);

    private async Task<Result<Walkthrough>> BeginAsync(WalkStart start, Person person, CancellationToken cancellation)
    {
        var at = StoredTime.Cut(clock.GetUtcNow());
        var (id, open) = (RunId.New(at), (string?)null);
        var recorded = await audit.AppendAsync(
            WalkRecord.Started(id, start, person),
            async (work, inner) =>
            {
                // All that is put on record comes one after another, over all replicas: who looks in here, looks last.
                if (await work.QueryAsync<string>(
                    "SELECT id FROM walkthroughs WHERE affair = @Affair AND runbook = @Key AND ended_at IS NULL", new { start.Affair, start.Runbook.Key }, inner).ConfigureAwait(false) is [var other, ..])
                {
                    open = other;
                    return new Problem("affair", "somebody was quicker");
                }

                await WalkWriter.InsertAsync(work, id, start, Of(person), at, inner).ConfigureAwait(false);
                return null;
            },
            CancellationToken.None).ConfigureAwait(false);
        return recorded.IsOk || open is not null ? await FoundAsync(open ?? id, cancellation).ConfigureAwait(false) : recorded.Problems;
    }

    private Task<Result<Walkthrough>> ChangedAsync(string deed, string id, Person person, long? seen, WalkDecision decide, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(person);
        if (await AllowedAsync(deed, id, person, cancellation).ConfigureAwait(false) is { IsOk: false } refused)
        {
            return refused.Problems;
        }

        var problems = await writer.ChangeAsync(id, Of(person), seen, decide, cancellation).ConfigureAwait(false);
        return problems.IsEmpty ? await FoundAsync(id, cancellation).ConfigureAwait(false) : problems;
    });

    private async Task<Result<WalkRow>> AllowedAsync(string deed, string id, Person person, CancellationToken cancellation)
    {
        if (await store.RowAsync(id, cancellation).ConfigureAwait(false) is not { } row)
        {
            return WalkWriter.NoSuch;
        }

        return await DeniedAsync(deed, row.Runbook, id, row.System, person).ConfigureAwait(false) is { } denied ? denied : row;
    }

    private async Task<Problem?> DeniedAsync(string deed, string runbook, string? id, string? system, Person person)
    {
        if (rules.Decide(person, Actions.WalkRunbook, system) is not { IsAllowed: false } refused)
        {
            return null;
        }

        await audit.AppendAsync(WalkRecord.Denied(deed, runbook, id, system, person, refused.Reason), CancellationToken.None).ConfigureAwait(false);
        return new Problem("grant", refused.Reason);
    }

    private async Task<Result<Walkthrough>> FoundAsync(string id, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation).ConfigureAwait(false) is { } found ? found : WalkWriter.NoSuch;

    private static Walker Of(Person person) => new(person.Subject, person.Name);

    /// <summary>A silent store is an answer, not an exception: what was not kept is told.</summary>
    private static async Task<Result<T>> StoredAsync<T>(Func<Task<Result<T>>> work)
        where T : notnull
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept, because the console's database does not work: {e.Message}");
        }
    }
}
