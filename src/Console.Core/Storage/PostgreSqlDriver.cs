using System.Data.Common;
using Npgsql;

namespace OpsConsole.Storage;

/// <summary>A server.</summary>
internal sealed class PostgreSqlDriver : IStoreDriver
{
    // A replica that stops in the middle of a transaction (paused, cut off) must not hold its row locks for ever: the others need them.
    private const string EndsIdleTransactions = "-c idle_in_transaction_session_timeout=10000";
    private const int SecondsToConnect = 5;
    public const string Wrong = "is no PostgreSQL connection string: write for example Host=db;Database=ops;Username=console;Password=...";
    private readonly NpgsqlConnectionStringBuilder settings;

    /// <exception cref="ArgumentException">The text is no connection string; the message repeats no part of it.</exception>
    public PostgreSqlDriver(string connectionString)
    {
        try
        {
            settings = Read(connectionString);
            Source = NpgsqlDataSource.Create(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            // The driver's own message may repeat the password: it is not passed on, nor kept as a cause.
            throw new ArgumentException(Wrong, nameof(connectionString));
        }
    }

    public NpgsqlDataSource Source { get; }

    public string Place => $"{settings.Host}:{settings.Port}/{settings.Database}";

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation) => await Source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation) => work();

    public Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellation) => work();

    public void Forget() => Source.Clear();

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>A connection of its own that waits for news, and notices by itself when the server is gone.</summary>
    public NpgsqlConnection NewListener() => new(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        Pooling = false,
        KeepAlive = 3,
        TcpKeepAlive = true,
        ApplicationName = "OpsConsole listener",
    }.ConnectionString);

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var read = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "OpsConsole" };
        ArgumentException.ThrowIfNullOrWhiteSpace(read.Host);
        if (!given.ContainsKey("Timeout"))
        {
            read.Timeout = SecondsToConnect;
        }

        read.Database ??= read.Username;
        read.Options = read.Options is { Length: > 0 } own ? $"{EndsIdleTransactions} {own}" : EndsIdleTransactions;
        return read;
    }
}
