using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class RetentionTests(Stores stores)
{
    private static readonly RetainedTable Seen = new("Seen", "seen", "at", TimeSpan.FromDays(30));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_is_older_than_its_tables_age_is_deleted_in_batches_and_nothing_else(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var clock = new FakeTime(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        await FillAsync(store.Database, clock, old: (2 * Housekeeping.Batch) + 7, young: 3);
        var locks = new StoreLock(store.Database, TimeProvider.System);
        var keeping = NewHousekeeping(store.Database, locks, clock, ("seen", "10d"));
        var grant = await locks.TryAcquireAsync("housekeeping", "a", TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal((2 * Housekeeping.Batch) + 7, await keeping.SweepAsync(grant!, Cancellation));
        Assert.Equal(4, await CountAsync(store.Database));   // the young ones, and one without a time
        Assert.Equal(0, await keeping.SweepAsync(grant!, Cancellation));

        await locks.ReleaseAsync(grant!, Cancellation);
        await locks.TryAcquireAsync("housekeeping", "b", TimeSpan.FromMinutes(1), Cancellation);
        clock.Advance(TimeSpan.FromDays(20));
        var fenced = await Assert.ThrowsAsync<StorageException>(() => keeping.SweepAsync(grant!, Cancellation));
        Assert.Equal(StorageFault.Fenced, fenced.Fault);
        Assert.Equal(4, await CountAsync(store.Database));
    }

    [Fact]
    public void Ages_come_from_the_settings_or_the_table_and_wrong_ones_are_named()
    {
        Assert.Equal(TimeSpan.FromDays(30), Assert.Single(Read().Value.Ages).Age);
        Assert.Equal(TimeSpan.FromDays(7), Assert.Single(Read(("seen", "1w")).Value.Ages).Age);
        Assert.Empty(Read(("Seen", "forever")).Value.Ages);
        Assert.Equal("Storage:Retention:Sen: is no table with a retention; known are Seen", Read(("Sen", "1w")).Explanation);
        Assert.StartsWith("Storage:Retention:Seen: 'a week' is no age: write for example 30d, or forever", Read(("Seen", "a week")).Explanation, StringComparison.Ordinal);
        Assert.False(Read(("Seen", "0")).IsOk);
    }

    private static Result<Retention> Read(params (string Name, string Age)[] settings) =>
        Retention.Read([Seen], settings.ToDictionary(it => it.Name, it => it.Age, StringComparer.OrdinalIgnoreCase));

    private static Housekeeping NewHousekeeping(Database database, StoreLock locks, TimeProvider clock, params (string, string)[] settings) =>
        new(database, new StorageState(clock), Read(settings).Value, locks, clock, NullLogger<Housekeeping>.Instance);

    private static async Task FillAsync(Database database, TimeProvider clock, int old, int young) => await database.WriteAsync(
        async work =>
        {
            await work.ExecuteAsync("CREATE TABLE seen (id INTEGER PRIMARY KEY, at BIGINT)", null, Cancellation);
            var oldest = StoredTime.Of(clock.GetUtcNow() - TimeSpan.FromDays(11));
            var rows = Enumerable.Range(0, old + young + 1).Select(id => new { id, at = id < old ? oldest : id < old + young ? StoredTime.Of(clock.GetUtcNow()) : (long?)null });
            return await work.ExecuteAsync("INSERT INTO seen (id, at) VALUES (@id, @at)", rows, Cancellation);
        },
        Cancellation);

    private static Task<long> CountAsync(Database database) => database.ReadAsync(it => it.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM seen"), Cancellation);
}
