using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Writes what becomes of escalations, together with the entry in the record: either both are so afterwards, or neither.</summary>
/// <param name="database">The database.</param>
/// <param name="audit">The record.</param>
internal sealed class EscalationLedger(Database database, AuditLog audit)
{
    /// <summary>Writes.</summary>
    /// <param name="grant">The lock that it is done under; null where there is but one process.</param>
    /// <param name="happened">What is put on record; null for nothing.</param>
    /// <param name="it">The escalation that changed; null when it did not.</param>
    /// <param name="notices">The notices that changed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">It could not be written, or somebody else keeps the escalations by now: nothing of it is so.</exception>
    public async Task WriteAsync(LockGrant? grant, AuditEvent? happened, Escalation? it, IReadOnlyCollection<EscalationNotice> notices, CancellationToken cancellation)
    {
        if (happened is null)
        {
            await database.WriteAsync(work => AllAsync(work, grant, it, notices, cancellation), cancellation).ConfigureAwait(false);
            return;
        }

        var recorded = await audit.AppendAsync(
            happened,
            async (work, inner) =>
            {
                await AllAsync(work, grant, it, notices, inner).ConfigureAwait(false);
                return null;
            },
            cancellation).ConfigureAwait(false);
        if (!recorded.IsOk)
        {
            throw new StorageException(recorded.Problems[0].Where == AuditLog.Fenced ? StorageFault.Fenced : StorageFault.Other, recorded.Problems[0].What);
        }
    }

    private static async Task<bool> AllAsync(StoreWork work, LockGrant? grant, Escalation? it, IReadOnlyCollection<EscalationNotice> notices, CancellationToken cancellation)
    {
        if (grant is not null)
        {
            await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
        }

        if (it is not null && !await EscalationRows.WriteAsync(work, it, cancellation).ConfigureAwait(false))
        {
            throw new StorageException(StorageFault.Fenced, $"The escalation {it.Id} was changed by somebody else: nothing was written.");
        }

        if (notices.Count > 0)
        {
            await NoticeRows.WriteAsync(work, notices, cancellation).ConfigureAwait(false);
        }

        work.Tell(EscalationStore.Topic, it?.Id ?? notices.First().Escalation);
        return true;
    }
}
