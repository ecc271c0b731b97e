using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>Verifies the whole record: every hash, every link, every seal, every anchor. It reads it once, an entry at a time.</summary>
public sealed class AuditVerifier
{
    /// <summary>The action of the entry that a verification leaves: the name by which it is granted.</summary>
    public static string Action => Actions.VerifyAudit.Name;

    private const int Step = 5000;
    private readonly Database database;
    private readonly AuditKeys keys;
    private readonly AnchorFile anchors;
    private readonly IAuditLog record;

    internal AuditVerifier(Database database, AuditKeys keys, AnchorFile anchors, IAuditLog record) =>
        (this.database, this.keys, this.anchors, this.record) = (database, keys, anchors, record);

    /// <summary>Verifies.</summary>
    /// <param name="files">Exported files that come before what the database holds, oldest first; none: the database alone.</param>
    /// <param name="by">Who wants to know: a verification is on record, too.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The verdict, or why there can be none: no key, a file that can't be read.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<Result<AuditVerdict>> VerifyAsync(
        ImmutableArray<string> files, Person by, IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        var known = keys.Read();
        if (!known.IsOk && !File.Exists(keys.File) && await database.ReadAsync(IsEmptyAsync, cancellation).ConfigureAwait(false))
        {
            // The first entry will make the key.
            known = ImmutableArray<AuditKey>.Empty;
        }

        if (!known.IsOk)
        {
            return known.Problems;
        }

        try
        {
            var check = new ChainCheck(known.Value);
            var verdict = await database.ReadAsync(
                async connection =>
                {
                    var finding = await FilesAsync(files, check, cancellation).ConfigureAwait(false);
                    var view = await AuditRows.ViewAsync(connection, cancellation).ConfigureAwait(false);
                    await using (view.ConfigureAwait(false))
                    {
                        finding ??= await TableAsync(view, check, !files.IsEmpty, progress, cancellation).ConfigureAwait(false);
                        var (compared, bad) = finding is null ? await new AnchorCheck(anchors, known.Value).RunAsync(view, check, cancellation).ConfigureAwait(false) : (0, null);
                        return new AuditVerdict(check.First, check.Expected - 1, check.Count, compared, finding ?? bad);
                    }
                },
                cancellation).ConfigureAwait(false);
            return await RecordAsync(verdict, by, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem("file", e.Message);
        }
    }

    private static async Task<bool> IsEmptyAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long?>("SELECT MAX(sequence) FROM audit_entries").ConfigureAwait(false) is null;

    private static async Task<AuditFinding?> FilesAsync(ImmutableArray<string> files, ChainCheck check, CancellationToken cancellation)
    {
        for (var i = 0; i < files.Length; i++)
        {
            if (await ExportFile.WalkAsync(files[i], check, begins: i == 0, cancellation).ConfigureAwait(false) is { } bad)
            {
                return bad;
            }
        }

        return null;
    }

    private static async Task<AuditFinding?> TableAsync(
        DbTransaction view, ChainCheck check, bool hasFiles, IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        var seals = await AuditRows.SealsAsync(view, cancellation).ConfigureAwait(false);
        var first = await AuditRows.PlaceAsync(view, "SELECT MIN(sequence) FROM audit_entries", null, cancellation).ConfigureAwait(false);
        var last = await AuditRows.PlaceAsync(view, "SELECT MAX(sequence) FROM audit_entries", null, cancellation).ConfigureAwait(false) ?? 0;
        Begin(check, seals, first, hasFiles);
        var total = last - (first ?? last) + 1;
        var done = 0L;
        await foreach (var row in AuditRows.ReadAsync(view, long.MinValue, long.MaxValue, cancellation).ConfigureAwait(false))
        {
            if (check.Next(row.Body, row.Hash, row) is { } bad)
            {
                return bad;
            }

            if (++done % Step == 0)
            {
                progress?.Report(new AuditProgress(done, total));
            }
        }

        progress?.Report(new AuditProgress(done, total));
        return Seals(check, seals);
    }

    /// <summary>Where the table must begin: behind the last seal, at the first entry of all, or, joined to files, behind these.</summary>
    private static void Begin(ChainCheck check, IReadOnlyList<SealNote> seals, long? first, bool hasFiles)
    {
        foreach (var one in seals)
        {
            check.Expect(one.Through, one.Hash);
        }

        var (end, hash) = (check.Expected - 1, check.LastHash);
        if (hasFiles && (first is null || first > end))
        {
            return;
        }

        if (hasFiles && hash is not null)
        {
            check.Expect(end, hash);
        }

        var seal = seals.Count > 0 ? seals[^1] : null;
        if (seal is null)
        {
            check.BeginAt(1);
        }
        else if (first <= seal.Through)
        {
            // Sealed, and not all of it deleted yet. That it ends in the sealed hash, the walk will see.
            check.BeginAt(first.Value);
        }
        else
        {
            check.BeginAfter(seal.Through, seal.Hash);
        }
    }

    private static AuditFinding? Seals(ChainCheck check, IReadOnlyList<SealNote> seals)
    {
        if (seals.Count == 0)
        {
            return null;
        }

        // Entries of older seals may be sealed themselves; the last one's can't be.
        var last = seals[^1];
        if (!check.Seals.ContainsKey(last.Through))
        {
            return new AuditFinding(AuditFault.SealWithoutEntry, last.Through, "all up to it is gone by a seal that no entry tells of: it was deleted, not sealed");
        }

        return seals.FirstOrDefault(seal => check.Seals.TryGetValue(seal.Through, out var note) && note != seal) is { } bad
            ? new AuditFinding(AuditFault.SealDiffers, bad.Through, "its seal says something else than the entry that tells of it")
            : null;
    }

    private async Task<AuditVerdict> RecordAsync(AuditVerdict verdict, Person by, CancellationToken cancellation)
    {
        var recorded = await record.AppendAsync(
            new AuditEvent
            {
                Actor = by,
                Action = Action,
                Stage = verdict.IsWhole ? AuditStage.Succeeded : AuditStage.Failed,
                Reason = verdict.Summary,
                Parameters = ImmutableSortedDictionary<string, string>.Empty
                    .Add("entries", verdict.Entries.ToString(CultureInfo.InvariantCulture)).Add("last", verdict.Last.ToString(CultureInfo.InvariantCulture)),
            },
            cancellation).ConfigureAwait(false);
        return recorded.IsOk ? verdict : verdict with { NotRecorded = recorded.Problems[0] };
    }
}
