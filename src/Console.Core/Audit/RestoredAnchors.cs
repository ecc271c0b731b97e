using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>Anchors that do not fit a record which was put in the place of another.</summary>
/// <param name="From">The first entry that the record does not hold as they knew it.</param>
/// <param name="Through">The last.</param>
/// <param name="Aside">The file that the anchors are to be kept in as they were.</param>
/// <param name="Lines">Which lines of the anchor file they are, counted from 0.</param>
public sealed record StaleAnchors(long From, long Through, string Aside, ImmutableHashSet<int> Lines);

/// <summary>
/// The anchors after a backup was restored: those of the entries that the restored record does not hold would have every verification say that its end
/// was cut off. They are set aside, never deleted, and only behind an entry that says so: nobody without the key can write one, so a cut can't be hidden
/// as a restore.
/// </summary>
public sealed class RestoredAnchors
{
    private const int Batch = 500;
    private readonly Database database;
    private readonly AuditKeys keys;
    private readonly AnchorFile anchors;
    private readonly TimeProvider clock;

    internal RestoredAnchors(Database database, AuditKeys keys, AnchorFile anchors, TimeProvider clock) =>
        (this.database, this.keys, this.anchors, this.clock) = (database, keys, anchors, clock);

    /// <summary>Finds those that do not fit. To be asked before anything is recorded in the restored database.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when all fit.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    /// <exception cref="IOException">The anchors can't be read.</exception>
    public async Task<StaleAnchors?> FindAsync(CancellationToken cancellation)
    {
        var known = keys.Read();
        if (!known.IsOk)
        {
            // Then nothing can be recorded either, and without an entry nothing is set aside.
            return null;
        }

        var last = await database.ReadAsync(Last, cancellation).ConfigureAwait(false);
        var stale = new List<(int Line, long Sequence)>();
        foreach (var some in anchors.Lines().Index().Chunk(Batch))
        {
            // What is not ours stays in the file, for the verification to find.
            var ours = some.Select(line => (line.Index, Anchor: AuditAnchor.Read(line.Item)!)).Where(line => line.Anchor?.IsBy(known.Value) is true).ToList();
            var there = await database.ReadAsync(
                connection => AnchorCheck.HashesAsync(connection, ours.Select(line => line.Anchor), null, cancellation), cancellation).ConfigureAwait(false);
            stale.AddRange(ours.Where(line => line.Anchor.Sequence > last || (there.TryGetValue(line.Anchor.Sequence, out var hash) && hash != line.Anchor.Hash))
                .Select(line => (line.Index, line.Anchor.Sequence)));
        }

        var aside = string.Create(CultureInfo.InvariantCulture, $"{anchors.File}.before-restore-{clock.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        return stale.Count == 0 ? null : new StaleAnchors(Math.Min(last + 1, stale.Min(one => one.Sequence)), stale.Max(one => one.Sequence), aside, [.. stale.Select(one => one.Line)]);

        Task<long> Last(System.Data.Common.DbConnection connection) =>
            connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COALESCE(MAX(sequence), 0) FROM audit_entries", cancellationToken: cancellation));
    }

    /// <summary>Sets them aside and anchors the record as it ends now. To be done once the entry that tells of it is recorded.</summary>
    /// <param name="stale">What was found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it could not be done; null when it was.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<Problem?> SetAsideAsync(StaleAnchors stale, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stale);
        var known = keys.Read();
        var tail = await database.ReadAsync(
            connection => connection.QuerySingleAsync<ChainTail>(new CommandDefinition(ChainTail.Select, cancellationToken: cancellation)), cancellation).ConfigureAwait(false);
        if (!known.IsOk || known.Value.FirstOrDefault(key => key.Id == tail.KeyId && key.Made(tail.Body, tail.Hash)) is not { } key)
        {
            return new Problem(anchors.File, known.IsOk ? $"entry {tail.Sequence} was not written with the keys that are here" : known.Explanation);
        }

        try
        {
            anchors.SetAside(stale.Aside, line => !stale.Lines.Contains(line));
            anchors.Append(AuditAnchor.Of(tail.Sequence, tail.Hash, clock.GetUtcNow(), key));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(anchors.File, e.Message);
        }
    }
}
