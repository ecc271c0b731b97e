using System.Globalization;
using System.Security.Cryptography;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>What was sealed.</summary>
/// <param name="Through">The last entry that is now in the file only.</param>
/// <param name="Entries">How many.</param>
/// <param name="Sha256">The file's hash.</param>
public sealed record AuditSealed(long Through, long Entries, string Sha256);

/// <summary>
/// Takes old entries out: to a file that is verified by reading it back, then an entry that tells so, then a row that lets the database delete them.
/// A crash in between leaves entries that are in the file, too; the next seal deletes them.
/// </summary>
public sealed class AuditSealer
{
    // Short transactions: the console goes on recording meanwhile.
    private const int DeletedAtOnce = 5000;
    private readonly Database database;
    private readonly AuditKeys keys;
    private readonly IAuditLog record;
    private readonly TimeProvider clock;

    internal AuditSealer(Database database, AuditKeys keys, IAuditLog record, TimeProvider clock) =>
        (this.database, this.keys, this.record, this.clock) = (database, keys, record, clock);

    /// <summary>Seals.</summary>
    /// <param name="before">Entries before this time.</param>
    /// <param name="file">The file, which must not be there yet.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was sealed, or why nothing was.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<Result<AuditSealed>> SealAsync(DateTimeOffset before, string file, Person by, CancellationToken cancellation)
    {
        var known = keys.Read();
        if (!known.IsOk)
        {
            return known.Problems;
        }

        if (File.Exists(file))
        {
            return new Problem(file, "is there already: name a new file");
        }

        try
        {
            var last = await LastSealAsync(cancellation).ConfigureAwait(false);
            await DeleteAsync(last?.Through ?? 0, cancellation).ConfigureAwait(false);
            if (await ThroughAsync(before, cancellation).ConfigureAwait(false) is not { } through)
            {
                return new Problem("before", $"no entry is older than {before:u}");
            }

            var check = new ChainCheck(known.Value);
            check.BeginAfter(last?.Through ?? 0, last?.Hash ?? string.Empty);
            var exported = await ExportAsync(through, file, check, cancellation).ConfigureAwait(false);
            return exported.IsOk ? await FinishAsync(exported.Value, file, by, cancellation).ConfigureAwait(false) : exported.Problems;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"can't be written: {e.Message}");
        }
    }

    /// <summary>The file gets its name only once it was read back and found good: a file of that name is always whole.</summary>
    private async Task<Result<AuditExported>> ExportAsync(long through, string file, ChainCheck check, CancellationToken cancellation)
    {
        var partial = $"{file}.partial";
        AuditExported exported;
        var stream = OwnFile.Open(partial, FileMode.Create);
        await using (stream.ConfigureAwait(false))
        {
            exported = await AuditExporter.CopyAsync(database, new AuditExport { ToSequence = through }, stream, cancellation).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        if (await ExportFile.WalkAsync(partial, check, begins: false, cancellation).ConfigureAwait(false) is { } bad)
        {
            return new Problem("audit", $"entry {bad.Sequence}: {bad.What}. Nothing was sealed");
        }

        using var written = File.OpenRead(partial);
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellation).ConfigureAwait(false));
        if (sum != exported.Sha256 || check.Expected != through + 1)
        {
            return new Problem(partial, "reads back otherwise than it was written: is the disk good? Nothing was sealed");
        }

        File.Move(partial, file, overwrite: false);
        return exported;
    }

    private async Task<Result<AuditSealed>> FinishAsync(AuditExported exported, string file, Person by, CancellationToken cancellation)
    {
        var note = new SealNote(exported.Last, exported.LastHash, exported.Sha256);
        var recorded = await record.AppendAsync(
            new AuditEvent
            {
                Actor = by,
                Action = SealNote.Action,
                Stage = AuditStage.Succeeded,
                Target = Path.GetFileName(file),
                Parameters = note.Parameters.Add("entries", exported.Entries.ToString(CultureInfo.InvariantCulture)),
            },
            cancellation).ConfigureAwait(false);
        if (!recorded.IsOk)
        {
            return recorded.Problems;
        }

        await database.WriteAsync(
            work => work.ExecuteAsync(
                "INSERT INTO audit_seals (through, hash, export_sha256, at) VALUES (@Through, @Hash, @ExportSha256, @at)",
                new { note.Through, note.Hash, note.ExportSha256, at = StoredTime.Of(clock.GetUtcNow()) }, cancellation),
            cancellation).ConfigureAwait(false);
        await DeleteAsync(note.Through, cancellation).ConfigureAwait(false);
        return new AuditSealed(note.Through, exported.Entries, exported.Sha256);
    }

    /// <summary>From the oldest on, so that what is left is always a chain.</summary>
    private async Task DeleteAsync(long through, CancellationToken cancellation)
    {
        const string Oldest = "DELETE FROM audit_entries WHERE sequence <= @through AND sequence < (SELECT MIN(sequence) FROM audit_entries) + @many";
        while (await database.WriteAsync(work => work.ExecuteAsync(Oldest, new { through, many = DeletedAtOnce }, cancellation), cancellation).ConfigureAwait(false) > 0)
        {
        }
    }

    private Task<long?> ThroughAsync(DateTimeOffset before, CancellationToken cancellation) => InViewAsync(
        view => AuditRows.PlaceAsync(
            view, "SELECT sequence FROM audit_entries WHERE at < @at ORDER BY at DESC, sequence DESC LIMIT 1", new { at = StoredTime.Of(before) }, cancellation),
        cancellation);

    private Task<SealNote?> LastSealAsync(CancellationToken cancellation) =>
        InViewAsync(async view => await AuditRows.SealsAsync(view, cancellation).ConfigureAwait(false) is [.., var last] ? last : null, cancellation);

    private Task<T> InViewAsync<T>(Func<System.Data.Common.DbTransaction, Task<T>> read, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var view = await AuditRows.ViewAsync(connection, cancellation).ConfigureAwait(false);
            await using (view.ConfigureAwait(false))
            {
                return await read(view).ConfigureAwait(false);
            }
        },
        cancellation);
}
