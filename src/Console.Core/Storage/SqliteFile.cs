using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Storage;

/// <summary>How thoroughly a file is looked at.</summary>
internal enum Look
{
    /// <summary>Its head and its tables.</summary>
    Brief,

    /// <summary>Each page, without comparing indexes.</summary>
    Quick,

    /// <summary>Everything.</summary>
    Whole,
}

/// <summary>What a file of the console holds.</summary>
/// <param name="Version">The newest migration applied to it; 0 for an empty file.</param>
internal sealed record SqliteContent(int Version);

/// <summary>Looks at a SQLite file without changing it.</summary>
internal static class SqliteFile
{
    private static ReadOnlySpan<byte> Head => "SQLite format 3\0"u8;

    /// <summary>Looks.</summary>
    /// <param name="file">The file.</param>
    /// <param name="look">How thoroughly.</param>
    /// <returns>What it holds, or why the console can't use it.</returns>
    public static Result<SqliteContent> Inspect(string file, Look look)
    {
        try
        {
            return HasHead(file) ? Read(file, look) : new Problem(file, "is no SQLite database: name the console's own file, or move this one away");
        }
        catch (SqliteException e) when (StorageException.Of(e) is { Fault: StorageFault.Corrupt })
        {
            return Damaged(file, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            return new Problem(file, $"can't be read: {e.Message}");
        }
    }

    /// <summary>A connection that nobody shares and that is gone when it is closed.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>How many rows each table has.</summary>
    public static IReadOnlyDictionary<string, long> Count(SqliteConnection connection) => Tables(connection)
        .ToDictionary(table => table, table => connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static Result<SqliteContent> Read(string file, Look look)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        if (look is not Look.Brief)
        {
            var said = connection.Query<string>(look is Look.Whole ? "PRAGMA integrity_check(3)" : "PRAGMA quick_check(3)").ToList();
            if (said is not ["ok"])
            {
                return Damaged(file, string.Join("; ", said));
            }
        }

        var tables = Tables(connection);
        if (!tables.Contains("schema_versions"))
        {
            return tables.Count == 0 ? new SqliteContent(0) : new Problem(file, "is a database of another program: name the console's own file, or move this one away");
        }

        var version = connection.ExecuteScalar<int>("SELECT COALESCE(MAX(version), 0) FROM schema_versions");
        return version > Migrations.Newest ? new Problem(string.Empty, Migrations.TooNew(file, version)) : new SqliteContent(version);
    }

    private static List<string> Tables(SqliteConnection connection) =>
        [.. connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")];

    // An empty file is what SQLite itself makes before the first write.
    private static bool HasHead(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> head = stackalloc byte[Head.Length];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return read == 0 || head.SequenceEqual(Head);
    }

    private static Problem Damaged(string file, string said) =>
        new(file, $"is damaged ({said}): restore a backup with OpsConsole restore FILE, or move the file away to begin with an empty one");
}
