using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Slo;

/// <summary>Where people leave time out of an error budget, and take that back: with a reason, on record, or not at all.</summary>
public sealed class LeaveOutDesk
{
    /// <summary>The longest time that one record leaves out.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const string Make = "leave-out";
    private const string Withdraw = "leave-out-withdraw";
    private const int ShortestReason = 8;
    private const int LongestReason = 500;

    // A budget is for ninety days at most; what is older moves none.
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(400);

    private readonly LeftOutStore store;
    private readonly AuditLog audit;
    private readonly IAccessRules rules;
    private readonly LiveState live;
    private readonly TimeProvider clock;

    internal LeaveOutDesk(LeftOutStore store, AuditLog audit, IAccessRules rules, LiveState live, TimeProvider clock) =>
        (this.store, this.audit, this.rules, this.live, this.clock) = (store, audit, rules, live, clock);

    /// <summary>The records of an objective, newest first; those that were withdrawn are among them.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective's name.</param>
    /// <param name="since">Records that end after this.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<LeftOutRecord>> OfAsync(string system, string objective, DateTimeOffset since, CancellationToken cancellation) =>
        store.OfAsync(system, objective, since, cancellation);

    /// <summary>Whether somebody may, and why.</summary>
    /// <param name="by">Who.</param>
    /// <param name="system">The system's id.</param>
    public Decision May(Person by, string system) => rules.Decide(by, Actions.LeaveOut, system);

    /// <summary>Leaves time out.</summary>
    /// <param name="by">Who.</param>
    /// <param name="wish">What, and why.</param>
    /// <param name="cancellation">Ends the wait; what has begun is done all the same.</param>
    public async Task<Result<LeftOutRecord>> LeaveOutAsync(Person by, LeftOutWish wish, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(wish);
        var now = clock.GetUtcNow();
        if (Wrong(wish, now) is { IsEmpty: false } problems)
        {
            return problems;
        }

        var record = new LeftOutRecord(
            RunId.New(now), wish.System, wish.Objective, StoredTime.Cut(wish.From), StoredTime.Cut(wish.To), wish.Reason.Trim(), new WindowPerson(by.Subject, by.Name), StoredTime.Cut(now));
        return await RecordedAsync(Make, by, record, async (work, inner) =>
        {
            await LeftOutStore.InsertAsync(work, record, inner).ConfigureAwait(false);
            return null;
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes a record back: its time counts again.</summary>
    /// <param name="by">Who.</param>
    /// <param name="id">The record.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Result<LeftOutRecord>> WithdrawAsync(Person by, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        try
        {
            if (await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { WithdrawnAt: null } record)
            {
                return new Problem("id", "there is no such record, or it was withdrawn already");
            }

            var withdrawn = record with { WithdrawnAt = StoredTime.Cut(clock.GetUtcNow()), WithdrawnBy = new WindowPerson(by.Subject, by.Name) };
            return await RecordedAsync(Withdraw, by, withdrawn, async (work, inner) =>
                await LeftOutStore.WithdrawAsync(work, withdrawn, inner).ConfigureAwait(false) ? null : new Problem("id", "it was withdrawn already"), cancellation).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", e.Message);
        }
    }

    private ImmutableArray<Problem> Wrong(LeftOutWish wish, DateTimeOffset now) => Problem.All(
        Problem.When(live.Systems.Current.Value?.Find(wish.System)?.Profile.Slos.Any(one => one.Name == wish.Objective) is not true, "objective", "is not an objective of a system that is known now"),
        Problem.When(wish.To <= wish.From, "to", "must come after the begin"),
        Problem.When(wish.To > now.AddMinutes(1), "to", "lies in the future: only what has happened is left out; for planned work make a maintenance window"),
        Problem.When(wish.From < now - Oldest, "from", $"is more than {DurationText.Words(Oldest)} ago: no budget is that old"),
        Problem.When(wish.To - wish.From > Longest, "to", $"is {DurationText.Words(wish.To - wish.From)} after the begin; {DurationText.Words(Longest)} at most are left out at a time"),
        Problem.When(wish.Reason.Trim().Length < ShortestReason, "reason", "is missing or too short: say in a sentence why this time does not count; everybody who sees the budget reads it"),
        Problem.When(wish.Reason.Length > LongestReason, "reason", $"is longer than {LongestReason} letters"));

    private async Task<Result<LeftOutRecord>> RecordedAsync(
        string action, Person by, LeftOutRecord record, Func<StoreWork, CancellationToken, Task<Problem?>> together, CancellationToken cancellation)
    {
        var happened = new AuditEvent
        {
            Actor = by,
            Action = action,
            Stage = AuditStage.Succeeded,
            System = record.System,
            Target = $"{record.System}/{record.Objective}",
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("from", MaintenanceRecord.Text(record.From)).Add("to", MaintenanceRecord.Text(record.To)),
            Reason = record.Reason,
            Correlation = record.Id,
        };
        if (May(by, record.System) is { IsAllowed: false } denied)
        {
            await audit.AppendAsync(happened with { Stage = AuditStage.Denied, Reason = denied.Reason }, cancellation).ConfigureAwait(false);
            return new Problem("access", $"you may not: {denied.Reason}");
        }

        var recorded = await audit.AppendAsync(happened, together, CancellationToken.None).ConfigureAwait(false);
        return recorded.IsOk ? record : recorded.Problems;
    }
}
