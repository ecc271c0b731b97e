using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Keeps acknowledgements. One that is over stays, for the alert's story.</summary>
/// <param name="database">The database.</param>
internal sealed class AckStore(Database database)
{
    /// <summary>What is told when acknowledgements changed.</summary>
    public const string Topic = "acknowledgements";

    private const int Most = 200;

    /// <summary>All that go on, newest first; those whose time is over too, until somebody ends them.</summary>
    public Task<ImmutableArray<Acknowledgement>> OpenAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => AckRow.ReadAsync(connection, "WHERE ended_at IS NULL ORDER BY id DESC", null, null, cancellation), cancellation);

    /// <summary>Those that go on for some alerts.</summary>
    public Task<ImmutableArray<Acknowledgement>> OpenOfAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellation) => database.ReadAsync(
        connection => AckRow.ReadAsync(connection, $"WHERE ended_at IS NULL AND {ActionRows.Among("fingerprint", connection)}", new { ids = fingerprints.ToArray() }, null, cancellation), cancellation);

    /// <summary>All of an alert, newest first, those that are over too.</summary>
    public Task<ImmutableArray<Acknowledgement>> OfAsync(string fingerprint, int size, CancellationToken cancellation) => database.ReadAsync(
        connection => AckRow.ReadAsync(connection, "WHERE fingerprint = @fingerprint ORDER BY id DESC LIMIT @size", new { fingerprint, size = Math.Clamp(size, 1, Most) }, null, cancellation), cancellation);

    /// <summary>Those that go on for some alerts, held until the transaction ends: two who act at once come one after another.</summary>
    public static Task<ImmutableArray<Acknowledgement>> HoldAsync(StoreWork work, IReadOnlyCollection<string> fingerprints, CancellationToken cancellation) => AckRow.ReadAsync(
        work.Connection,
        $"WHERE ended_at IS NULL AND {ActionRows.Among("fingerprint", work.Connection)} {(work.Dialect is Dialect.PostgreSql ? "FOR UPDATE" : string.Empty)}",
        new { ids = fingerprints.ToArray() }, work.Transaction, cancellation);

    /// <summary>Writes what changed.</summary>
    public static async Task WriteAsync(StoreWork work, IEnumerable<AckChange> changes, CancellationToken cancellation)
    {
        var all = changes.ToList();
        await EndAsync(work, all.Select(change => change.Over).OfType<Acknowledgement>(), cancellation).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            INSERT INTO acknowledgements (id, fingerprint, starts_at, system, subject, at, expires_at, body)
            VALUES (@Id, @Fingerprint, @StartsAt, @System, @Subject, @At, @ExpiresAt, @Body)
            ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, body = excluded.body
            """,
            all.Select(change => change.Now).OfType<Acknowledgement>().Select(AckRow.Of), cancellation).ConfigureAwait(false);
        work.Tell(Topic, StoreNews.Everything);
    }

    /// <summary>Ends those whose time is over, all of them or none: somebody may have renewed one meanwhile.</summary>
    /// <returns>Whether all were ended.</returns>
    public static async Task<bool> ExpireAsync(StoreWork work, LockGrant? grant, IReadOnlyCollection<Acknowledgement> over, CancellationToken cancellation)
    {
        if (grant is not null)
        {
            await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
        }

        work.Tell(Topic, StoreNews.Everything);
        return await EndAsync(work, over, cancellation).ConfigureAwait(false) == over.Count;
    }

    /// <summary>Ends those of which the alert itself is the reason.</summary>
    public Task<int> EndAsync(LockGrant? grant, IReadOnlyCollection<Acknowledgement> over, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            if (grant is not null)
            {
                await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
            }

            work.Tell(Topic, StoreNews.Everything);
            return await EndAsync(work, over, cancellation).ConfigureAwait(false);
        },
        cancellation);

    private static Task<int> EndAsync(StoreWork work, IEnumerable<Acknowledgement> over, CancellationToken cancellation) => work.ExecuteAsync(
        "UPDATE acknowledgements SET ended_at = @EndedAt, ended = @Ended, ended_by = @EndedBy WHERE id = @Id AND ended_at IS NULL AND expires_at = @ExpiresAt",
        over.Select(AckRow.Of), cancellation);
}
