using Dapper;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class MigrationsTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_eight_starters_at_once_one_applies_each_migration_and_all_come_through(Dialect dialect)
    {
        using var folder = new TempFolder();
        var connection = dialect is Dialect.Sqlite ? null : await (await stores.PostgresAsync(Cancellation)).NewDatabaseAsync(Cancellation);
        var starters = Enumerable.Range(0, 8)
            .Select(_ => connection is null ? Database.Sqlite(Path.Combine(folder.Path, "console.db")) : Database.PostgreSql(connection)).ToList();
        var applied = await Task.WhenAll(starters.Select(one => Task.Run(() => Migrations.ApplyAsync(one, TimeProvider.System, Cancellation), Cancellation)));
        Assert.Equal(Enumerable.Range(1, Migrations.Newest), applied.SelectMany(numbers => numbers).Order());
        Assert.Single(applied, numbers => numbers.Count > 0);
        foreach (var one in starters)
        {
            await one.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_database_that_is_newer_than_the_program_is_refused_and_left_as_it_is(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await store.Database.WriteAsync(
            work => work.ExecuteAsync("INSERT INTO schema_versions (version, name, applied_at) VALUES (@Newer, 'later', 0)", new { Newer = Migrations.Newest + 1 }, Cancellation),
            Cancellation);
        var refused = await Assert.ThrowsAsync<StorageException>(() => Migrations.ApplyAsync(store.Database, TimeProvider.System, Cancellation));
        Assert.Equal(StorageFault.TooNew, refused.Fault);
        Assert.Contains($"is of version {Migrations.Newest + 1}, and this program knows up to {Migrations.Newest}", refused.Message, StringComparison.Ordinal);
        await using var host = await StoreHost.OfAsync(store);
        Assert.Contains("start the newer program", Assert.Single(host.Problems).What, StringComparison.Ordinal);
        Assert.Equal(Migrations.Newest + 1, await store.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM schema_versions"), Cancellation));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_migration_that_is_missing_in_the_middle_is_applied(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await store.Database.WriteAsync(
            work => work.ExecuteAsync("DROP TABLE locks; DROP TABLE data_protection_keys; DROP TABLE known_files; DELETE FROM schema_versions WHERE version = 2", null, Cancellation),
            Cancellation);
        Assert.Equal([2], await Migrations.ApplyAsync(store.Database, TimeProvider.System, Cancellation));
        Assert.Empty(await Migrations.ApplyAsync(store.Database, TimeProvider.System, Cancellation));
    }
}
