using Dapper;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>What can't be recorded is said, and nothing of it is half there.</summary>
public sealed class FailureTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_nothing_is_half_written_and_with_room_again_the_chain_goes_on()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 50);
        await LimitPagesAsync(recorder, "(SELECT page_count FROM pragma_page_count())", extra: 8);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(n => recorder.Log.AppendAsync(Recorder.Event(target: new string('x', 2000)), Cancellation)));
        var recorded = answers.Count(answer => answer.IsOk);
        Assert.Contains(answers, answer => !answer.IsOk && answer.Explanation.Contains("its disk is full", StringComparison.Ordinal));
        Assert.Equal(50 + recorded, await recorder.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entries"));
        Assert.Equal(50 + recorded, await recorder.ScalarAsync<long>("SELECT COUNT(*) FROM audit_terms"));
        await LimitPagesAsync(recorder, "1000000", extra: 0);
        await recorder.AppendAsync(Recorder.Event());
        Assert.Equal(51 + recorded, (await recorder.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task While_the_server_is_down_each_caller_is_told_so_and_afterwards_all_goes_on()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        using var folder = new TempFolder();
        await using var database = Database.PostgreSql(await server.NewDatabaseAsync(Cancellation));
        await Migrations.ApplyAsync(database, TimeProvider.System, Cancellation);
        await using var recorder = Recorder.On(database, folder.Path);
        await recorder.AppendManyAsync(3);
        await server.StopAsync(Cancellation);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => recorder.Log.AppendAsync(Recorder.Event(), Cancellation)));
        Assert.All(answers, answer => Assert.Contains("does not answer", answer.Explanation, StringComparison.Ordinal));
        await server.StartAsync(Cancellation);
        Assert.Equal(4, (await recorder.AppendAsync(Recorder.Event())).Sequence);
        Assert.Equal(4, (await recorder.VerifyAsync()).Entries);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Without_its_key_file_a_record_that_has_entries_takes_no_more(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 2);
        var away = $"{recorder.Keys.File}.away";
        File.Move(recorder.Keys.File, away);
        var refused = await recorder.Log.AppendAsync(Recorder.Event(), Cancellation);
        Assert.Contains("the audit's key file is missing, and the audit has entries", refused.Explanation, StringComparison.Ordinal);
        Assert.False(File.Exists(recorder.Keys.File));
        File.Move(away, recorder.Keys.File);
        Assert.Equal(3, (await recorder.AppendAsync(Recorder.Event())).Sequence);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_replica_with_a_key_file_of_its_own_is_refused(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 2);
        using var elsewhere = new TempFolder();
        elsewhere.Write("audit-keys", $"{AuditKey.New().Line}\n");
        await using var other = Recorder.On(recorder.Database, elsewhere.Path);
        var refused = await other.Log.AppendAsync(Recorder.Event(), Cancellation);
        Assert.Contains("give every replica the same key file", refused.Explanation, StringComparison.Ordinal);
        Assert.Equal(2, await recorder.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entries"));
    }

    [Fact]
    public async Task While_the_database_hangs_only_so_many_wait_and_the_rest_hear_it_at_once()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 1);
        var holder = await recorder.Database.OpenAsync(Cancellation);
        await holder.ExecuteAsync("BEGIN IMMEDIATE");
        var waiting = Enumerable.Range(0, 6000).Select(number => recorder.Log.AppendAsync(Recorder.Event(target: $"t{number}"), Cancellation)).ToArray();
        var refused = waiting.Where(one => one.IsCompleted).ToArray();
        Assert.InRange(refused.Length, 400, 1000);
        Assert.All(refused, one => Assert.Contains("entries wait to be recorded", one.Result.Explanation, StringComparison.Ordinal));
        await holder.ExecuteAsync("ROLLBACK");
        await holder.DisposeAsync();
        var answers = await Task.WhenAll(waiting);
        Assert.Equal(6000 - refused.Length, answers.Count(answer => answer.IsOk));
        Assert.Equal(6001 - refused.Length, (await recorder.VerifyAsync()).Entries);
    }

    /// <summary>The connection goes back to the pool with its limit, and is the next that is taken.</summary>
    private static async Task LimitPagesAsync(Recorder recorder, string pages, int extra)
    {
        await using var connection = await recorder.Database.OpenAsync(Cancellation);
        var limit = await connection.ExecuteScalarAsync<long>($"SELECT {pages}") + extra;
        await connection.ExecuteAsync($"PRAGMA max_page_count = {limit}");
    }
}
