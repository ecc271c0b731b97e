using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Changes;
using OpsConsole.Core.Tests.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Changes;

public sealed class ConfigurationRecordTests(Stores stores) : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_a_new_store_sees_first_is_one_entry_and_each_change_is_one_more(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        WriteAll();
        var record = On(recorder);
        await record.LookAsync(Cancellation);
        await record.LookAsync(Cancellation);

        var first = Assert.Single(await EntriesAsync(recorder));
        Assert.Equal(("4 files", "console"), (first.Target, first.Subject));
        Assert.Equal(["access.yaml", "runbooks/a/one.md", "systems/a.yaml", "users.yaml"], first.Evidence!["files"]!.AsObject().Select(file => file.Key).Order());

        temp.Write("access.yaml", "other");
        temp.Write("runbooks/a/two.md", "new");
        await record.LookAsync(Cancellation);
        File.Delete(Path.Combine(temp.Path, "systems", "a.yaml"));
        await record.LookAsync(Cancellation);

        var all = await EntriesAsync(recorder);
        Assert.Equal(["systems/a.yaml", "runbooks/a/two.md", "access.yaml", "4 files"], all.Select(entry => entry.Target));
        Assert.Equal("gone", all[0].Parameters["now"]);
        Assert.Equal("none", all[1].Parameters["before"]);
        Assert.Equal(first.Evidence!["files"]!["access.yaml"]!.GetValue<string>(), all[2].Parameters["before"]);
        Assert.Equal("d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa", all[2].Parameters["now"]);
    }

    [Fact]
    public async Task A_change_while_the_console_was_away_is_found_at_the_next_start()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        WriteAll();
        await On(recorder).LookAsync(Cancellation);
        temp.Write("users.yaml", "more users");

        await On(recorder).LookAsync(Cancellation);

        Assert.Equal(["users.yaml", "4 files"], (await EntriesAsync(recorder)).Select(entry => entry.Target));
    }

    [Fact]
    public async Task Of_replicas_that_see_the_same_change_one_records_it()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.PostgreSql);
        WriteAll();
        ConfigurationRecord[] replicas = [On(recorder), On(recorder), On(recorder)];
        await replicas[0].LookAsync(Cancellation);
        await Task.WhenAll(replicas.Select(replica => replica.LookAsync(Cancellation)));
        temp.Write("access.yaml", "other");

        await Task.WhenAll(replicas.Select(replica => replica.LookAsync(Cancellation)));

        Assert.Equal(["access.yaml", "4 files"], (await EntriesAsync(recorder)).Select(entry => entry.Target));
    }

    private void WriteAll()
    {
        temp.Write("access.yaml", "grants");
        temp.Write("users.yaml", "users");
        temp.Write("systems/a.yaml", "title: A");
        temp.Write("systems/.a.yaml.swp", "an editor's");
        temp.Write("runbooks/a/one.md", "# One");
    }

    private ConfigurationRecord On(Recorder recorder)
    {
        var files = new ConfigurationFiles(
            new AccessFile(Path.Combine(temp.Path, "access.yaml")), new SystemFolders(Path.Combine(temp.Path, "systems"), Path.Combine(temp.Path, "runbooks")),
            new StoragePlace(temp.Path));
        return new ConfigurationRecord(files, new KnownFiles(recorder.Database, TimeProvider.System), recorder.Log, TimeProvider.System, NullLogger<ConfigurationRecord>.Instance);
    }

    private static async Task<ImmutableArray<AuditEntry>> EntriesAsync(Recorder recorder) =>
        (await recorder.Reader.ReadAsync(new AuditQuery { Action = ConfigurationRecord.Action }, Cancellation)).Entries;
}
