using Npgsql;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

[assembly: AssemblyFixture(typeof(Stores))]

namespace OpsConsole.Core.Tests.RealServers;

/// <summary>Both databases for a test: a theory over <see cref="Dialect"/> opens an empty, migrated one of that kind. One PostgreSQL serves all tests.</summary>
public sealed class Stores : IAsyncDisposable
{
    private const string Migrated = "migrated";

    private readonly SemaphoreSlim one = new(1);
    private readonly TempFolder blank = new();
    private PostgresServer? server;
    private string? file;

    /// <summary>The shared PostgreSQL, started when first needed. A test that stops or kills a server starts one of its own.</summary>
    internal async Task<PostgresServer> PostgresAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            return server ??= await StartAsync(cancellation);
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
        if (dialect is Dialect.PostgreSql)
        {
            return new TestStore(folder, await (await PostgresAsync(cancellation)).NewDatabaseAsync(cancellation, Migrated));
        }

        File.Copy(await FileAsync(cancellation), Path.Combine(folder.Path, TestStore.File));
        return new TestStore(folder, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        one.Dispose();
        blank.Dispose();
    }

    // Nobody kills this one, so it need not wait for the disk; all that is asked of it is brought to the newest version once, and copied.
    private static async Task<PostgresServer> StartAsync(CancellationToken cancellation)
    {
        var started = await PostgresServer.StartNewAsync(cancellation, isDurable: false);
        await using var connection = new NpgsqlConnection($"{started.ConnectionTo("postgres")};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Migrated}", connection);
        await create.ExecuteNonQueryAsync(cancellation);
        await using var database = Database.PostgreSql(started.ConnectionTo(Migrated));
        await Migrations.ApplyAsync(database, TimeProvider.System, cancellation);
        return started;
    }

    private async Task<string> FileAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            if (file is null)
            {
                var path = Path.Combine(blank.Path, TestStore.File);
                await using (var database = Database.Sqlite(path))
                {
                    await Migrations.ApplyAsync(database, TimeProvider.System, cancellation);
                }

                Assert.Equal([path], Directory.GetFiles(blank.Path));    // nothing is left in its log
                file = path;
            }

            return file;
        }
        finally
        {
            one.Release();
        }
    }
}

/// <summary>One database of a test's own, and a folder beside it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    /// <summary>The name of the file on SQLite, in the store's folder.</summary>
    public const string File = "console.db";

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
    public Database Another() => PostgreSql is null ? Database.Sqlite(Path.Combine(folder.Path, File)) : Database.PostgreSql(PostgreSql);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        folder.Dispose();
    }
}
