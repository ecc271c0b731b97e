using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>Killed in the middle, process or server: the chain is whole, and every acknowledged entry is there.</summary>
public sealed class KillTests(Stores stores)
{
    private const int Rounds = 3;
    private const int Writers = 4;
    private const int Endless = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_killed_process_leaves_a_whole_chain_with_all_it_acknowledged(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var recorder = Recorder.On(store.Database, store.Folder);
        for (var round = 0; round < Rounds; round++)
        {
            using var writer = await StartAsync(store, $"round{round}", signalAt: 200 + (300 * round));
            await writer.Reached.WaitAsync(Patience, Cancellation);
            writer.Kill();
            await HoldsAsync(recorder, await writer.AcknowledgedAsync());
        }
    }

    [Fact]
    public async Task A_killed_server_keeps_all_it_acknowledged_and_the_console_goes_on_after_its_start()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        using var folder = new TempFolder();
        await using var database = Database.PostgreSql(await server.NewDatabaseAsync(Cancellation));
        await Migrations.ApplyAsync(database, TimeProvider.System, Cancellation);
        await using var recorder = Recorder.On(database, folder.Path);
        var acknowledged = new List<(long, string)>();
        for (var round = 0; round < Rounds; round++)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteUntilRefusedAsync(recorder, $"{round}-{writer}", reached)));
            await reached.Task.WaitAsync(Patience, Cancellation);
            await server.KillAsync();
            acknowledged.AddRange((await writing).SelectMany(some => some));
            await server.StartAsync(Cancellation);
            await recorder.AppendAsync(Recorder.Event(target: $"after round {round}"));
            await HoldsAsync(recorder, acknowledged);
        }

        Assert.Equal(
            await recorder.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entries WHERE action = 'lease-delete'"),
            await recorder.ScalarAsync<long>("SELECT COUNT(DISTINCT target) FROM audit_entries WHERE action = 'lease-delete'"));
    }

    private static Task<WriterProcess> StartAsync(TestStore store, string prefix, int signalAt) => store.PostgreSql is { } connection
        ? WriterProcess.StartAsync("postgresql", connection, store.Folder, Writers, Endless, prefix, signalAt)
        : WriterProcess.StartAsync("sqlite", store.Database.File!, store.Folder, Writers, Endless, prefix, signalAt);

    private static async Task<List<(long, string)>> WriteUntilRefusedAsync(Recorder recorder, string prefix, TaskCompletionSource reached)
    {
        var acknowledged = new List<(long, string)>();
        for (var number = 0; ; number++)
        {
            var target = $"{prefix}-{number}";
            if (await recorder.Log.AppendAsync(Recorder.Event(target: target), Cancellation) is not { IsOk: true } recorded)
            {
                return acknowledged;
            }

            acknowledged.Add((recorded.Value.Sequence, target));
            if (acknowledged.Count == 50)
            {
                reached.TrySetResult();
            }
        }
    }

    private static async Task HoldsAsync(Recorder recorder, List<(long Sequence, string Target)> acknowledged)
    {
        Assert.NotEmpty(acknowledged);
        var verdict = await recorder.VerifyAsync();
        Assert.True(verdict.IsWhole, verdict.Summary);
        foreach (var some in acknowledged.Chunk(400))
        {
            var there = await Task.WhenAll(some.Select(async entry => (await recorder.Reader.FindAsync(entry.Sequence, Cancellation))?.Target));
            Assert.Equal(some.Select(entry => entry.Target), there);
        }
    }
}
