using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class KeyTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_rotation_is_announced_under_the_old_key_and_another_process_follows_without_a_restart(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 2);
        await using var command = Recorder.On(recorder.Database, recorder.Folder);
        var rotated = await command.Rotation.RotateAsync(null, Recorder.Ada, Cancellation);
        Assert.True(rotated.IsOk);
        var announcing = (await recorder.Reader.FindAsync(3, Cancellation))!;
        var after = (await recorder.Reader.FindAsync((await recorder.AppendAsync(Recorder.Event())).Sequence, Cancellation))!;
        Assert.NotEqual(announcing.KeyId, rotated.Value);
        Assert.Equal((rotated.Value, rotated.Value), (announcing.Parameters["newKeyId"], after.KeyId));
        Assert.Equal(recorder.Keys.Read().Value.Single(key => key.Id == rotated.Value).Fingerprint, announcing.Parameters["newKeyFingerprint"]);
        Assert.Equal(4, (await recorder.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task Entries_that_wait_together_with_a_rotation_get_the_key_that_is_due()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 1);
        var before = Enumerable.Range(0, 20).Select(_ => recorder.AppendAsync(Recorder.Event())).ToArray();
        var rotating = recorder.Rotation.RotateAsync(null, Recorder.Ada, Cancellation);
        var after = Enumerable.Range(0, 20).Select(_ => recorder.AppendAsync(Recorder.Event())).ToArray();
        await Task.WhenAll([.. before, .. after, rotating]);
        Assert.Equal(2, await recorder.ScalarAsync<long>("SELECT COUNT(DISTINCT key_id) FROM audit_entries"));
        Assert.Equal(42, (await recorder.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task A_key_given_to_all_replicas_first_is_announced_by_its_id()
    {
        await using var recorder = await Recorder.WithAsync(stores, Dialect.Sqlite, 1);
        var line = KeyRotation.NewLine();
        await File.AppendAllTextAsync(recorder.Keys.File, $"# next year's\n{line}\n", Cancellation);
        Assert.Equal(await KeyOfAsync(recorder, 1), await KeyOfAsync(recorder, (await recorder.AppendAsync(Recorder.Event())).Sequence));
        Assert.Contains("holds no key nope", (await recorder.Rotation.RotateAsync("nope", Person.Console, Cancellation)).Explanation, StringComparison.Ordinal);
        var rotated = await recorder.Rotation.RotateAsync(line.Split(' ')[0], Person.Console, Cancellation);
        Assert.Equal(rotated.Value, await KeyOfAsync(recorder, (await recorder.AppendAsync(Recorder.Event())).Sequence));
    }

    [Fact]
    public async Task The_file_is_made_with_the_first_entry_and_for_the_owner_only()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        Assert.False(File.Exists(recorder.Keys.File));
        await recorder.AppendAsync(Recorder.Event());
        Assert.Equal("600", ModeOf(recorder.Keys.File));
        await recorder.Rotation.RotateAsync(null, Person.Console, Cancellation);
        Assert.Equal("600", ModeOf(recorder.Keys.File));
    }

    [Fact]
    public void A_file_that_others_can_read_is_warned_of_once()
    {
        using var folder = new TempFolder();
        var file = folder.Write("audit-keys", $"{KeyRotation.NewLine()}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        var log = new CountingLog();
        var keys = new AuditKeys(file, log);
        Assert.True(keys.Read().IsOk && keys.Read().IsOk);
        Assert.Equal(1, log.Warnings);
    }

    [Theory]
    [InlineData("", "holds no key")]
    [InlineData("just-an-id\n", "is no key")]
    [InlineData("abc c2hvcnQ=\n", "it needs at least 32")]
    [InlineData("abc AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "not the one that its id abc names")]
    public void A_damaged_file_is_refused_by_line_and_repeats_no_key(string text, string because)
    {
        using var folder = new TempFolder();
        var read = new AuditKeys(folder.Write("audit-keys", $"# comment\n{text}"), NullLogger<AuditKeys>.Instance).Read();
        Assert.Contains(because, read.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", read.Explanation, StringComparison.Ordinal);
    }

    private static string ModeOf(string file) => OperatingSystem.IsWindows() ? "600" : Convert.ToString((int)File.GetUnixFileMode(file), 8);

    private static async Task<string> KeyOfAsync(Recorder recorder, long sequence) => (await recorder.Reader.FindAsync(sequence, Cancellation))!.KeyId;

    private sealed class CountingLog : ILogger<AuditKeys>
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings += logLevel is LogLevel.Warning ? 1 : 0;
    }
}
