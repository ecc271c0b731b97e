using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Systems;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class SoleRunnerTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_holder_is_killed_another_process_goes_on_within_seconds()
    {
        await using var store = await NewAsync();
        await using var first = await OtherProcess.StartAsync("hold", store.PostgreSql!);
        Assert.Equal("holds 1", await first.LineAsync("holds"));
        await using var second = await OtherProcess.StartAsync("hold", store.PostgreSql!);
        await WrittenAsync(store, token: 1);

        first.Kill();
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal("holds 2", await second.LineAsync("holds"));
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "the lock took long to move");
        await WrittenAsync(store, token: 2);
        await NothingOldAfterNewAsync(store);
    }

    [Fact]
    public async Task A_holder_that_was_paused_can_write_nothing_once_another_has_taken_over()
    {
        await using var store = await NewAsync();
        await using var first = await OtherProcess.StartAsync("hold", store.PostgreSql!);
        await first.LineAsync("holds 1");
        await using var second = await OtherProcess.StartAsync("hold", store.PostgreSql!);
        await WrittenAsync(store, token: 1);

        // Most likely in the middle of a transaction: it does nothing else.
        first.Pause();
        Assert.Equal("holds 2", await second.LineAsync("holds"));
        await WrittenAsync(store, token: 2);
        first.GoOn();
        Assert.Matches("stopped 1 (Fenced|Unreachable)", await first.LineAsync("stopped"));
        await NothingOldAfterNewAsync(store);
    }

    [Fact]
    public async Task A_holder_that_is_cut_off_from_the_database_stops_before_another_may_begin()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var database = Database.PostgreSql(await server.NewDatabaseAsync(Cancellation));
        await Migrations.ApplyAsync(database, TimeProvider.System, Cancellation);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (holds, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        var clock = new FakeTime(TimeProvider.System.GetUtcNow());
        var runner = NewRunner(database, clock);
        var running = runner.RunAsync(async (_, lost) =>
        {
            holds.TrySetResult();
            await using var told = lost.Register(() => stopped.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost);
        }, ends.Token);
        await holds.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.True(runner.IsHere);

        await server.KillAsync();

        // By its own clock no more than its time passes; then it must stop, without more of it.
        for (var passed = TimeSpan.Zero; passed < SolePart.Pace.Time; passed += SolePart.Pace.Look)
        {
            clock.Advance(SolePart.Pace.Look);
            await Task.Yield();
        }

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await ends.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.False(runner.IsHere);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Work_that_throws_is_begun_again_and_who_does_it_is_told(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (times, again) = (0, new TaskCompletionSource<LockGrant>());
        var runner = NewRunner(store.Database);
        var running = runner.RunAsync((grant, _) => ++times < 3 ? throw new InvalidOperationException("failed on purpose") : Done(again, grant), ends.Token);
        var last = await again.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.True(last.Token >= 3);
        Assert.Equal(runner.Me, last.Holder);
        Assert.Equal(runner.Me, runner.Holder?.Holder);
        await ends.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.False((await new StoreLock(store.Database, TimeProvider.System).FindAsync("numbers", Cancellation))!.IsHeld);
    }

    [Fact]
    public async Task Work_that_the_database_does_not_answer_is_begun_again_and_is_no_failure_of_its_own()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (times, again, log) = (0, new TaskCompletionSource<LockGrant>(), new RecordedLog<SoleRunner>());
        var runner = new SoleRunner(new StoreLock(store.Database, TimeProvider.System), "numbers", SolePart.Pace, TimeProvider.System, log);
        var running = runner.RunAsync((grant, _) => ++times < 2 ? throw new StorageException(StorageFault.Unreachable, "The database does not answer.") : Done(again, grant), ends.Token);
        await again.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await ends.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Contains("Warning numbers is begun again after a pause: The database does not answer.", log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static Task Done(TaskCompletionSource<LockGrant> again, LockGrant grant)
    {
        again.TrySetResult(grant);
        return Task.CompletedTask;
    }

    private static SoleRunner NewRunner(Database database, TimeProvider? clock = null) =>
        new(new StoreLock(database, clock ?? TimeProvider.System), "numbers", SolePart.Pace, clock ?? TimeProvider.System, NullLogger.Instance);

    private async Task<TestStore> NewAsync()
    {
        var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await store.Database.WriteAsync(work => work.ExecuteAsync(SolePart.Table, null, Cancellation), Cancellation);
        return store;
    }

    private static Task<bool> WrittenAsync(TestStore store, long token) => Eventually.SoAsync(
        async () => await store.Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM written WHERE token = @token", new { token }), Cancellation) > 5
            ? true : null,
        TimeSpan.FromSeconds(60), Cancellation);

    private static async Task NothingOldAfterNewAsync(TestStore store) => Assert.Equal(0, await store.Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM written AS late WHERE EXISTS (SELECT 1 FROM written AS new WHERE new.token > late.token AND new.number < late.number)"),
        Cancellation));
}
