using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class AnchorTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Anchors_are_written_when_there_is_news_and_once_more_at_the_end(Dialect dialect)
    {
        var clock = new FakeTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        await using var recorder = await Recorder.NewAsync(stores, dialect, clock);
        await recorder.AppendManyAsync(2);
        await recorder.Anchoring.StartAsync(Cancellation);
        await clock.TimersAsync(1, Cancellation);
        Assert.Equal([2], Anchored(recorder));
        clock.Advance(TimeSpan.FromMinutes(1));
        await clock.TimersAsync(1, Cancellation);
        Assert.Equal([2], Anchored(recorder));
        await recorder.AppendManyAsync(1);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.GetAsync(() => Task.FromResult(Anchored(recorder)), all => all.Length == 2, Cancellation);
        await recorder.AppendManyAsync(4);
        await recorder.Anchoring.StopAsync(Cancellation);
        Assert.Equal([2, 3, 7], Anchored(recorder));
        var verdict = await recorder.VerifyAsync();
        Assert.Equal((true, 3), (verdict.IsWhole, verdict.Anchors));
    }

    [Fact]
    public async Task A_forged_anchor_is_found()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 3);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        var line = Assert.Single(recorder.Anchors.Lines());
        foreach (var forged in new[] { line.Replace("\"sequence\":3", "\"sequence\":2", StringComparison.Ordinal), "nothing", "{}", "[]" })
        {
            await File.WriteAllTextAsync(recorder.Anchors.File, $"{line}\n{forged}\n", Cancellation);
            var verdict = await recorder.VerifyAsync();
            Assert.Equal(AuditFault.ForgedAnchor, verdict.Finding?.Fault);
            Assert.Contains("line 2 of audit-anchors.jsonl", verdict.Summary, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_forged_anchor_does_not_keep_true_ones_from_being_written()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 3);
        var forged = AuditAnchor.Of(1_000_000, new string('0', 64), TimeProvider.System.GetUtcNow(), AuditKey.New());
        recorder.Anchors.Append(forged);
        await recorder.Anchoring.StartAsync(Cancellation);
        await Eventually.GetAsync(() => Task.FromResult(Anchored(recorder)), all => all is [1_000_000, 3], Cancellation);
        await recorder.Anchoring.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_is_left_out_and_written_over()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 1);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        await File.AppendAllTextAsync(recorder.Anchors.File, """{"anchor":1,"at":"20""", Cancellation);
        Assert.True((await recorder.VerifyAsync()).IsWhole);
        await recorder.AppendManyAsync(1);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        Assert.Equal([1, 3], Anchored(recorder));
    }

    [Fact]
    public async Task An_entry_that_is_not_ours_is_not_vouched_for()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 2);
        await recorder.TamperWithoutTriggersAsync("UPDATE audit_entries SET body = replace(body, 'Ada', 'Eve') WHERE sequence = 2");
        await recorder.Anchoring.AnchorAsync(Cancellation);
        Assert.Empty(recorder.Anchors.Lines());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_does_not_stop_the_anchors_to_come()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 2);
        Directory.CreateDirectory(recorder.Anchors.File);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        Directory.Delete(recorder.Anchors.File);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        Assert.Equal([2], Anchored(recorder));
    }

    private static long[] Anchored(Recorder recorder) => [.. recorder.Anchors.Lines().Select(line => AuditAnchor.Read(line)!.Sequence)];
}
