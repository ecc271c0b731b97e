using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>A hundred thousand entries by eight writers: the chain is whole, nothing is lost, nothing is there twice.</summary>
public sealed class ManyWritersTests(Stores stores)
{
    private const int All = 100_000;
    private const int Writers = 8;
    private const int Burst = 25;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_writers_on_sqlite_make_one_chain()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        var receipts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(recorder, writer), Cancellation)));
        Assert.Equal(All, receipts.SelectMany(some => some).Distinct().Count());
        await IsWholeAsync(recorder);
    }

    [Fact]
    public async Task Eight_writers_in_two_processes_on_postgresql_make_one_chain()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var recorder = Recorder.On(store.Database, store.Folder);

        // The first entry makes the key, which both processes then share, as replicas share the file.
        await recorder.AppendAsync(Recorder.Event(target: "first"));
        using var one = await WriterProcess.StartAsync("postgresql", store.PostgreSql!, store.Folder, Writers / 2, All / Writers, "one");
        using var two = await WriterProcess.StartAsync("postgresql", store.PostgreSql!, store.Folder, Writers / 2, All / Writers, "two");
        Assert.Equal((0, 0), (await one.EndAsync(Cancellation), await two.EndAsync(Cancellation)));
        var acknowledged = (await one.AcknowledgedAsync()).Concat(await two.AcknowledgedAsync()).ToList();
        Assert.Equal(All, acknowledged.Select(entry => entry.Sequence).Distinct().Count());
        await IsWholeAsync(recorder, All + 1);
    }

    private static async Task<List<long>> WriteAsync(Recorder recorder, int writer)
    {
        var sequences = new List<long>();
        foreach (var some in Enumerable.Range(0, All / Writers).Chunk(Burst))
        {
            var receipts = await Task.WhenAll(some.Select(number => recorder.AppendAsync(Recorder.Event(target: $"{writer}-{number}"))));
            sequences.AddRange(receipts.Select(receipt => receipt.Sequence));
        }

        return sequences;
    }

    private static async Task IsWholeAsync(Recorder recorder, int entries = All)
    {
        Assert.Equal(entries, await recorder.ScalarAsync<long>("SELECT COUNT(DISTINCT target) FROM audit_entries"));
        var verdict = await recorder.VerifyAsync();
        Assert.True(verdict.IsWhole, verdict.Summary);
        Assert.Equal((1, entries, entries), (verdict.First, verdict.Last, verdict.Entries));
    }
}
