using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Storage.Copies;

/// <summary>Puts a backup in the place of a SQLite database that no console uses.</summary>
public static class SqliteRestore
{
    /// <summary>Verifies the backup, keeps the former database aside under a dated name, and puts a copy of the backup in its place.</summary>
    /// <param name="database">The database.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends it, before anything was changed.</param>
    public static async Task<Result<RestoreReport>> RunAsync(Database database, string backup, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(clock);
        if (database.File is not { } file)
        {
            return new Problem(string.Empty, PostgresAdvice.Restore(database));
        }

        var full = Path.GetFullPath(backup);
        if (!File.Exists(full))
        {
            return new Problem(full, "is not there: name a file that OpsConsole backup wrote");
        }

        if (full == file)
        {
            return new Problem(full, "is the database itself: name a file that OpsConsole backup wrote");
        }

        return await Task.Run(() => Whole(file, full, clock.GetUtcNow(), cancellation), cancellation).ConfigureAwait(false);
    }

    private static Result<RestoreReport> Whole(string file, string backup, DateTimeOffset now, CancellationToken cancellation)
    {
        var content = SqliteFile.Inspect(backup, Look.Whole);
        if (!content.IsOk)
        {
            return content.Problems;
        }

        if (content.Value.Version == 0)
        {
            return new Problem(backup, "holds nothing of a console: name a file that OpsConsole backup wrote");
        }

        var incoming = $"{file}.restoring";
        try
        {
            StoreFolder.Make(Path.GetDirectoryName(file)!);
            using var ours = SqliteGround.TryTake(file);
            if (ours is null)
            {
                return InUse(file);
            }

            // All that takes long or can fail is done beside the database; then one rename puts it in place.
            SqliteCopy.Remove(incoming);
            var rows = SqliteCopy.Make(backup, incoming);
            var read = SqliteCopy.Verify(incoming, rows);
            cancellation.ThrowIfCancellationRequested();
            return read.IsOk ? Replace(file, incoming, now, new RestoreReport(file, read.Value.Version, rows, null)) : read.Problems;
        }
        catch (StorageException e)
        {
            return new Problem(file, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"nothing was restored: {e.Message}");
        }
        catch (SqliteException e)
        {
            return StorageException.Of(e) is { Fault: StorageFault.Busy } ? InUse(file) : new Problem(file, $"nothing was restored. {StorageException.Of(e)!.Message}");
        }
        finally
        {
            SqliteCopy.Remove(incoming);
        }
    }

    private static Result<RestoreReport> Replace(string file, string incoming, DateTimeOffset now, RestoreReport report)
    {
        var aside = File.Exists(file) ? SetAside(file, now) : null;
        DeleteSidecars(file);
        File.Move(incoming, file, overwrite: true);
        return report with { Aside = aside };
    }

    // Copied, not moved: at every moment there is a database in its place, and a console started after a crash in here does not begin with an empty one.
    private static string SetAside(string file, DateTimeOffset now)
    {
        FoldIn(file);
        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.before-restore-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        foreach (var part in (string[])["", "-wal"])
        {
            if (File.Exists(file + part))
            {
                File.Copy(file + part, aside + part, overwrite: false);
            }
        }

        return aside;
    }

    /// <summary>Brings what is only in the write-ahead log into the file. Leaving that mode needs everybody else to be gone, so this also finds who is not.</summary>
    private static void FoldIn(string file)
    {
        try
        {
            using var former = SqliteFile.Open(file, SqliteOpenMode.ReadWrite);
            former.ExecuteScalar<string>("PRAGMA journal_mode=DELETE");
        }
        catch (SqliteException e) when (StorageException.Of(e) is { Fault: StorageFault.Corrupt })
        {
            // A damaged one is kept as it is, with its log: somebody may want to look at it.
        }
    }

    // A log that belongs to the former database would be read into the new one.
    private static void DeleteSidecars(string file)
    {
        File.Delete($"{file}-wal");
        File.Delete($"{file}-shm");
        File.Delete($"{file}-journal");
    }

    private static Problem InUse(string file) => new(file, "is in use: end the console first, then restore");
}
