using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class StoreLockTests(Stores stores)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_eight_who_ask_at_once_exactly_one_gets_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var locks = new StoreLock(store.Database, TimeProvider.System);
        var grants = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => locks.TryAcquireAsync("work", $"replica {i}", Long, Cancellation)));
        var grant = Assert.Single(grants.OfType<LockGrant>());
        var holder = await locks.FindAsync("work", Cancellation);
        Assert.Equal((grant.Holder, 1L, true), (holder!.Holder, holder.Token, holder.IsHeld));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_token_grows_with_every_grant_and_an_older_one_is_worth_nothing(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var locks = new StoreLock(store.Database, TimeProvider.System);
        var first = await locks.TryAcquireAsync("work", "a", Long, Cancellation);
        Assert.True(await locks.RenewAsync(first!, Long, Cancellation));
        await locks.ReleaseAsync(first!, Cancellation);
        var second = await locks.TryAcquireAsync("work", "b", Long, Cancellation);
        Assert.Equal((1L, 2L), (first!.Token, second!.Token));

        Assert.False(await locks.RenewAsync(first, Long, Cancellation));
        await locks.ReleaseAsync(first, Cancellation);
        Assert.Equal("b", (await locks.FindAsync("work", Cancellation))!.Holder);
        var refused = await Assert.ThrowsAsync<StorageException>(() => WriteUnderAsync(store.Database, first));
        Assert.Equal(StorageFault.Fenced, refused.Fault);
        Assert.Equal(1, await WriteUnderAsync(store.Database, second));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_lock_that_is_not_renewed_runs_out_and_its_holder_may_renew_it_while_nobody_took_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var locks = new StoreLock(store.Database, TimeProvider.System);
        var first = await locks.TryAcquireAsync("work", "a", TimeSpan.FromMilliseconds(1), Cancellation);
        await Eventually.SoAsync(async () => (await locks.FindAsync("work", Cancellation))!.IsHeld ? null : true, TimeSpan.FromSeconds(60), Cancellation);
        Assert.True(await locks.RenewAsync(first!, TimeSpan.FromMilliseconds(1), Cancellation));
        var second = await Eventually.GetAsync(
            async () => (await locks.TryAcquireAsync("work", "b", Long, Cancellation))?.Token ?? 0, token => token > 0, Cancellation);
        Assert.Equal(2, second);
    }

    [Fact]
    public async Task Nobody_can_take_the_lock_while_its_holder_has_an_open_transaction_under_it()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var other = store.Another();
        var (ours, theirs) = (new StoreLock(store.Database, TimeProvider.System), new StoreLock(other, TimeProvider.System));
        var grant = await ours.TryAcquireAsync("work", "a", TimeSpan.FromMilliseconds(1), Cancellation);
        await Eventually.SoAsync(async () => (await ours.FindAsync("work", Cancellation))!.IsHeld ? null : true, TimeSpan.FromSeconds(60), Cancellation);
        await store.Database.WriteAsync(async work =>
        {
            await work.RequireAsync(grant!, Cancellation);

            // Its own renewal gets through; who would take it waits, and then goes away with nothing.
            Assert.True(await ours.RenewAsync(grant!, TimeSpan.FromMilliseconds(1), Cancellation));
            var asking = theirs.TryAcquireAsync("work", "b", Long, Cancellation);
            while (!asking.IsCompleted)
            {
                await work.ExecuteAsync("SELECT pg_sleep(0.1)", null, Cancellation);
            }

            Assert.Null(await asking);
            return true;
        }, Cancellation);
        Assert.Equal(2, (await theirs.TryAcquireAsync("work", "b", Long, Cancellation))!.Token);
    }

    private static Task<int> WriteUnderAsync(Database database, LockGrant grant) => database.WriteAsync(
        async work =>
        {
            await work.RequireAsync(grant, Cancellation);
            return await work.ExecuteAsync("INSERT INTO known_files (name, hash, seen_at) VALUES ('written', 'x', 0)", null, Cancellation);
        },
        Cancellation);
}
