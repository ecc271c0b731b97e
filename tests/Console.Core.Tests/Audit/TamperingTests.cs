using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>An attacker with all rights on the database takes the triggers away and changes the record: each way is found, and the first bad entry named.</summary>
public sealed class TamperingTests(Stores stores)
{
    private const string Move = "UPDATE audit_entries SET sequence = -sequence WHERE sequence IN (4, 5); UPDATE audit_entries SET sequence = 9 + sequence WHERE sequence < 0";
    private const string Columns = "at, subject, name, action, stage, system, target, correlation, body, key_id, previous_hash, hash";

    private static readonly (string Sql, AuditFault Fault, long First)[] All =
    [
        ("UPDATE audit_entries SET body = replace(body, 'Ada', 'Eve') WHERE sequence = 4", AuditFault.Changed, 4),
        ("UPDATE audit_entries SET body = 'nothing' WHERE sequence = 4", AuditFault.Changed, 4),
        ("UPDATE audit_entries SET hash = replace(hash, substr(hash, 1, 8), '00000000') WHERE sequence = 1", AuditFault.Changed, 1),
        ("UPDATE audit_entries SET name = 'Eve' WHERE sequence = 4", AuditFault.ColumnsDiffer, 4),
        ("UPDATE audit_entries SET system = NULL WHERE sequence = 10", AuditFault.ColumnsDiffer, 10),
        ("UPDATE audit_entries SET key_id = 'x' WHERE sequence = 3", AuditFault.ColumnsDiffer, 3),
        ("UPDATE audit_entries SET at = at + 1 WHERE sequence = 3", AuditFault.ColumnsDiffer, 3),
        ("DELETE FROM audit_entries WHERE sequence = 4", AuditFault.Missing, 4),
        ("DELETE FROM audit_entries WHERE sequence BETWEEN 1 AND 3", AuditFault.Missing, 1),
        ("DELETE FROM audit_entries WHERE sequence = 4; UPDATE audit_entries SET sequence = -sequence WHERE sequence > 4; UPDATE audit_entries SET sequence = -sequence - 1 WHERE sequence < 0",
            AuditFault.Reordered, 4),
        (Move, AuditFault.Reordered, 4),
        ($"INSERT INTO audit_entries (sequence, {Columns} $terms) SELECT 0, {Columns} $terms FROM audit_entries WHERE sequence = 1", AuditFault.Inserted, 0),
        ($"INSERT INTO audit_entries (sequence, {Columns} $terms) SELECT 11, {Columns} $terms FROM audit_entries WHERE sequence = 3", AuditFault.Reordered, 11),
        ("UPDATE audit_entries SET body = replace(body, key_id, 'cafecafecafe'), key_id = 'cafecafecafe' WHERE sequence = 10", AuditFault.UnknownKey, 10),
        ("DELETE FROM audit_entries WHERE sequence > 7", AuditFault.CutOff, 8),
        ("DELETE FROM audit_entries", AuditFault.CutOff, 1),
        ("DELETE FROM audit_entries WHERE sequence < 4; INSERT INTO audit_seals SELECT 3, previous_hash, 'x', 1 FROM audit_entries WHERE sequence = 4", AuditFault.SealWithoutEntry, 3),
    ];

    public static TheoryData<Dialect, string, AuditFault, long> Ways { get; } =
        [.. from dialect in Enum.GetValues<Dialect>() from way in All select new TheoryDataRow<Dialect, string, AuditFault, long>(dialect, way.Sql, way.Fault, way.First)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Each_way_is_found_and_the_first_bad_entry_named(Dialect dialect, string sql, AuditFault fault, long first)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 10);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        await recorder.TamperWithoutTriggersAsync(sql.Replace("$terms", dialect is Dialect.PostgreSql ? ", terms" : string.Empty, StringComparison.Ordinal));

        // Another process, which has not seen the end itself.
        await using var other = Recorder.On(recorder.Database, recorder.Folder);
        var verdict = await other.VerifyAsync();
        Assert.Equal((fault, first), (verdict.Finding?.Fault, verdict.Finding?.Sequence));
        Assert.StartsWith($"Entry {first}: ", verdict.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_chain_made_anew_with_another_key_is_found(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 3);
        var own = AuditKey.New();
        var last = await recorder.Reader.FindAsync(3, Cancellation);
        var body = (await recorder.ScalarAsync<string>("SELECT body FROM audit_entries WHERE sequence = 3"))!.Replace("Ada", "Eve", StringComparison.Ordinal);
        await recorder.TamperWithoutTriggersAsync($"UPDATE audit_entries SET body = '{body}', name = 'Eve Lovelace', hash = '{own.Hash(body)}' WHERE sequence = 3");
        Assert.Equal(AuditFault.Changed, (await recorder.VerifyAsync()).Finding?.Fault);

        // Even when the attacker can write the key file, too: no rotation announced the key.
        await File.AppendAllTextAsync(recorder.Keys.File, $"{own.Line}\n", Cancellation);
        Assert.Equal(AuditFault.OtherKey, (await recorder.VerifyAsync()).Finding?.Fault);
        var claimed = body.Replace(last!.KeyId, own.Id, StringComparison.Ordinal);
        await recorder.TamperAsync($"UPDATE audit_entries SET body = '{claimed}', key_id = '{own.Id}', hash = '{own.Hash(claimed)}' WHERE sequence = 3");
        var verdict = await recorder.VerifyAsync();
        Assert.Equal((AuditFault.OtherKey, 3), (verdict.Finding?.Fault, verdict.Finding?.Sequence));
        Assert.Contains("no rotation announced", verdict.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_record_written_anew_with_the_true_key_differs_from_its_anchors(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 3);
        await recorder.Anchoring.AnchorAsync(Cancellation);
        await recorder.TamperWithoutTriggersAsync("DELETE FROM audit_entries");
        await using var thief = Recorder.On(recorder.Database, recorder.Folder);
        await thief.AppendManyAsync(5);
        var verdict = await thief.VerifyAsync();
        Assert.Equal((AuditFault.AnchorDiffers, 3), (verdict.Finding?.Fault, verdict.Finding?.Sequence));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_console_whose_last_entry_is_gone_records_nothing_more(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 5);
        await recorder.TamperWithoutTriggersAsync("DELETE FROM audit_entries WHERE sequence = 5");
        var refused = await recorder.Log.AppendAsync(Recorder.Event(), Cancellation);
        Assert.Contains("entry 5 was recorded and is gone", refused.Explanation, StringComparison.Ordinal);
        Assert.Equal(4, await recorder.ScalarAsync<long>("SELECT MAX(sequence) FROM audit_entries"));
    }

    [Fact]
    public async Task An_entry_that_stands_twice_is_found_where_even_the_key_is_gone()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.PostgreSql, 5);
        await recorder.TamperWithoutTriggersAsync(
            $"ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_pkey; INSERT INTO audit_entries SELECT * FROM audit_entries WHERE sequence = 3");
        Assert.Equal((AuditFault.Inserted, 3), ((await recorder.VerifyAsync()) is { Finding: { } bad } ? (bad.Fault, bad.Sequence) : default));
    }
}
