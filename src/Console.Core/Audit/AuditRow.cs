using System.Data.Common;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>An entry as the table holds it.</summary>
internal sealed record AuditRow(
    long Sequence, long At, string Subject, string Name, string Action, string Stage, string? System, string? Target, string Correlation,
    string Body, string KeyId, string PreviousHash, string Hash)
{
    /// <summary>All columns but the terms, in the order of this record.</summary>
    public const string Columns = "sequence, at, subject, name, action, stage, system, target, correlation, body, key_id, previous_hash, hash";

    /// <summary>The row that a body makes.</summary>
    /// <param name="entry">What the body says.</param>
    /// <param name="body">The canonical text.</param>
    public static AuditRow Of(AuditEntry entry, string body) => new(
        entry.Sequence, StoredTime.Of(entry.At), entry.Subject, entry.Name, entry.Action, AuditBody.Word(entry.Stage), entry.System, entry.Target,
        entry.Correlation, body, entry.KeyId, entry.PreviousHash, entry.Hash);
}

/// <summary>The table of the entries.</summary>
internal static class AuditTable
{
    // Any fixed number that no other program locks on the same server: it makes the replicas append one after another.
    private const long AppendLock = 0x4175_6469;

    private const string InsertIntoFile = $"""
        INSERT INTO audit_entries ({AuditRow.Columns})
        VALUES (@Sequence, @At, @Subject, @Name, @Action, @Stage, @System, @Target, @Correlation, @Body, @KeyId, @PreviousHash, @Hash)
        """;

    private static readonly string[] EntryValues =
        ["@Sequence", "@At", "@Subject", "@Name", "@Action", "@Stage", "@System", "@Target", "@Correlation", "@Body", "@KeyId", "@PreviousHash", "@Hash"];

    // One statement for all: on a server each statement is a round trip, while everybody else waits for the lock.
    private const string InsertIntoServer = $"""
        INSERT INTO audit_entries ({AuditRow.Columns}, terms)
        SELECT sequence, at, subject, name, action, stage, system, target, correlation, body, key_id, previous_hash, hash, array_to_tsvector(string_to_array(terms, ' '))
        FROM unnest(@sequences, @ats, @subjects, @names, @actions, @stages, @systems, @targets, @correlations, @bodies, @keys, @previous, @hashes, @terms)
            AS new (sequence, at, subject, name, action, stage, system, target, correlation, body, key_id, previous_hash, hash, terms)
        """;

    /// <summary>Keeps other replicas from appending until the transaction ends.</summary>
    public static Task LockAsync(StoreWork work, CancellationToken cancellation) => work.Dialect is Dialect.PostgreSql
        ? work.ExecuteAsync("SELECT pg_advisory_xact_lock(@key)", new { key = AppendLock }, cancellation)
        : Task.CompletedTask;

    /// <summary>The last entry; null when there is none.</summary>
    public static async Task<ChainTail?> TailAsync(StoreWork work, CancellationToken cancellation) =>
        (await work.QueryAsync<ChainTail>(ChainTail.Select, null, cancellation).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>The hash of an entry; null when there is none.</summary>
    public static async Task<string?> HashAsync(StoreWork work, long sequence, CancellationToken cancellation) =>
        (await work.QueryAsync<string>("SELECT hash FROM audit_entries WHERE sequence = @sequence", new { sequence }, cancellation).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Adds rows and what they are found by.</summary>
    public static async Task InsertAsync(StoreWork work, IReadOnlyList<(AuditRow Row, string Terms)> rows, CancellationToken cancellation)
    {
        if (work.Dialect is Dialect.PostgreSql)
        {
            await work.ExecuteAsync(InsertIntoServer, Arrays(rows), cancellation).ConfigureAwait(false);
            return;
        }

        await InsertIntoFileAsync(work, rows, cancellation).ConfigureAwait(false);
    }

    /// <summary>Each statement is made once for all rows: with its triggers that costs more than a row does.</summary>
    private static async Task InsertIntoFileAsync(StoreWork work, IReadOnlyList<(AuditRow Row, string Terms)> rows, CancellationToken cancellation)
    {
        using var entry = Command(work, InsertIntoFile, EntryValues);
        using var found = Command(work, "INSERT INTO audit_terms (rowid, terms) VALUES (@Sequence, @Terms)", ["@Sequence", "@Terms"]);
        foreach (var (row, terms) in rows)
        {
            Set(entry, row.Sequence, row.At, row.Subject, row.Name, row.Action, row.Stage, row.System, row.Target, row.Correlation, row.Body, row.KeyId, row.PreviousHash, row.Hash);
            await entry.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            Set(found, row.Sequence, terms);
            await found.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static DbCommand Command(StoreWork work, string sql, string[] names)
    {
        var command = work.Connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, work.Transaction);
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Set(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    private static object Arrays(IReadOnlyList<(AuditRow Row, string Terms)> rows)
    {
        T[] All<T>(Func<AuditRow, T> column) => [.. rows.Select(one => column(one.Row))];
        return new
        {
            sequences = All(row => row.Sequence),
            ats = All(row => row.At),
            subjects = All(row => row.Subject),
            names = All(row => row.Name),
            actions = All(row => row.Action),
            stages = All(row => row.Stage),
            systems = All(row => row.System),
            targets = All(row => row.Target),
            correlations = All(row => row.Correlation),
            bodies = All(row => row.Body),
            keys = All(row => row.KeyId),
            previous = All(row => row.PreviousHash),
            hashes = All(row => row.Hash),
            terms = rows.Select(one => one.Terms).ToArray(),
        };
    }
}

/// <summary>The end of the chain.</summary>
internal sealed record ChainTail(long Sequence, long At, string KeyId, string Hash, string Body)
{
    /// <summary>Reads it.</summary>
    public const string Select = "SELECT sequence, at, key_id AS KeyId, hash, body FROM audit_entries ORDER BY sequence DESC LIMIT 1";

    /// <summary>The key that the entry after it must be made with.</summary>
    public string NextKeyId => AuditBody.Read(Body, Hash) is { } entry ? KeyRotation.KeyAfter(entry) : KeyId;
}
