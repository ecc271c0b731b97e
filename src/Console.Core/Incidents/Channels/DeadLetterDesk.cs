using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>What people do with dead letters. The right is decided in here, on the page's system, at the moment of acting; everything is on record.</summary>
public sealed class DeadLetterDesk
{
    private const string Sending = "dead-letter-send";
    private const string PuttingAside = "dead-letter-put-aside";
    private const string Gone = "It waits no more: it was sent again or put aside.";
    private readonly DeadLetterStore store;
    private readonly ChannelBook book;
    private readonly IAccessRules rules;
    private readonly IAuditLog audit;
    private readonly TimeProvider clock;

    internal DeadLetterDesk(DeadLetterStore store, ChannelBook book, IAccessRules rules, IAuditLog audit, TimeProvider clock) =>
        (this.store, this.book, this.rules, this.audit, this.clock) = (store, book, rules, audit, clock);

    /// <summary>The dead letters that wait, newest first.</summary>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<DeadLetter>> WaitingAsync(int size, CancellationToken cancellation) => store.WaitingAsync(Math.Clamp(size, 1, 500), clock.GetUtcNow(), cancellation);

    /// <summary>
    /// Sends a letter again, with the same key and step, so that a service which did take it the first time takes it as the same. The page says that it is late.
    /// When it is not taken again, the letter stays.
    /// </summary>
    /// <param name="by">Who.</param>
    /// <param name="id">The letter.</param>
    /// <param name="cancellation">Ends the wait until it is sent; from then on it is seen to its end.</param>
    /// <returns>What became of it, or why it was not sent.</returns>
    public Task<Result<Delivery>> TryAgainAsync(Person by, string id, CancellationToken cancellation) => WithLetterAsync<Delivery>(by, Sending, id, async letter =>
    {
        if (book.Find(letter.Channel) is not { } channel)
        {
            return new Problem(string.Empty, $"No channel named '{letter.Channel}' is configured any more: configure it again, or put the letter aside.");
        }

        if (!await store.ClaimAsync(letter.Id, by.Name, clock.GetUtcNow(), cancellation).ConfigureAwait(false))
        {
            return new Problem(string.Empty, "Somebody is sending it just now.");
        }

        if (await RecordAsync(by, Sending, AuditStage.Started, letter, null, cancellation).ConfigureAwait(false) is { IsOk: false } unrecorded)
        {
            await store.ReleaseAsync(letter.Id, CancellationToken.None).ConfigureAwait(false);
            return new Problem(string.Empty, $"Nothing was sent, because it can't be recorded: {unrecorded.Explanation}");
        }

        // From here on it may be out there: whoever leaves the page leaves no half of it.
        var late = $"Sent again by {by.Name}; it could not be delivered at {PageWords.Time(letter.At)}.";
        var delivery = await channel.SendAsync(letter.Page with { Late = late }, CancellationToken.None).ConfigureAwait(false);
        await RecordAsync(by, Sending, delivery.IsDelivered ? AuditStage.Succeeded : AuditStage.Failed, letter, delivery.Says, CancellationToken.None).ConfigureAwait(false);
        return delivery;
    }, cancellation);

    /// <summary>Puts a letter aside: nobody need be told any more.</summary>
    /// <param name="by">Who.</param>
    /// <param name="id">The letter.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The letter, or why not.</returns>
    public Task<Result<DeadLetter>> PutAsideAsync(Person by, string id, CancellationToken cancellation) => WithLetterAsync<DeadLetter>(by, PuttingAside, id, async letter =>
    {
        if (await RecordAsync(by, PuttingAside, AuditStage.Started, letter, null, cancellation).ConfigureAwait(false) is { IsOk: false } unrecorded)
        {
            return new Problem(string.Empty, $"It was not put aside, because it can't be recorded: {unrecorded.Explanation}");
        }

        var isDone = await store.PutAsideAsync(letter.Id, clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        await RecordAsync(by, PuttingAside, isDone ? AuditStage.Succeeded : AuditStage.Failed, letter, null, CancellationToken.None).ConfigureAwait(false);
        return isDone ? letter : new Problem(string.Empty, "Somebody is sending it just now, or it waits no more.");
    }, cancellation);

    private async Task<Result<T>> WithLetterAsync<T>(Person by, string action, string id, Func<DeadLetter, Task<Result<T>>> act, CancellationToken cancellation)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(id);
        try
        {
            if (await store.FindAsync(id, clock.GetUtcNow(), cancellation).ConfigureAwait(false) is not { } letter)
            {
                return new Problem(string.Empty, Gone);
            }

            if (rules.Decide(by, Actions.SendAgain, letter.Page.System) is not { IsAllowed: false } refused)
            {
                return await act(letter).ConfigureAwait(false);
            }

            await RecordAsync(by, action, AuditStage.Denied, letter, refused.Reason, cancellation).ConfigureAwait(false);
            return new Problem(string.Empty, $"You may not: {refused.Reason}.");
        }
        catch (StorageException e)
        {
            return new Problem(string.Empty, $"It is not known whether it was done, because the console's database does not work: {e.Message}");
        }
    }

    private Task<Result<AuditReceipt>> RecordAsync(Person by, string action, AuditStage stage, DeadLetter letter, string? reason, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEvent
        {
            Actor = by,
            Action = action,
            Stage = stage,
            System = letter.Page.System,
            Target = letter.Channel,
            Reason = reason,
            Parameters = ImmutableSortedDictionary<string, string>.Empty
                .Add("deadLetter", letter.Id).Add("page", letter.Page.Id).Add("title", PageText.Line(letter.Page.Title, 500)),
            Correlation = letter.Id,
        },
        cancellation);
}
