using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Audit;
using OpsConsole.Commands;
using OpsConsole.Storage;

namespace OpsConsole.Tests.Commands;

public sealed class CopyCommandsTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-copies-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => root.CreateSubdirectory("data").FullName;

    private string Copy => Path.Combine(root.FullName, "copy.db");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task A_backup_is_made_beside_a_running_console_and_is_on_record()
    {
        await using var running = await NewDatabaseAsync();
        var (code, said) = await BackupAsync(Copy);
        Assert.Equal(0, code);
        Assert.Matches($"^{Copy}: [0-9]+ bytes, version {Migrations.Newest}, [0-9]+ tables, [0-9]+ rows; read back, whole\n$", said);
        Assert.Equal(["backup started"], await EntriesAsync(running));

        // The record was made first: so the copy itself holds it.
        await using var copy = Database.Sqlite(Copy);
        Assert.Equal(["backup started"], await EntriesAsync(copy));
    }

    [Fact]
    public async Task A_restore_is_on_record_in_the_restored_database_and_the_former_one_is_named()
    {
        await using (var running = await NewDatabaseAsync())
        {
            Assert.Equal(0, (await BackupAsync(Copy)).Code);
            Assert.Equal(0, (await BackupAsync(Path.Combine(root.FullName, "second.db"))).Code);
        }

        var (code, said) = await RestoreAsync(Copy);
        Assert.Equal(0, code);
        Assert.Matches($"console.db is restored: version {Migrations.Newest}, [0-9]+ tables, [0-9]+ rows; the former database is .+console.db.before-restore-[0-9TZ]+\n$", said);
        await using var restored = Database.Sqlite(Path.Combine(Folder, "console.db"));
        Assert.Equal(["backup started", "restore succeeded"], await EntriesAsync(restored));
        await using var former = Database.Sqlite(Assert.Single(Directory.GetFiles(Folder, "*before-restore*")));
        Assert.Equal(["backup started", "backup started"], await EntriesAsync(former));
    }

    [Fact]
    public async Task After_a_restore_the_record_is_whole_and_says_which_entries_were_given_up()
    {
        await using (var running = await NewDatabaseAsync())
        {
            await BackupAsync(Copy);
            await AnchorAsync(running);
            await BackupAsync(Path.Combine(root.FullName, "second.db"));
            await BackupAsync(Path.Combine(root.FullName, "third.db"));
            await AnchorAsync(running);
        }

        var before = await File.ReadAllTextAsync(Anchors, Cancellation);
        var (code, said) = await RestoreAsync(Copy);
        Assert.Equal(0, code);
        var aside = Assert.Single(Directory.GetFiles(Folder, "audit-anchors.jsonl.before*"));
        Assert.Contains($"Anchors know entries 2 to 3 otherwise than the restored database: they are kept as {aside}, and the record says so", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(aside, Cancellation));
        Assert.Equal((0, "The record is whole: 2 entries, 1 to 2, 2 anchors"), await VerifyAsync());

        await using var restored = Database.Sqlite(Path.Combine(Folder, "console.db"));
        var body = await restored.ReadAsync(connection => connection.QuerySingleAsync<string>("SELECT body FROM audit_entries WHERE action = 'restore'"), Cancellation);
        Assert.Contains($"\"anchorsSetAside\":\"{Path.GetFileName(aside)}\"", body, StringComparison.Ordinal);
        Assert.Contains("\"givenUpFrom\":\"2\",\"givenUpThrough\":\"3\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_that_no_restore_tells_of_is_found_all_the_same()
    {
        await using (var running = await NewDatabaseAsync())
        {
            await BackupAsync(Copy);
            await BackupAsync(Path.Combine(root.FullName, "second.db"));
            await AnchorAsync(running);
        }

        // Somebody who has no key puts the older file in place by hand.
        File.Copy(Copy, Path.Combine(Folder, "console.db"), overwrite: true);
        File.Delete(Path.Combine(Folder, "console.db-wal"));
        var (code, said) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("Entry 2: it is gone, and so is all up to entry 2 at least", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "audit-anchors.jsonl.before*"));
    }

    [Fact]
    public async Task Without_a_file_without_a_database_and_over_an_existing_file_each_says_what_would_be_right()
    {
        Assert.Equal((2, "FILE: is missing: name the file of the copy\nusage: OpsConsole backup FILE [--folder DIR]\n"), await RunAsync(output => BackupCommand.RunAsync([], output, Cancellation)));
        Assert.Equal(2, (await RunAsync(output => RestoreCommand.RunAsync(["x", "--fodler", "y"], output, TimeProvider.System, Cancellation))).Code);
        var (code, said) = await BackupAsync(Copy);
        Assert.Equal(1, code);
        Assert.Contains("no console has stored anything in this folder yet", said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Copy, "mine", Cancellation);
        await using var running = await NewDatabaseAsync();
        Assert.Equal((1, $"{Copy}: exists already, and a backup is never written over: name a new file\n"), await BackupAsync(Copy));
        Assert.Equal((1, $"{Copy}: is no SQLite database: name the console's own file, or move this one away\n"), await RestoreAsync(Copy));
        Assert.Empty(await EntriesAsync(running));
    }

    private Task<(int Code, string Said)> BackupAsync(string file) => RunAsync(output => BackupCommand.RunAsync([file, "--folder", Folder], output, Cancellation));

    private Task<(int Code, string Said)> RestoreAsync(string file) =>
        RunAsync(output => RestoreCommand.RunAsync([file, "--folder", Folder], output, TimeProvider.System, Cancellation));

    private string Anchors => Path.Combine(Folder, "audit-anchors.jsonl");

    private async Task<(int Code, string Said)> VerifyAsync()
    {
        var (code, said) = await RunAsync(output => OpsConsole.Commands.Commands.Find(["audit", "verify", "--folder", Folder])!.RunAsync(output, Cancellation));
        return (code, said.Trim());
    }

    // What the running console does from time to time.
    private async Task AnchorAsync(Database database)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Folder", Folder)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(database).AddAudit(settings).AddAuditAnchors()
            .BuildServiceProvider();
        var anchors = Assert.Single(services.GetServices<IHostedService>());
        await anchors.StartAsync(Cancellation);
        await anchors.StopAsync(Cancellation);
    }

    private static async Task<(int Code, string Said)> RunAsync(Func<TextWriter, Task<int>> run)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await run(output);
        return (code, output.ToString());
    }

    private async Task<Database> NewDatabaseAsync()
    {
        var database = Database.Sqlite(Path.Combine(Folder, "console.db"));
        await Migrations.ApplyAsync(database, TimeProvider.System, Cancellation);
        return database;
    }

    private static async Task<List<string>> EntriesAsync(Database database) => [.. await database.ReadAsync(
        connection => connection.QueryAsync<string>("SELECT action || ' ' || stage FROM audit_entries ORDER BY sequence"), Cancellation)];
}
