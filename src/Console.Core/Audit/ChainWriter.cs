using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>Puts entries at the end of the chain, many in one transaction. One at a time uses it.</summary>
internal sealed class ChainWriter(Database database, AuditKeys keys, TimeProvider clock, ILogger<ChainWriter> log)
{
    /// <summary>What is told to whoever follows: the sequence of the last new entry.</summary>
    public const string Topic = "audit";

    private ImmutableArray<AuditRow> attempted = [];
    private ImmutableArray<(PendingEntry Entry, Problem Because)> refused = [];
    private AuditRow? written;

    /// <summary>Writes a batch, and answers each of it once it is committed.</summary>
    /// <param name="batch">The entries; at least one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many; or why none was recorded: then nobody was answered.</returns>
    public async Task<Result<int>> WriteAsync(IReadOnlyList<PendingEntry> batch, CancellationToken cancellation)
    {
        (attempted, refused) = ([], []);

        // Twice: after the server was started again, the first connection from the pool is a dead one.
        for (var isLast = false; ; isLast = true)
        {
            try
            {
                var problem = await database.WriteAsync(work => AppendAsync(work, batch, cancellation), cancellation).ConfigureAwait(false);
                return problem.IsOk ? Answered(batch) : problem;
            }
            catch (StorageException e) when (isLast || e.Fault is not StorageFault.Unreachable)
            {
                var isOpen = e.Fault is StorageFault.Unreachable && !attempted.IsEmpty;
                return new Problem("audit", isOpen ? $"{e.Message} It is not known whether the entry was recorded." : e.Message);
            }
            catch (StorageException)
            {
                // Once more.
            }
        }
    }

    private async Task<Result<int>> AppendAsync(StoreWork work, IReadOnlyList<PendingEntry> batch, CancellationToken cancellation)
    {
        await AuditTable.LockAsync(work, cancellation).ConfigureAwait(false);

        // A connection that broke at the commit leaves open whether it was done. Under the lock nothing is open any more.
        if (!attempted.IsEmpty && await AuditTable.HashAsync(work, attempted[^1].Sequence, cancellation).ConfigureAwait(false) == attempted[^1].Hash)
        {
            return attempted.Length;
        }

        var tail = await AuditTable.TailAsync(work, cancellation).ConfigureAwait(false);
        if (written is not null && (tail is null || tail.Sequence < written.Sequence || (tail.Sequence == written.Sequence && tail.Hash != written.Hash)))
        {
            log.TailIsGone(written.Sequence);
            return new Problem("audit", $"entry {written.Sequence} was recorded and is gone: the end of the audit was cut off. Nothing is recorded until that is looked into.");
        }

        if (Known(tail) is not { IsOk: true } known)
        {
            return Known(tail).Problems;
        }

        refused = await ChangeTogetherAsync(work, batch, cancellation).ConfigureAwait(false);
        var rows = Rows([.. batch.Where(one => !IsRefused(one))], tail, known.Value);
        if (!rows.IsOk)
        {
            // What can't be put on record must not be changed either.
            await work.RollBackAsync(cancellation).ConfigureAwait(false);
            return rows.Problems;
        }

        attempted = [.. rows.Value.Select(one => one.Row)];
        if (attempted.IsEmpty)
        {
            return 0;
        }

        await AuditTable.InsertAsync(work, rows.Value, cancellation).ConfigureAwait(false);
        work.Tell(Topic, attempted[^1].Sequence.ToString(CultureInfo.InvariantCulture));
        return attempted.Length;
    }

    /// <summary>Makes the changes that go with entries. One that can't be made takes its own entry out and no other.</summary>
    private static async Task<ImmutableArray<(PendingEntry Entry, Problem Because)>> ChangeTogetherAsync(
        StoreWork work, IReadOnlyList<PendingEntry> batch, CancellationToken cancellation)
    {
        var refused = ImmutableArray.CreateBuilder<(PendingEntry, Problem)>();
        foreach (var one in batch.Where(one => one.Together is not null))
        {
            await work.ExecuteAsync("SAVEPOINT together", null, cancellation).ConfigureAwait(false);
            if (await ChangeAsync(work, one.Together!, cancellation).ConfigureAwait(false) is { } because)
            {
                await work.ExecuteAsync("ROLLBACK TO SAVEPOINT together", null, cancellation).ConfigureAwait(false);
                refused.Add((one, because));
            }

            await work.ExecuteAsync("RELEASE SAVEPOINT together", null, cancellation).ConfigureAwait(false);
        }

        return refused.ToImmutable();
    }

    private static async Task<Problem?> ChangeAsync(StoreWork work, Func<StoreWork, CancellationToken, Task<Problem?>> change, CancellationToken cancellation)
    {
        try
        {
            return await change(work, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageException.Of(e) is { Fault: StorageFault.Refused or StorageFault.Fenced } broken)
        {
            return new Problem(broken.Fault is StorageFault.Fenced ? AuditLog.Fenced : "storage", broken.Message);
        }
    }

    private bool IsRefused(PendingEntry entry) => refused.Any(one => ReferenceEquals(one.Entry, entry));

    /// <summary>All keys. The first is made here, under the lock and only when nothing was ever recorded.</summary>
    private Result<ImmutableArray<AuditKey>> Known(ChainTail? tail)
    {
        var known = keys.Read();
        if (known.IsOk || File.Exists(keys.File))
        {
            return known;
        }

        if (tail is not null)
        {
            return new Problem(keys.File, "the audit's key file is missing, and the audit has entries: bring it back from its copy, nothing can be recorded without it");
        }

        if (keys.MakeFirst() is { IsOk: false } failed)
        {
            return failed.Problems;
        }

        log.KeysWereMade(keys.File);
        return keys.Read();
    }

    private Result<ImmutableArray<(AuditRow Row, string Terms)>> Rows(IReadOnlyList<PendingEntry> batch, ChainTail? tail, ImmutableArray<AuditKey> known)
    {
        var rows = ImmutableArray.CreateBuilder<(AuditRow, string)>(batch.Count);
        var (sequence, hash) = (tail?.Sequence ?? 0, tail?.Hash ?? string.Empty);

        // The clock may be set back, or another replica's be ahead: along the chain time does not run backwards.
        var at = StoredTime.Read(Math.Max(StoredTime.Of(clock.GetUtcNow()), tail?.At ?? 0));

        // The chain says which key comes next, not the file: so all replicas use the same, and a key that no rotation announced is never used.
        var keyId = tail?.NextKeyId ?? known[^1].Id;
        foreach (var one in batch)
        {
            if (known.FirstOrDefault(candidate => candidate.Id == keyId) is not { } key)
            {
                return new Problem(keys.File, $"does not hold key {keyId}, which the audit goes on with: give every replica the same key file");
            }

            var body = AuditBody.Complete(one.Members, new ChainPlace(++sequence, at, key.Id, hash));
            if (!body.IsOk)
            {
                return body.Problems;
            }

            hash = key.Hash(body.Value);
            var entry = AuditBody.Read(body.Value, hash) ?? throw new InvalidOperationException("An entry does not read back as it was written.");
            rows.Add((AuditRow.Of(entry, body.Value), AuditTerms.Indexed(sequence, one.Terms)));
            keyId = KeyRotation.KeyAfter(entry);
        }

        return rows.ToImmutable();
    }

    private int Answered(IReadOnlyList<PendingEntry> batch)
    {
        written = attempted.IsEmpty ? written : attempted[^1];
        foreach (var (one, because) in refused)
        {
            one.Answer.TrySetResult(because);
        }

        foreach (var (one, row) in batch.Where(one => !IsRefused(one)).Zip(attempted))
        {
            one.Answer.TrySetResult(new AuditReceipt(row.Sequence, StoredTime.Read(row.At), row.Hash, row.Correlation));
        }

        return batch.Count;
    }
}
