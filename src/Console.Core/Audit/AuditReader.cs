using System.Data.Common;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>Reads pages, newest first. Without filters a page is a walk along the primary key; with filters the index of terms is searched.</summary>
internal sealed class AuditReader(Database database) : IAuditReader
{
    private const string Plain = """
        SELECT sequence, body, hash FROM audit_entries WHERE sequence <= @newest AND sequence >= @oldest ORDER BY sequence DESC LIMIT @take
        """;

    /// <inheritdoc/>
    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var take = Math.Clamp(query.Size, 1, AuditQuery.LargestPage);
        var rows = await database.ReadAsync(connection => RowsAsync(connection, query, take + 1, cancellation), cancellation).ConfigureAwait(false);

        // The row too many says whether there is a next page.
        return new AuditPage([.. rows.Take(take).Select(row => row.Entry)], rows.Count > take);
    }

    /// <inheritdoc/>
    public Task<AuditEntry?> FindAsync(long sequence, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryAsync<FoundEntry>(Command("SELECT sequence, body, hash FROM audit_entries WHERE sequence = @sequence", new { sequence }, cancellation))
            .ConfigureAwait(false)).SingleOrDefault()?.Entry,
        cancellation);

    private async Task<List<FoundEntry>> RowsAsync(DbConnection connection, AuditQuery query, int take, CancellationToken cancellation)
    {
        if (await RangeAsync(connection, query, cancellation).ConfigureAwait(false) is not var (newest, oldest))
        {
            return [];
        }

        var wanted = AuditTerms.Of(query);
        return wanted.Count > 0
            ? await new AuditSearch(connection, database.Dialect, newest, oldest).FindAsync(wanted, take, cancellation).ConfigureAwait(false)
            : (await connection.QueryAsync<FoundEntry>(Command(Plain, new { newest, oldest, take = (long)take }, cancellation)).ConfigureAwait(false)).AsList();
    }

    /// <summary>The places that the times and the page's start leave: along the chain time only goes forward.</summary>
    private static async Task<(long Newest, long Oldest)?> RangeAsync(DbConnection connection, AuditQuery query, CancellationToken cancellation)
    {
        Task<long?> Place(string sql, DateTimeOffset? at) =>
            connection.ExecuteScalarAsync<long?>(Command(sql, new { at = at is null ? 0 : Microseconds(at.Value) }, cancellation));
        var first = await Place("SELECT MIN(sequence) FROM audit_entries", null).ConfigureAwait(false);
        var last = await Place("SELECT MAX(sequence) FROM audit_entries", null).ConfigureAwait(false);
        if (query.From is not null)
        {
            first = await Place("SELECT sequence FROM audit_entries WHERE at >= @at ORDER BY at, sequence LIMIT 1", query.From).ConfigureAwait(false);
        }

        if (query.To is not null)
        {
            last = await Place("SELECT sequence FROM audit_entries WHERE at < @at ORDER BY at DESC, sequence DESC LIMIT 1", query.To).ConfigureAwait(false);
        }

        last = query.Before is { } before && before <= last ? before - 1 : last;
        return first is null || last is null || last < first ? null : (last.Value, first.Value);
    }

    /// <summary>Rounded up: entries are to the microsecond, and one just before a finer time is before it.</summary>
    private static long Microseconds(DateTimeOffset at) => StoredTime.Of(at) + (StoredTime.Cut(at) < at ? 1 : 0);

    private static CommandDefinition Command(string sql, object values, CancellationToken cancellation) => new(sql, values, cancellationToken: cancellation);
}
