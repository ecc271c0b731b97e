using System.Data.Common;
using Npgsql;

namespace OpsConsole.Storage;

/// <summary>
/// The one database of the console. What is written goes through <see cref="WriteAsync{T}"/>: one transaction, and what it tells the other
/// replicas leaves with the commit, never before it and never without it. Times are stored as microseconds since 1970 (<see cref="StoredTime"/>).
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly IStoreDriver driver;

    private Database(Dialect dialect, string place, IStoreDriver driver) => (Dialect, Place, this.driver) = (dialect, place, driver);

    /// <summary>Which database it is.</summary>
    public Dialect Dialect { get; }

    /// <summary>Where it is, for a person: the file, or host, port and name. Never a password.</summary>
    public string Place { get; }

    /// <summary>What was stored, here or by another replica, as it happens.</summary>
    public StoreNews News { get; } = new();

    /// <summary>The SQLite file; null on PostgreSQL.</summary>
    public string? File => (driver as SqliteDriver)?.File;

    /// <summary>The PostgreSQL server; null on SQLite.</summary>
    internal NpgsqlDataSource? Server => (driver as PostgreSqlDriver)?.Source;

    /// <summary>Hears of every failure of the database, as it is met by whoever uses it.</summary>
    internal Action<StorageException>? Failed { get; set; }

    /// <summary>Says why nothing may be read or written yet; null when all may.</summary>
    internal Func<StorageException?>? ClosedBecause { get; set; }

    /// <summary>A database in a file; its folder is made when missing.</summary>
    /// <param name="file">The file.</param>
    public static Database Sqlite(string file)
    {
        var full = Path.GetFullPath(file);
        return new Database(Dialect.Sqlite, full, new SqliteDriver(full));
    }

    /// <summary>A database on a server.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <exception cref="ArgumentException">The text is no connection string; the message repeats no part of it.</exception>
    public static Database PostgreSql(string connectionString)
    {
        var driver = new PostgreSqlDriver(connectionString);
        return new Database(Dialect.PostgreSql, driver.Place, driver);
    }

    /// <summary>Opens a connection to read with.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        ThrowIfClosed();
        return ClassifiedAsync(() => driver.OpenAsync(cancellation), cancellation);
    }

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Reads with the connection it is given; on SQLite it runs on a thread of the pool.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer, or refuses.</exception>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        ThrowIfClosed();
        return ClassifiedAsync(() => driver.RunAsync(async () =>
        {
            var connection = await driver.OpenAsync(cancellation).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await read(connection).ConfigureAwait(false);
            }
        }, cancellation), cancellation);
    }

    /// <summary>Writes in one transaction; nothing of it is stored when <paramref name="write"/> throws.</summary>
    /// <typeparam name="T">What the work answers.</typeparam>
    /// <param name="write">The work; on SQLite it runs on a thread of the pool, and one work at a time.</param>
    /// <param name="cancellation">Ends it; once the commit has begun, it is waited for.</param>
    /// <exception cref="StorageException">The database does not answer, or refuses.</exception>
    public Task<T> WriteAsync<T>(Func<StoreWork, Task<T>> write, CancellationToken cancellation)
    {
        ThrowIfClosed();
        return WriteAlwaysAsync(write, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => driver.DisposeAsync();

    /// <summary>Writes, also while nobody else may: for the migrations.</summary>
    internal Task<T> WriteAlwaysAsync<T>(Func<StoreWork, Task<T>> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        return ClassifiedAsync(() => driver.WriteAsync(() => OneTransactionAsync(write, cancellation), cancellation), cancellation);
    }

    /// <summary>Opens a connection, also while nobody else may: for the probe.</summary>
    internal Task<DbConnection> OpenAlwaysAsync(CancellationToken cancellation) => ClassifiedAsync(() => driver.OpenAsync(cancellation), cancellation);

    /// <summary>A connection for whoever waits for news; null on SQLite.</summary>
    internal NpgsqlConnection? NewListener() => (driver as PostgreSqlDriver)?.NewListener();

    /// <summary>Tells of a failure, also one that a listener met.</summary>
    internal void Met(StorageException failure)
    {
        if (failure.Fault is StorageFault.Unreachable)
        {
            driver.Forget();
        }

        Failed?.Invoke(failure);
    }

    private async Task<T> OneTransactionAsync<T>(Func<StoreWork, Task<T>> write, CancellationToken cancellation)
    {
        var work = await StoreWork.BeginAsync(this, await driver.OpenAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        await using (work.ConfigureAwait(false))
        {
            var answer = await write(work).ConfigureAwait(false);
            await work.CommitAsync(cancellation).ConfigureAwait(false);
            return answer;
        }
    }

    private async Task<T> ClassifiedAsync<T>(Func<Task<T>> use, CancellationToken cancellation)
    {
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StorageException && cancellation.IsCancellationRequested && StorageException.Of(e) is not null)
        {
            // Whoever gave up asks no more why, and what a driver throws at the end that they wanted tells little of the database.
            throw new OperationCanceledException("Given up while the database did not answer.", e, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && StorageException.Of(e) is { } ours)
        {
            Met(ours);
            if (ReferenceEquals(ours, e))
            {
                throw;
            }

            throw ours;
        }
    }

    private void ThrowIfClosed()
    {
        if (ClosedBecause?.Invoke() is { } reason)
        {
            throw reason;
        }
    }
}
