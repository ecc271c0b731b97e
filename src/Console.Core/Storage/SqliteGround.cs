namespace OpsConsole.Storage;

/// <summary>
/// A SQLite file that this process alone keeps: a second console on the same file would not hear what the first one stores. Commands that
/// read or write beside a running console do not take it.
/// </summary>
internal sealed class SqliteGround : IDisposable
{
    // Reading each page of a large file takes longer than a person waits for a start.
    private const long CheapToCheck = 128L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly FileStream taken;

    private SqliteGround(FileStream taken) => this.taken = taken;

    /// <summary>Takes the file, once whoever has it is gone, and looks whether it can be used.</summary>
    /// <param name="file">The database's file.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Result<SqliteGround>> TakeAsync(string file, TimeProvider clock, CancellationToken cancellation)
    {
        if (CheckFolder(Path.GetDirectoryName(file)!) is { } wrong)
        {
            return wrong;
        }

        // After a restart the former process may need a moment to end.
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation).ConfigureAwait(false))
        {
            if (TryTake(file) is { } ours)
            {
                return Check(file, ours);
            }

            if (clock.GetElapsedTime(begun) >= Patience)
            {
                return new Problem("Storage:Folder", $"another console uses {file}: end it first, give this one a folder of its own, or use PostgreSQL for several replicas");
            }
        }
    }

    /// <summary>Takes the file if nobody has it.</summary>
    /// <param name="file">The database's file.</param>
    public static SqliteGround? TryTake(string file)
    {
        try
        {
            // The kernel lets go of it when the process ends, however it ends. The file itself stays: deleting it would let two in.
            return new SqliteGround(new FileStream($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => taken.Dispose();

    private static Result<SqliteGround> Check(string file, SqliteGround ours)
    {
        if (!File.Exists(file))
        {
            return ours;
        }

        var look = SqliteFile.Inspect(file, new FileInfo(file).Length <= CheapToCheck ? Look.Quick : Look.Brief);
        if (look.IsOk)
        {
            return ours;
        }

        ours.Dispose();
        return look.Problems;
    }

    private static Problem? CheckFolder(string folder)
    {
        try
        {
            StoreFolder.Make(folder);
            var probe = Path.Combine(folder, $".write-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (StorageException e)
        {
            return new Problem("Storage:Folder", $"{e.Message} Name a folder that the user {Environment.UserName} may write");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem("Storage:Folder", $"the folder {folder} can't be written by the user {Environment.UserName} ({e.Message}): give it to that user, or name another one");
        }
    }
}
