using Dapper;

namespace OpsConsole.Storage;

/// <summary>A lock that was given. Whoever writes under it asks <see cref="StoreLockWork.RequireAsync"/> in the same transaction.</summary>
/// <param name="Name">The lock.</param>
/// <param name="Holder">Who got it.</param>
/// <param name="Token">Grows with every grant: an older one is worth nothing.</param>
public sealed record LockGrant(string Name, string Holder, long Token);

/// <summary>Who holds a lock.</summary>
/// <param name="Holder">Who; empty when it was given back.</param>
/// <param name="Token">The newest token.</param>
/// <param name="Since">Since when.</param>
/// <param name="IsHeld">Whether it is held still, and was not left to run out.</param>
public sealed record LockHolder(string Holder, long Token, DateTimeOffset Since, bool IsHeld);

/// <summary>
/// Locks in the database, for what exactly one replica does. They run out by the database's own clock, so that the replicas' clocks do not
/// matter (on SQLite there is one process and one clock).
/// </summary>
/// <param name="database">The database.</param>
/// <param name="clock">The time on SQLite.</param>
public sealed class StoreLock(Database database, TimeProvider clock)
{
    private const string Find = "SELECT holder AS \"Holder\", token AS \"Token\", since AS \"Since\", until AS \"Until\" FROM locks WHERE name = @name";

    /// <summary>Takes the lock when nobody holds it.</summary>
    /// <param name="name">The lock.</param>
    /// <param name="holder">Who asks: unlike all others, also unlike the same machine's former process.</param>
    /// <param name="time">For how long, unless it is renewed.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The grant; null when somebody else holds the lock, or writes under it just now.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<LockGrant?> TryAcquireAsync(string name, string holder, TimeSpan time, CancellationToken cancellation)
    {
        // Looked at first without a lock on the row: those who wait must not disturb who holds it.
        if (await FindAsync(name, cancellation).ConfigureAwait(false) is { IsHeld: true } other && other.Holder != holder)
        {
            return null;
        }

        try
        {
            return await database.WriteAsync(work => AcquireAsync(work, name, holder, time, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Fault is StorageFault.Busy)
        {
            return null;
        }
    }

    /// <summary>Holds it for longer.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="time">For how long from now.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether it is still this grant that holds it.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<bool> RenewAsync(LockGrant grant, TimeSpan time, CancellationToken cancellation) => database.WriteAsync(
        async work => await work.ExecuteAsync("UPDATE locks SET until = @until WHERE name = @Name AND token = @Token AND holder = @Holder",
            new { grant.Name, grant.Token, grant.Holder, until = await NowAsync(work, cancellation).ConfigureAwait(false) + Microseconds(time) }, cancellation)
            .ConfigureAwait(false) == 1,
        cancellation);

    /// <summary>Gives it back, if it is still this grant that holds it.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task ReleaseAsync(LockGrant grant, CancellationToken cancellation) => database.WriteAsync(
        work => work.ExecuteAsync("UPDATE locks SET holder = '', until = 0 WHERE name = @Name AND token = @Token AND holder = @Holder", grant, cancellation), cancellation);

    /// <summary>Says who holds it.</summary>
    /// <param name="name">The lock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Who; null when nobody ever did.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<LockHolder?> FindAsync(string name, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<LockRow>(new CommandDefinition(Find, new { name }, cancellationToken: cancellation)).ConfigureAwait(false);
            var now = database.Dialect is Dialect.Sqlite ? StoredTime.Of(clock.GetUtcNow())
                : await connection.ExecuteScalarAsync<long>(new CommandDefinition(ServerNow, cancellationToken: cancellation)).ConfigureAwait(false);
            return row is null ? null : new LockHolder(row.Holder, row.Token, StoredTime.Read(row.Since), row.Holder.Length > 0 && row.Until > now);
        },
        cancellation);

    private const string ServerNow = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private async Task<LockGrant?> AcquireAsync(StoreWork work, string name, string holder, TimeSpan time, CancellationToken cancellation)
    {
        var isServer = work.Dialect is Dialect.PostgreSql;
        if (isServer)
        {
            // Who writes under the lock holds its row: that is waited for, but not for long.
            await work.ExecuteAsync("SET LOCAL lock_timeout = '2s'", null, cancellation).ConfigureAwait(false);
        }

        await work.ExecuteAsync("INSERT INTO locks (name, holder, token, since, until) VALUES (@name, '', 0, 0, 0) ON CONFLICT (name) DO NOTHING", new { name }, cancellation)
            .ConfigureAwait(false);
        var row = (await work.QueryAsync<LockRow>(isServer ? $"{Find} FOR UPDATE" : Find, new { name }, cancellation).ConfigureAwait(false))[0];
        var now = await NowAsync(work, cancellation).ConfigureAwait(false);
        if (row.Holder.Length > 0 && row.Holder != holder && row.Until > now)
        {
            return null;
        }

        var grant = new LockGrant(name, holder, row.Token + 1);
        await work.ExecuteAsync("UPDATE locks SET holder = @holder, token = @Token, since = @now, until = @until WHERE name = @name",
            new { name, holder, grant.Token, now, until = now + Microseconds(time) }, cancellation).ConfigureAwait(false);
        return grant;
    }

    private async Task<long> NowAsync(StoreWork work, CancellationToken cancellation) => work.Dialect is Dialect.Sqlite
        ? StoredTime.Of(clock.GetUtcNow())
        : (await work.QueryAsync<long>(ServerNow, null, cancellation).ConfigureAwait(false))[0];

    private sealed record LockRow(string Holder, long Token, long Since, long Until);
}

/// <summary>What a write under a lock asks.</summary>
public static class StoreLockWork
{
    /// <summary>
    /// Lets the transaction go on only while the grant is the newest. From here to the end of the transaction nobody else can take the lock:
    /// what is committed was committed by its holder.
    /// </summary>
    /// <param name="work">The transaction.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">Somebody else took the lock: <see cref="StorageFault.Fenced"/>.</exception>
    public static async Task RequireAsync(this StoreWork work, LockGrant grant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(grant);
        var held = string.Empty;
        if (work.Dialect is Dialect.PostgreSql)
        {
            // KEY SHARE: the one row lock that stops who would take it (FOR UPDATE), but not the holder's own renewal. A holder that is paused
            // in the middle keeps the row only until the server ends its idle transaction.
            await work.ExecuteAsync("SET LOCAL idle_in_transaction_session_timeout = '3s'", null, cancellation).ConfigureAwait(false);
            held = " FOR KEY SHARE";
        }

        var token = await work.QueryAsync<long>($"SELECT token FROM locks WHERE name = @Name{held}", new { grant.Name }, cancellation).ConfigureAwait(false);
        if (token is not [var newest] || newest != grant.Token)
        {
            throw new StorageException(StorageFault.Fenced, $"The lock '{grant.Name}' has moved on from {grant.Holder}: nothing was written.");
        }
    }
}
