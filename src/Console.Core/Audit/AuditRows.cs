using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Audit;

/// <summary>Reads the whole table in order, one row in memory at a time.</summary>
internal static class AuditRows
{
    /// <summary>One view of the database for several statements: what is sealed meanwhile neither vanishes nor shows twice.</summary>
    public static async Task<DbTransaction> ViewAsync(DbConnection connection, CancellationToken cancellation) => connection is SqliteConnection file
        ? file.BeginTransaction(deferred: true)
        : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);

    /// <summary>The seals, oldest first.</summary>
    public static async Task<IReadOnlyList<SealNote>> SealsAsync(DbTransaction view, CancellationToken cancellation) => [.. await view.Connection!.QueryAsync<SealNote>(
        new CommandDefinition("SELECT through, hash, export_sha256 AS ExportSha256 FROM audit_seals ORDER BY through", transaction: view, cancellationToken: cancellation)).ConfigureAwait(false)];

    /// <summary>A place: the answer to a statement that gives one number or none.</summary>
    public static Task<long?> PlaceAsync(DbTransaction view, string sql, object? values, CancellationToken cancellation) =>
        view.Connection!.ExecuteScalarAsync<long?>(new CommandDefinition(sql, values, view, cancellationToken: cancellation));

    /// <summary>The rows of a range. Sorted by hash, too: a place that is there twice is read in one order on both databases.</summary>
    public static async IAsyncEnumerable<AuditRow> ReadAsync(DbTransaction view, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var command = new CommandDefinition(
            $"SELECT {AuditRow.Columns} FROM audit_entries WHERE sequence >= @from AND sequence <= @to ORDER BY sequence, hash", new { from, to }, view, cancellationToken: cancellation);
        var reader = await view.Connection!.ExecuteReaderAsync(command).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                yield return new AuditRow(
                    reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), Text(6), Text(7),
                    reader.GetString(8), reader.GetString(9), reader.GetString(10), reader.GetString(11), reader.GetString(12));
            }
        }
    }
}
