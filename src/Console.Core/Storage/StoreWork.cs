using System.Data;
using System.Data.Common;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Storage;

/// <summary>One transaction that writes, and what it will tell once it is committed.</summary>
public sealed class StoreWork : IAsyncDisposable
{
    // The server refuses 8,000 and more, and with it the whole transaction.
    private const int LongestPayload = 7_000;

    private readonly Database database;
    private readonly List<(string Topic, string Payload)> told = [];
    private bool isRolledBack;

    private StoreWork(Database database, DbConnection connection, DbTransaction transaction) =>
        (this.database, Connection, Transaction) = (database, connection, transaction);

    /// <summary>The connection.</summary>
    public DbConnection Connection { get; }

    /// <summary>The transaction that every statement must be part of.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>Which database it is.</summary>
    public Dialect Dialect => database.Dialect;

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellation) =>
        Connection.ExecuteAsync(new CommandDefinition(sql, values, Transaction, cancellationToken: cancellation));

    /// <summary>Reads rows.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values, CancellationToken cancellation) =>
        [.. await Connection.QueryAsync<T>(new CommandDefinition(sql, values, Transaction, cancellationToken: cancellation)).ConfigureAwait(false)];

    /// <summary>Tells everybody who follows a topic, on every replica, once this is committed.</summary>
    /// <param name="topic">The topic: a lower case word.</param>
    /// <param name="payload">What to say: at most a few hundred bytes, no secret.</param>
    /// <exception cref="ArgumentException">It is longer than PostgreSQL carries.</exception>
    public void Tell(string topic, string payload)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(payload);
        if (Encoding.UTF8.GetByteCount(payload) > LongestPayload)
        {
            throw new ArgumentException($"News of {topic} may have at most {LongestPayload} bytes: tell which row changed, not what is in it.", nameof(payload));
        }

        told.Add((topic, payload));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<StoreWork> BeginAsync(Database database, DbConnection connection, CancellationToken cancellation)
    {
        try
        {
            // SQLite: not deferred, so that a writer waits for its turn at the begin and can't fail in the middle.
            var transaction = connection is SqliteConnection file
                ? file.BeginTransaction(deferred: false)
                : await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation).ConfigureAwait(false);
            return new StoreWork(database, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Undoes all that was written so far, and tells nobody: the transaction is over, and what is answered now is kept out of the database.</summary>
    internal async Task RollBackAsync(CancellationToken cancellation)
    {
        told.Clear();
        isRolledBack = true;
        await Transaction.RollbackAsync(cancellation).ConfigureAwait(false);
    }

    internal async Task CommitAsync(CancellationToken cancellation)
    {
        if (isRolledBack)
        {
            return;
        }

        if (database.Dialect is Dialect.PostgreSql)
        {
            foreach (var (topic, payload) in told)
            {
                await ExecuteAsync("SELECT pg_notify(@channel, @said)", new { channel = StoreNews.Channel, said = StoreNews.Say(topic, payload) }, cancellation)
                    .ConfigureAwait(false);
            }
        }

        // Given up in the middle, nobody could tell whether it is stored.
        await Transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        if (!database.News.IsHeardFromServer)
        {
            told.ForEach(one => database.News.Raise(one.Topic, one.Payload));
        }
    }
}
