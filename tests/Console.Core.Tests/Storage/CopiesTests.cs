using System.Runtime.Versioning;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;
using OpsConsole.Storage.Copies;

namespace OpsConsole.Core.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class CopiesTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_under_load_is_one_moment_whole_and_holds_all_that_was_stored_before_it_began()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await MakePairsAsync(store.Database);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var written = 0;
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!ends.IsCancellationRequested)
            {
                await AddPairAsync(store.Database);
                Interlocked.Increment(ref written);
            }
        }, Cancellation)).ToList();
        await Eventually.SoAsync(() => Task.FromResult<bool?>(Volatile.Read(ref written) > 50 ? true : null), TimeSpan.FromSeconds(60), Cancellation);
        var acknowledged = Volatile.Read(ref written);

        // As the command does: with a database object of its own.
        await using var another = store.Another();
        var copy = Path.Combine(store.Folder, "copy.db");
        var report = (await SqliteBackup.RunAsync(another, copy, Unrecorded, Cancellation)).Value;
        await ends.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal(Migrations.Newest, report.Version);
        Assert.True(report.Rows["lefts"] >= acknowledged);
        Assert.Equal(report.Rows["lefts"], report.Rows["rights"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        Assert.Equal(["copy.db"], Directory.GetFiles(store.Folder, "copy.db*").Select(Path.GetFileName));
        using var read = SqliteFile.Open(copy, SqliteOpenMode.ReadOnly);
        Assert.Equal(report.Rows["lefts"], read.ExecuteScalar<long>("SELECT COUNT(*) FROM lefts JOIN rights USING (id)"));
    }

    [Fact]
    public async Task A_backup_is_never_written_over_something_nor_made_of_nothing()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var taken = Path.Combine(store.Folder, "taken");
        await File.WriteAllTextAsync(taken, "mine", Cancellation);
        Assert.Contains("exists already", (await SqliteBackup.RunAsync(store.Database, taken, Unrecorded, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken, Cancellation));
        var nowhere = await SqliteBackup.RunAsync(store.Database, Path.Combine(store.Folder, "no", "such", "folder"), Unrecorded, Cancellation);
        Assert.Contains("can't be written", nowhere.Explanation, StringComparison.Ordinal);
        await using var none = Database.Sqlite(Path.Combine(store.Folder, "none.db"));
        Assert.Contains("is not there", (await SqliteBackup.RunAsync(none, Path.Combine(store.Folder, "x"), Unrecorded, Cancellation)).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_PostgreSQL_both_say_what_to_type()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        var backup = (await SqliteBackup.RunAsync(store.Database, "x", Unrecorded, Cancellation)).Explanation;
        Assert.Matches("pg_dump --format=custom --file=console.dump --host=127.0.0.1 --port=[0-9]+ --dbname=test[0-9]+$", backup);
        Assert.Contains("pg_restore", (await SqliteRestore.RunAsync(store.Database, "x", TimeProvider.System, Cancellation)).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_puts_the_backup_in_place_and_keeps_the_former_database_with_what_was_only_in_its_log()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await MakePairsAsync(store.Database);
        await AddPairAsync(store.Database);
        var copy = Path.Combine(store.Folder, "copy.db");
        Assert.True((await SqliteBackup.RunAsync(store.Database, copy, Unrecorded, Cancellation)).IsOk);
        await AddPairAsync(store.Database);
        await AddPairAsync(store.Database);
        var file = store.Database.File!;
        await LeaveAsAfterAKillAsync(store, file);
        Assert.True(File.Exists($"{file}-wal"));

        await using var closed = Database.Sqlite(file);
        var report = (await SqliteRestore.RunAsync(closed, copy, new FakeTime(Noon), Cancellation)).Value;
        Assert.Equal((1L, $"{file}.before-restore-20260301T120000Z"), (report.Rows["lefts"], report.Aside));
        Assert.Equal(3, await PairsAsync(report.Aside!));
        Assert.Equal(1, await PairsAsync(file));
        Assert.False(File.Exists($"{file}.restoring"));
        await using var host = await StoreHost.SqliteAsync(store.Folder);
        Assert.Empty(host.Problems);
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_console_or_a_command_uses_the_database()
    {
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.Path, "copy.db");
        await using (var host = await StoreHost.SqliteAsync(folder.Path))
        {
            Assert.True((await SqliteBackup.RunAsync(host.Database, copy, Unrecorded, Cancellation)).IsOk);
            var refused = await SqliteRestore.RunAsync(host.Database, copy, TimeProvider.System, Cancellation);
            Assert.Contains("is in use: end the console first", refused.Explanation, StringComparison.Ordinal);
        }

        var file = Path.Combine(folder.Path, "console.db");
        await using var command = Database.Sqlite(file);
        await using var open = await command.OpenAsync(Cancellation);
        await using var ours = Database.Sqlite(file);
        Assert.Contains("is in use", (await SqliteRestore.RunAsync(ours, copy, TimeProvider.System, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.False(File.Exists($"{file}.restoring"));
    }

    [Fact]
    public async Task A_damaged_a_foreign_and_a_newer_backup_are_refused_before_anything_is_touched()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await MakePairsAsync(store.Database);
        var (good, newer, damaged) = (Path.Combine(store.Folder, "good.db"), Path.Combine(store.Folder, "newer.db"), Path.Combine(store.Folder, "damaged.db"));
        for (var i = 0; i < 50; i++)
        {
            await AddPairAsync(store.Database);
        }

        Assert.True((await SqliteBackup.RunAsync(store.Database, good, Unrecorded, Cancellation)).IsOk);
        File.Copy(good, newer);
        using (var later = SqliteFile.Open(newer, SqliteOpenMode.ReadWrite))
        {
            await later.ExecuteAsync("INSERT INTO schema_versions VALUES (9999, 'later', 0)");
        }

        var bytes = await File.ReadAllBytesAsync(good, Cancellation);
        Array.Fill(bytes, (byte)0x5A, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(damaged, bytes, Cancellation);
        await Refused(newer, "is of version 9999");
        await Refused(damaged, "is damaged");
        await Refused(Path.Combine(store.Folder, "none.db"), "is not there");
        await Refused(store.Database.File!, "is the database itself");
        Assert.Empty(Directory.GetFiles(store.Folder, "*before-restore*"));

        async Task Refused(string backup, string because) =>
            Assert.Contains(because, (await SqliteRestore.RunAsync(store.Database, backup, TimeProvider.System, Cancellation)).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_replaced_and_kept_as_it_was()
    {
        using var folder = new TempFolder();
        var (file, copy) = (Path.Combine(folder.Path, "console.db"), Path.Combine(folder.Path, "copy.db"));
        await using (var host = await StoreHost.SqliteAsync(folder.Path))
        {
            Assert.True((await SqliteBackup.RunAsync(host.Database, copy, Unrecorded, Cancellation)).IsOk);
        }

        var letter = string.Concat(Enumerable.Repeat("no database any more ", 500));
        await File.WriteAllTextAsync(file, letter, Cancellation);
        await using var database = Database.Sqlite(file);
        var report = (await SqliteRestore.RunAsync(database, copy, TimeProvider.System, Cancellation)).Value;
        Assert.Equal(letter, await File.ReadAllTextAsync(report.Aside!, Cancellation));
        await using var again = await StoreHost.SqliteAsync(folder.Path);
        Assert.Empty(again.Problems);
    }

    private static Task<Problem?> Unrecorded(BackupStart start) => Task.FromResult<Problem?>(null);

    private static Task<int> MakePairsAsync(Database database) => database.WriteAsync(
        work => work.ExecuteAsync("CREATE TABLE lefts (id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE rights (id INTEGER PRIMARY KEY)", null, Cancellation), Cancellation);

    private static Task<int> AddPairAsync(Database database) => database.WriteAsync(
        work => work.ExecuteAsync("INSERT INTO lefts (text) VALUES (hex(randomblob(500))); INSERT INTO rights DEFAULT VALUES", null, Cancellation), Cancellation);

    private static async Task<long> PairsAsync(string file)
    {
        using var read = SqliteFile.Open(file, SqliteOpenMode.ReadWrite);
        return await read.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM lefts");
    }

    /// <summary>A process that is killed leaves its log behind; closing in order would fold it in.</summary>
    private static async Task LeaveAsAfterAKillAsync(TestStore store, string file)
    {
        var parts = new[] { "", "-wal" }.ToDictionary(part => part, part => Read(file + part));
        await store.Database.DisposeAsync();
        foreach (var (part, bytes) in parts)
        {
            await File.WriteAllBytesAsync(file + part, bytes, Cancellation);
        }

        File.Delete($"{file}-shm");

        static byte[] Read(string name)
        {
            using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var all = new byte[stream.Length];
            stream.ReadExactly(all);
            return all;
        }
    }
}
