using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>How an export is written.</summary>
public enum AuditExportFormat
{
    /// <summary>JSON Lines: all there is, and can be verified elsewhere.</summary>
    JsonLines,

    /// <summary>A table for a spreadsheet.</summary>
    Csv,
}

/// <summary>What to export, in the order of the chain.</summary>
public sealed record AuditExport
{
    /// <summary>How.</summary>
    public AuditExportFormat Format { get; init; }

    /// <summary>From this entry on.</summary>
    public long? FromSequence { get; init; }

    /// <summary>Up to this entry, it included.</summary>
    public long? ToSequence { get; init; }

    /// <summary>Only what fits; its page and size do not matter. Null: everything, and only then can the chain be verified without holes.</summary>
    public AuditQuery? Query { get; init; }
}

/// <summary>What was exported.</summary>
/// <param name="Entries">How many.</param>
/// <param name="Last">The last one; 0 when none.</param>
/// <param name="LastHash">Its hash.</param>
/// <param name="Sha256">The hash of all that was written.</param>
public sealed record AuditExported(long Entries, long Last, string LastHash, string Sha256);

/// <summary>Copies entries out, one in memory at a time. It reads the entries themselves and not the index of terms: nothing can be hidden from it there.</summary>
public sealed class AuditExporter
{
    /// <summary>The action of the entries that an export leaves: the name by which it is granted.</summary>
    public static string Action => Actions.ExportAudit.Name;

    private readonly Database database;
    private readonly IAuditLog record;

    internal AuditExporter(Database database, IAuditLog record) => (this.database, this.record) = (database, record);

    /// <summary>Exports, on record: once before anything leaves, once after.</summary>
    /// <param name="what">What.</param>
    /// <param name="to">Where to.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was written; or why nothing was.</returns>
    /// <exception cref="StorageException">The database does not answer, or an entry can't be read.</exception>
    public async Task<Result<AuditExported>> WriteAsync(AuditExport what, Stream to, Person by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(what);
        var start = new AuditEvent { Actor = by, Action = Action, Stage = AuditStage.Started, Parameters = Parameters(what) };
        var started = await record.AppendAsync(start, cancellation).ConfigureAwait(false);
        if (!started.IsOk)
        {
            return started.Problems;
        }

        var exported = await CopyAsync(database, what with { ToSequence = what.ToSequence ?? started.Value.Sequence - 1 }, to, cancellation).ConfigureAwait(false);
        var parameters = start.Parameters.Add("entries", exported.Entries.ToString(CultureInfo.InvariantCulture)).Add("sha256", exported.Sha256);
        var ended = start with { Stage = AuditStage.Succeeded, Correlation = started.Value.Correlation, Parameters = parameters };
        await record.AppendAsync(ended, cancellation).ConfigureAwait(false);
        return exported;
    }

    /// <summary>Exports without a trace: for who leaves one of their own.</summary>
    internal static Task<AuditExported> CopyAsync(Database database, AuditExport what, Stream to, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var view = await AuditRows.ViewAsync(connection, cancellation).ConfigureAwait(false);
            await using (view.ConfigureAwait(false))
            {
                return await CopyAsync(view, what, to, cancellation).ConfigureAwait(false);
            }
        },
        cancellation);

    private static async Task<AuditExported> CopyAsync(DbTransaction view, AuditExport what, Stream to, CancellationToken cancellation)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        async Task WriteAsync(string line)
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            sum.AppendData(bytes);
            await to.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }

        var done = new AuditExported(0, 0, string.Empty, string.Empty);
        if (what.Format is AuditExportFormat.Csv)
        {
            await WriteAsync(AuditCsv.Header).ConfigureAwait(false);
        }

        await foreach (var row in AuditRows.ReadAsync(view, what.FromSequence ?? 1, what.ToSequence ?? long.MaxValue, cancellation).ConfigureAwait(false))
        {
            var entry = AuditBody.Read(row.Body, row.Hash)
                ?? throw new StorageException(StorageFault.Corrupt, $"Entry {row.Sequence} of the audit can't be read: it was damaged or changed. 'OpsConsole audit verify' tells more.");
            if (what.Query?.Fits(entry) is not false)
            {
                await WriteAsync(what.Format is AuditExportFormat.Csv ? AuditCsv.Line(entry) : $"{ExportFile.Line(row.Body, row.Hash)}\n").ConfigureAwait(false);
                done = done with { Entries = done.Entries + 1, Last = row.Sequence, LastHash = row.Hash };
            }
        }

        await to.FlushAsync(cancellation).ConfigureAwait(false);
        return done with { Sha256 = Convert.ToHexStringLower(sum.GetHashAndReset()) };
    }

    private static ImmutableSortedDictionary<string, string> Parameters(AuditExport what)
    {
        var query = what.Query;
        var all = new (string Name, object? Value)[]
        {
            ("format", what.Format), ("fromSequence", what.FromSequence), ("toSequence", what.ToSequence), ("from", query?.From?.ToString("O")), ("to", query?.To?.ToString("O")),
            ("actor", query?.Actor), ("system", query?.System), ("action", query?.Action), ("stage", query?.Stage), ("target", query?.Target),
            ("correlation", query?.Correlation), ("text", query?.Text),
        };
        return all.Where(one => one.Value is not null)
            .ToImmutableSortedDictionary(one => one.Name, one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!, StringComparer.Ordinal);
    }
}
