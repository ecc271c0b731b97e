using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class SqliteStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_database_is_made_in_a_folder_for_its_own_user_only_and_opens_again()
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "deep", "data");
        for (var times = 0; times < 2; times++)
        {
            await using var host = await StoreHost.SqliteAsync(data);
            Assert.Empty(host.Problems);
            Assert.True(host.State.Current.IsReady);
            Assert.Null(host.State.Current.Banner);
            Assert.Equal(("sqlite", Path.Combine(data, "console.db"), true), (host.State.HealthOf(host.Database).Kind, host.Database.File!, host.State.HealthOf(host.Database).Ready));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        using var folder = new TempFolder();
        var file = folder.Write("console.db", "This is somebody's letter, and long enough to be taken for a page.");
        await using var host = await StoreHost.SqliteAsync(folder.Path);
        Assert.Equal(new Problem(file, "is no SQLite database: name the console's own file, or move this one away"), Assert.Single(host.Problems));
        Assert.StartsWith("This is somebody's letter", await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "console.db");
        using (var other = SqliteFile.Open(file, SqliteOpenMode.ReadWriteCreate))
        {
            Execute(other, "CREATE TABLE songs (title TEXT)");
        }

        var before = await File.ReadAllBytesAsync(file, Cancellation);
        await using var host = await StoreHost.SqliteAsync(folder.Path);
        Assert.Contains("is a database of another program", Assert.Single(host.Problems).What, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Cancellation));
    }

    [Fact]
    public async Task A_damaged_database_is_refused_with_the_way_to_mend_it()
    {
        using var folder = new TempFolder();
        var file = await FilledAsync(folder);
        using (var stream = new FileStream(file, FileMode.Open))
        {
            // Everything behind the first page, which says what tables there are.
            var noise = new byte[stream.Length - 4096];
            new Random(1).NextBytes(noise);
            stream.Position = 4096;
            stream.Write(noise);
        }

        await using var host = await StoreHost.SqliteAsync(folder.Path);
        var problem = Assert.Single(host.Problems);
        Assert.Contains("is damaged", problem.What, StringComparison.Ordinal);
        Assert.Contains("OpsConsole restore FILE", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_console_on_the_same_file_is_refused_until_the_first_is_gone_also_by_a_kill()
    {
        using var folder = new TempFolder();
        await using var first = await OtherProcess.StartAsync("open", folder.Path);
        Assert.Equal("taken", await first.LineAsync("taken"));
        await using (var second = await StoreHost.SqliteAsync(folder.Path))
        {
            Assert.Contains("another console uses", Assert.Single(second.Problems).What, StringComparison.Ordinal);
        }

        first.Kill();
        await using var third = await StoreHost.SqliteAsync(folder.Path);
        Assert.Empty(third.Problems);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_refused_by_name()
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using var opening = await OtherProcess.StartUnprivilegedAsync("open", folder.Path);
        var said = await opening.LineAsync("refused");
        Assert.Contains($"Storage:Folder: the folder {folder.Path} can't be written by the user", said, StringComparison.Ordinal);
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_full_disk_is_named_nothing_is_half_written_and_all_goes_on_once_there_is_room()
    {
        using var disk = new SmallDisk();
        await using var host = await StoreHost.SqliteAsync(Path.Combine(disk.Path, "data"));
        Assert.Empty(host.Problems);
        await host.Database.WriteAsync(work => work.ExecuteAsync("CREATE TABLE pages (id INTEGER PRIMARY KEY, text BLOB)", null, Cancellation), Cancellation);
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[512 * 1024], Cancellation);

        var written = 0;
        var full = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            for (; ; written++)
            {
                await host.Database.WriteAsync(
                    work => work.ExecuteAsync("INSERT INTO pages (text) VALUES (randomblob(20000)), (randomblob(20000))", null, Cancellation), Cancellation);
            }
        });
        Assert.Equal(StorageFault.Full, full.Fault);
        Assert.True(written > 0);
        Assert.StartsWith("The disk of the console's database is full since", host.State.Current.Banner, StringComparison.Ordinal);
        Assert.Equal(2 * written, await CountAsync(host.Database));

        File.Delete(ballast);
        await host.StatusAsync(status => status.IsReady);
        await host.Database.WriteAsync(work => work.ExecuteAsync("INSERT INTO pages (text) VALUES (randomblob(2000))", null, Cancellation), Cancellation);
        Assert.Equal((2 * written) + 1, await CountAsync(host.Database));
    }

    private static Task<long> CountAsync(Database database) =>
        database.ReadAsync(it => Dapper.SqlMapper.ExecuteScalarAsync<long>(it, "SELECT COUNT(*) FROM pages"), Cancellation);

    private static async Task<string> FilledAsync(TempFolder folder)
    {
        await using (var host = await StoreHost.SqliteAsync(folder.Path))
        {
            await host.Database.WriteAsync(
                work => work.ExecuteAsync("CREATE TABLE pages (text TEXT); INSERT INTO pages SELECT hex(randomblob(2000)) FROM pragma_function_list LIMIT 100", null, Cancellation), Cancellation);
        }

        return Path.Combine(folder.Path, "console.db");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A disk of 2 MiB; the user must be allowed to mount, as in a container or by a user namespace.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly TempFolder folder = new();

        public SmallDisk() => Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", Path);

        public string Path => folder.Path;

        public void Dispose()
        {
            Run("umount", "--lazy", Path);
            folder.Dispose();
        }

        private static void Run(string program, params string[] arguments)
        {
            using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var said = running.StandardError.ReadToEnd();
            running.WaitForExit();
            Assert.True(running.ExitCode == 0, $"{program} failed: {said}");
        }
    }
}
