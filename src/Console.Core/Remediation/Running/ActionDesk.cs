using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>
/// The one way in for everybody: pages, runbooks, HTTP API and command line call these and nothing else. Rights are decided in here, at the moment of acting.
/// </summary>
public sealed class ActionDesk
{
    private const int LongestKey = 100;
    private readonly PlanMemory seen = new();
    private readonly MakePlan plan;
    private readonly ActionParts parts;

    internal ActionDesk(MakePlan plan, ActionParts parts) => (this.plan, this.parts) = (plan, parts);

    /// <summary>Stages 1 to 4: may the person, what exactly, what do the guards say, what would change. Changes nothing.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<PlanAnswer> PlanAsync(ActionRequest request, Person person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(person);
        var answer = await plan(request, person, cancellation).ConfigureAwait(false);
        if (answer is PlanAnswer.Made { Plan: var made })
        {
            seen.Keep(made);
        }

        return answer;
    }

    /// <summary>Stages 1 to 4 of a run that waits, in the name of who asked for it: for who must decide. Changes nothing.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The plan of now; a problem where there is no such run, or who asked may not any more.</returns>
    public Task<Result<PlanAnswer>> ReplanAsync(string id, CancellationToken cancellation) => StoredAsync(async () =>
        await parts.Store.FindAsync(id, cancellation).ConfigureAwait(false) is { } run
            ? await parts.Replanning.AnswerAsync(run, cancellation).ConfigureAwait(false)
            : new Problem("id", "there is no such action"));

    /// <summary>
    /// Stage 5: the person means it. Plans once more, and goes on only when the plan is still the one they saw. Then it waits for a second person, or begins;
    /// it goes on whoever leaves.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="confirmation">What they say to the plan.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait, not the action.</param>
    /// <returns>The run, waiting or under way; or why not, with the field's name: <c>plan</c>, <c>typed</c>, <c>reason</c>, <c>grant</c>, <c>guards</c>, <c>target</c>, <c>audit</c>, <c>storage</c>, or a parameter's.</returns>
    public Task<Result<ActionRun>> ConfirmAsync(ActionRequest request, Confirmation confirmation, Person person, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(confirmation);
        ArgumentNullException.ThrowIfNull(person);
        if (WrongKey(confirmation.IdempotencyKey) is { } wrong)
        {
            return wrong;
        }

        if (await SameAsync(request, confirmation, person, cancellation).ConfigureAwait(false) is { } same)
        {
            return same;
        }

        if (request.UndoOf is not null && await parts.Undoing.WrongAsync(request, cancellation).ConfigureAwait(false) is { } notThis)
        {
            return notThis;
        }

        var run = await parts.Runner.ConfirmAsync(request, confirmation, seen, person, cancellation).ConfigureAwait(false);
        return !run.IsOk && run.Problems[0].Where == "idempotencyKey" && await SameAsync(request, confirmation, person, cancellation).ConfigureAwait(false) is { } twin ? twin : run;
    });

    /// <summary>Stage 6: a second person agrees or refuses. Agreed, it begins at once.</summary>
    /// <param name="id">The run.</param>
    /// <param name="planHash">The plan they saw.</param>
    /// <param name="agrees">Whether they agree.</param>
    /// <param name="reason">Why.</param>
    /// <param name="person">Who: never who asked.</param>
    /// <param name="cancellation">Ends the wait, not the action.</param>
    public Task<Result<ActionRun>> DecideAsync(string id, string planHash, bool agrees, string reason, Person person, CancellationToken cancellation) =>
        StoredAsync(() => parts.Approving.DecideAsync(id, planHash, agrees, reason, person, cancellation));

    /// <summary>Who asked takes it back, before it is done.</summary>
    /// <param name="id">The run.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<ActionRun>> WithdrawAsync(string id, Person person, CancellationToken cancellation) =>
        StoredAsync(() => parts.Approving.WithdrawAsync(id, person, cancellation));

    /// <summary>Begins an approved run that could not begin at once, because its target was busy.</summary>
    /// <param name="id">The run.</param>
    /// <param name="person">Who: who asked for it.</param>
    /// <param name="cancellation">Ends the wait, not the action.</param>
    public Task<Result<ActionRun>> BeginAsync(string id, Person person, CancellationToken cancellation) =>
        StoredAsync(() => parts.Approving.BeginAsync(id, person, cancellation));

    /// <summary>A run by its id, also an old one; null when there is none.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    public async Task<ActionRun?> FindAsync(string id, CancellationToken cancellation) =>
        (await parts.Store.FindAsync(id, cancellation).ConfigureAwait(false))?.Run;

    /// <summary>Runs that are over, newest first, for the Actions page.</summary>
    /// <param name="before">Only those before this id; null from the newest on.</param>
    /// <param name="system">Only those of a system; null for all.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    public async Task<ImmutableArray<ActionRun>> OverAsync(string? before, string? system, int size, CancellationToken cancellation) =>
        [.. (await parts.Store.OverAsync(before, system, size, cancellation).ConfigureAwait(false)).Select(run => run.Run)];

    /// <summary>Freezes a system.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="reason">Why.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Freeze>> FreezeAsync(string system, DateTimeOffset from, DateTimeOffset to, string reason, Person person, CancellationToken cancellation) =>
        StoredAsync(() => parts.Freezing.FreezeAsync(system, from, to, reason, person).WaitAsync(cancellation));

    /// <summary>Ends a freeze early.</summary>
    /// <param name="id">The freeze.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Freeze>> ThawAsync(string id, Person person, CancellationToken cancellation) =>
        StoredAsync(() => parts.Freezing.ThawAsync(id, person, cancellation));

    /// <summary>Closes the review of a broken glass: somebody else than who broke it has looked at it.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="words">What they say.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<ReviewItem>> CloseReviewAsync(string id, string words, Person person, CancellationToken cancellation) =>
        StoredAsync(() => parts.Reviewing.CloseAsync(id, words, person, cancellation));

    /// <summary>Who could agree to an action on a system, of those who were seen of late: names to show, without who asks.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="asks">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ImmutableArray<string>> ApproversAsync(string system, Person asks, CancellationToken cancellation) =>
        parts.People.ApproversAsync(system, asks, cancellation);

    /// <summary>A silent store is an answer, not an exception: nothing is done then.</summary>
    private static async Task<Result<T>> StoredAsync<T>(Func<Task<Result<T>>> work)
        where T : notnull
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"nothing is done while the console's database does not work: {e.Message}");
        }
    }

    private static Problem? WrongKey(string? key) => key is null || (key.Length is > 0 and <= LongestKey && key.All(letter => letter is > ' ' and <= '~')) ? null
        : new Problem("idempotencyKey", $"must have 1 to {LongestKey} visible ASCII characters");

    private async Task<Result<ActionRun>?> SameAsync(ActionRequest request, Confirmation confirmation, Person person, CancellationToken cancellation)
    {
        if (confirmation.IdempotencyKey is not { } key || await parts.Store.ByKeyAsync(person.Subject, key, cancellation).ConfigureAwait(false) is not { } made)
        {
            return null;
        }

        return made.Confirmed.Request.AsksTheSame(request) ? made.Run : new Problem("idempotencyKey", $"was used for another request, which became action {made.Id}: take a new one");
    }
}
