using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

[assembly: AssemblyFixture(typeof(Stores))]

namespace OpsConsole.Core.Tests.RealServers;

/// <summary>Both databases for a test: a theory over <see cref="Dialect"/> opens an empty, migrated one of that kind. One PostgreSQL serves all tests.</summary>
public sealed class Stores : IAsyncDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private PostgresServer? server;

    /// <summary>The shared PostgreSQL, started when first needed. A test that stops or kills a server starts one of its own.</summary>
    internal async Task<PostgresServer> PostgresAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            return server ??= await PostgresServer.StartNewAsync(cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>An empty database of that kind, brought to the newest version.</summary>
    internal async Task<TestStore> NewAsync(Dialect dialect, CancellationToken cancellation)
    {
        var folder = new TempFolder();
        var connection = dialect is Dialect.PostgreSql ? await (await PostgresAsync(cancellation)).NewDatabaseAsync(cancellation) : null;
        var store = new TestStore(folder, connection);
        await Migrations.ApplyAsync(store.Database, TimeProvider.System, cancellation);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        one.Dispose();
    }
}

/// <summary>One database of a test's own, and a folder beside it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TempFolder folder;

    public TestStore(TempFolder folder, string? postgres)
    {
        (this.folder, PostgreSql) = (folder, postgres);
        Database = Another();
    }

    public Database Database { get; }

    /// <summary>The connection string; null on SQLite.</summary>
    public string? PostgreSql { get; }

    public string Folder => folder.Path;

    /// <summary>The same database as another process would open it. The caller disposes of it.</summary>
    public Database Another() => PostgreSql is null ? Database.Sqlite(Path.Combine(folder.Path, "console.db")) : Database.PostgreSql(PostgreSql);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        folder.Dispose();
    }
}
