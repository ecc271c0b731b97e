using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class SealTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_is_sealed_is_in_the_file_only_and_the_chain_stays_whole_with_and_without_it(Dialect dialect)
    {
        var clock = new FakeTime(Noon);
        await using var recorder = await Recorder.NewAsync(stores, dialect, clock);
        await recorder.AppendManyAsync(10);
        clock.Advance(TimeSpan.FromDays(400));
        await recorder.AppendManyAsync(5);
        var file = Path.Combine(recorder.Folder, "2026.jsonl");
        var done = await recorder.Sealer.SealAsync(Noon.AddDays(1), file, Recorder.Ada, Cancellation);
        Assert.True(done.IsOk, done.Match(_ => string.Empty, problems => problems[0].ToString()));
        Assert.Equal((10, 10), (done.Value.Through, done.Value.Entries));
        Assert.Equal(11, await recorder.ScalarAsync<long>("SELECT MIN(sequence) FROM audit_entries"));
        Assert.Empty((await recorder.Reader.ReadAsync(new AuditQuery { Text = "lease", To = Noon.AddDays(1) }, Cancellation)).Entries);
        var rest = await recorder.VerifyAsync();
        Assert.True(rest.IsWhole, rest.Summary);
        Assert.Equal((11, 16), (rest.First, rest.Last));
        var whole = await recorder.VerifyAsync(file);
        Assert.True(whole.IsWhole, whole.Summary);
        Assert.Equal((1, 17, 17), (whole.First, whole.Last, whole.Entries));
        await Assert.ThrowsAsync<StorageException>(() => recorder.TamperAsync("DELETE FROM audit_entries WHERE sequence = 11"));

        var next = Path.Combine(recorder.Folder, "2027.jsonl");
        Assert.Equal(18, (await recorder.Sealer.SealAsync(clock.GetUtcNow().AddSeconds(1), next, Recorder.Ada, Cancellation)).Value.Through);
        Assert.True((await recorder.VerifyAsync()).IsWhole);
        Assert.Equal(21, (await recorder.VerifyAsync(file, next)).Last + 1);
        Assert.Equal(AuditFault.Missing, (await recorder.VerifyAsync(file)).Finding?.Fault);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_seal_that_was_tampered_with_is_found(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 10);
        await recorder.Sealer.SealAsync(TimeProvider.System.GetUtcNow().AddDays(1), Path.Combine(recorder.Folder, "all.jsonl"), Recorder.Ada, Cancellation);
        Assert.True((await recorder.VerifyAsync()).IsWhole);
        await recorder.TamperWithoutTriggersAsync("UPDATE audit_seals SET export_sha256 = 'x'");
        Assert.Equal<(AuditFault?, long?)>((AuditFault.SealDiffers, 10), await FindingAsync(recorder));
        await recorder.TamperAsync("UPDATE audit_seals SET hash = 'x'");
        Assert.Equal<(AuditFault?, long?)>((AuditFault.Discontinued, 11), await FindingAsync(recorder));
        await recorder.TamperAsync("DELETE FROM audit_seals");
        Assert.Equal<(AuditFault?, long?)>((AuditFault.Missing, 1), await FindingAsync(recorder));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_crash_before_the_deletion_is_over_leaves_a_chain_that_verifies_and_the_next_seal_goes_on(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 10);
        var later = TimeProvider.System.GetUtcNow().AddDays(1);

        // As a seal leaves it whose process ended after the row and a few deletions.
        var sixth = (await recorder.Reader.FindAsync(6, Cancellation))!;
        var note = new SealNote(6, sixth.Hash, "abc");
        await recorder.AppendAsync(Recorder.Event(action: SealNote.Action) with { Parameters = note.Parameters });
        await recorder.TamperAsync($"INSERT INTO audit_seals VALUES (6, '{sixth.Hash}', 'abc', 1)");
        await recorder.TamperAsync("DELETE FROM audit_entries WHERE sequence <= 3");
        var between = await recorder.VerifyAsync();
        Assert.True(between.IsWhole, between.Summary);
        Assert.Equal(4, between.First);
        var done = await recorder.Sealer.SealAsync(later, Path.Combine(recorder.Folder, "all.jsonl"), Recorder.Ada, Cancellation);
        Assert.Equal((12, 6), (done.Value.Through, done.Value.Entries));
        Assert.True((await recorder.VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task A_tampered_entry_is_not_sealed_away()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 5);
        await recorder.TamperWithoutTriggersAsync("UPDATE audit_entries SET body = replace(body, 'Ada', 'Eve') WHERE sequence = 3");
        var file = Path.Combine(recorder.Folder, "all.jsonl");
        var refused = await recorder.Sealer.SealAsync(TimeProvider.System.GetUtcNow().AddDays(1), file, Person.Console, Cancellation);
        Assert.Contains("entry 3: it was changed", refused.Explanation, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.Equal(5, await recorder.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entries"));
    }

    [Fact]
    public async Task Neither_an_old_file_is_written_over_nor_an_empty_one_made()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 5);
        var file = Path.Combine(recorder.Folder, "all.jsonl");
        Assert.Contains("no entry is older", (await recorder.Sealer.SealAsync(Noon.AddYears(-10), file, Person.Console, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        await File.WriteAllTextAsync(file, "mine", Cancellation);
        Assert.Contains("is there already", (await recorder.Sealer.SealAsync(Noon.AddYears(10), file, Person.Console, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, Cancellation));
    }

    private static async Task<(AuditFault?, long?)> FindingAsync(Recorder recorder)
    {
        var finding = (await recorder.VerifyAsync()).Finding;
        return (finding?.Fault, finding?.Sequence);
    }
}
