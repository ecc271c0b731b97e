using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Storage;

/// <summary>
/// A file. Its driver blocks the thread it is called on, and waits for a lock by asking again and again: so work runs on threads of the pool,
/// not on a page's own, and writers of this process queue here, in order and without holding a thread each.
/// </summary>
internal sealed class SqliteDriver : IStoreDriver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim turn = new(1);

    static SqliteDriver() => SQLitePCL.Batteries_V2.Init();

    public SqliteDriver(string file) => File = file;

    public string File { get; }

    private string Connection => new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = (int)Patience.TotalSeconds }.ConnectionString;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        StoreFolder.Make(Path.GetDirectoryName(File)!);
        var connection = new SqliteConnection(Connection);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);

            // synchronous=FULL: what is acknowledged is on the disk, also after a power cut.
            using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";
            await settings.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation) => Task.Run(work, cancellation);

    public async Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        if (!await turn.WaitAsync(Patience, cancellation).ConfigureAwait(false))
        {
            throw new StorageException(StorageFault.Busy, "The database: others held it for too long");
        }

        try
        {
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    // A connection to a file does not grow stale.
    public void Forget()
    {
    }

    public ValueTask DisposeAsync()
    {
        // Without this the pool would keep the file open, also after it was moved away.
        using var any = new SqliteConnection(Connection);
        SqliteConnection.ClearPool(any);
        return ValueTask.CompletedTask;
    }
}
