using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Storage.Copies;

/// <summary>Copies a SQLite database while the console runs and writes.</summary>
public static class SqliteBackup
{
    /// <summary>Copies it to a new file and reads the copy back: every page, the version, and as many rows in each table as there were.</summary>
    /// <param name="database">The database.</param>
    /// <param name="target">The new file.</param>
    /// <param name="record">Puts it on record before it is made; a problem keeps it from being made.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    public static async Task<Result<BackupReport>> RunAsync(
        Database database, string target, Func<BackupStart, Task<Problem?>> record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(record);
        if (database.File is not { } file)
        {
            return new Problem(string.Empty, PostgresAdvice.Backup(database));
        }

        var full = Path.GetFullPath(target);
        if (File.Exists(full) || Directory.Exists(full))
        {
            return new Problem(full, "exists already, and a backup is never written over: name a new file");
        }

        if (!File.Exists(file))
        {
            return new Problem(file, "is not there: no console has stored anything in this folder yet");
        }

        var content = SqliteFile.Inspect(file, Look.Brief);
        if (!content.IsOk)
        {
            return content.Problems;
        }

        if (await record(new BackupStart(full, content.Value.Version)).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        // The driver blocks, and a large file takes a while.
        return await Task.Run(() => Whole(file, full, cancellation), cancellation).ConfigureAwait(false);
    }

    private static Result<BackupReport> Whole(string file, string target, CancellationToken cancellation)
    {
        // Under another name until it is known to be good: a file with the right name is always a whole backup.
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            var rows = SqliteCopy.Make(file, partial);
            cancellation.ThrowIfCancellationRequested();
            var read = SqliteCopy.Verify(partial, rows);
            if (!read.IsOk)
            {
                return read.Problems;
            }

            File.Move(partial, target, overwrite: false);
            return new BackupReport(target, read.Value.Version, new FileInfo(target).Length, rows);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(target, $"can't be written: {e.Message}");
        }
        catch (SqliteException e)
        {
            return new Problem(target, $"no backup was made. {StorageException.Of(e)!.Message}");
        }
        finally
        {
            SqliteCopy.Remove(partial);
        }
    }
}

/// <summary>The one way in which a SQLite file is copied, for backups and for restoring them.</summary>
internal static class SqliteCopy
{
    /// <summary>Copies what the file holds at one moment, whoever writes meanwhile.</summary>
    /// <returns>How many rows each table had at that moment.</returns>
    public static IReadOnlyDictionary<string, long> Make(string from, string to)
    {
        MakePrivate(to);
        using var source = SqliteFile.Open(from, SqliteOpenMode.ReadWrite);
        using var target = SqliteFile.Open(to, SqliteOpenMode.ReadWrite);

        // One transaction over counting and copying: both see the same moment, and writers are not held up.
        using var moment = source.BeginTransaction(deferred: true);
        var rows = SqliteFile.Count(source);
        source.BackupDatabase(target);

        // Out of write-ahead mode: the copy is one file, also on a disk that may only be read.
        target.ExecuteScalar<string>("PRAGMA journal_mode=DELETE");
        return rows;
    }

    /// <summary>Removes what became of an attempt, if anything did.</summary>
    public static void Remove(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    /// <summary>Reads a copy back.</summary>
    public static Result<SqliteContent> Verify(string file, IReadOnlyDictionary<string, long> rows)
    {
        var content = SqliteFile.Inspect(file, Look.Whole);
        if (!content.IsOk)
        {
            return content;
        }

        using var copy = SqliteFile.Open(file, SqliteOpenMode.ReadOnly);
        var found = SqliteFile.Count(copy);
        return rows.FirstOrDefault(table => found.GetValueOrDefault(table.Key, -1) != table.Value) is { Key: { } table, Value: var count }
            ? new Problem(file, string.Create(CultureInfo.InvariantCulture, $"the copy of {table} has not the {count} rows that it should: try again, and look at the disk"))
            : content;
    }

    // Sessions and keys are in it: for its own user only.
    private static void MakePrivate(string file)
    {
        using (new FileStream(file, FileMode.CreateNew, FileAccess.Write))
        {
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
