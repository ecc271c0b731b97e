using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>The database itself refuses what is no append.</summary>
public sealed class RefusalTests(Stores stores)
{
    private const string Row = "1, 'u', 'n', 'a', 's', NULL, NULL, 'c', '{}', 'k'";
    private const string Columns = "at, subject, name, action, stage, system, target, correlation, body, key_id, previous_hash, hash";

    [Theory]
    [InlineData("UPDATE audit_entries SET name = 'Eve' WHERE sequence = 2")]
    [InlineData("UPDATE audit_entries SET sequence = 9 WHERE sequence = 3")]
    [InlineData("UPDATE OR REPLACE audit_entries SET sequence = 1 WHERE sequence = 3")]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 3")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData($"INSERT OR REPLACE INTO audit_entries (sequence, {Columns}) VALUES (2, {Row}, 'p', 'h')")]
    [InlineData($"REPLACE INTO audit_entries (sequence, {Columns}) VALUES (3, {Row}, '', 'h')")]
    [InlineData($"INSERT OR IGNORE INTO audit_entries (sequence, {Columns}) VALUES (2, {Row}, 'p', 'h')")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}) VALUES (4, {Row}, 'not the last hash', 'h')")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}) SELECT 6, {Row}, hash, 'h' FROM audit_entries WHERE sequence = 3")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}) SELECT NULL, {Row}, hash, 'h' FROM audit_entries WHERE sequence = 3")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}) VALUES (3, {Row}, 'p', 'h') ON CONFLICT (sequence) DO UPDATE SET name = 'Eve'")]
    [InlineData("INSERT INTO audit_seals VALUES (2, 'not its hash', 'x', 1)")]
    [InlineData("INSERT INTO audit_seals SELECT sequence, hash, 'x', 1 FROM audit_entries WHERE sequence = 3")]
    public Task Sqlite_refuses_what_is_no_append(string sql) => IsRefusedAsync(Dialect.Sqlite, sql);

    [Theory]
    [InlineData("UPDATE audit_entries SET name = 'Eve' WHERE sequence = 2")]
    [InlineData("DELETE FROM audit_entries WHERE sequence = 3")]
    [InlineData("TRUNCATE audit_entries")]
    [InlineData("TRUNCATE audit_seals")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}, terms) VALUES (4, {Row}, 'not the last hash', 'h', '')")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}, terms) SELECT 6, {Row}, hash, 'h', '' FROM audit_entries WHERE sequence = 3")]
    [InlineData($"INSERT INTO audit_entries (sequence, {Columns}, terms) VALUES (3, {Row}, 'p', 'h', '') ON CONFLICT (sequence) DO UPDATE SET name = 'Eve'")]
    [InlineData("INSERT INTO audit_seals VALUES (2, 'not its hash', 'x', 1)")]
    [InlineData("INSERT INTO audit_seals SELECT sequence, hash, 'x', 1 FROM audit_entries WHERE sequence = 3")]
    public Task PostgreSql_refuses_what_is_no_append(string sql) => IsRefusedAsync(Dialect.PostgreSql, sql);

    private async Task IsRefusedAsync(Dialect dialect, string sql)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 3);
        var refusal = await Assert.ThrowsAsync<StorageException>(() => recorder.TamperAsync(sql));
        Assert.Equal(StorageFault.Refused, refusal.Fault);
        var verdict = await recorder.VerifyAsync();
        Assert.True(verdict.IsWhole && verdict.Entries == 3, verdict.Summary);
    }
}
