using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Live;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Runbooks;

public sealed class RunbookLibraryTests : IAsyncDisposable
{
    private const string DiskFull = """
        ---
        title: Disk full
        system: billing
        alerts: [DiskFull]
        severity: high
        respond_within: 15m
        ---
        ## Diagnose
        ### Which disk?
        Look.
        """;

    private readonly TempFolder temp = new();
    private readonly LiveState live = new(TimeProvider.System);
    private readonly RunbookLibrary library;

    public RunbookLibraryTests() => library = new RunbookLibrary(new SystemFolders(temp.Path, temp.Path), live, TimeProvider.System, NullLogger<RunbookLibrary>.Instance);

    public async ValueTask DisposeAsync()
    {
        await library.StopAsync(CancellationToken.None);
        library.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task What_is_there_at_the_start_is_known_at_once()
    {
        temp.Write("billing/disk-full.md", DiskFull);
        temp.Write("billing/notes.txt", "not a runbook");
        temp.Write("README.md", "not a system's");

        await library.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("billing/disk-full", Assert.Single(library.Shelf.All).Key);
        Assert.Empty(library.Shelf.All[0].Problems);
    }

    [Fact]
    public void A_file_that_comes_changes_or_goes_is_seen_at_the_next_look_and_the_others_are_not_read_again()
    {
        var path = temp.Write("billing/disk-full.md", DiskFull);
        temp.Write("billing/other.md", DiskFull);
        library.Scan();
        var (first, other) = (library.Shelf.Find("billing/disk-full")!, library.Shelf.Find("billing/other"));

        File.WriteAllText(path, DiskFull + "More.\n");
        library.Scan();
        Assert.NotEqual(first.Hash, library.Shelf.Find("billing/disk-full")!.Hash);
        Assert.Same(other, library.Shelf.Find("billing/other"));

        File.Delete(path);
        library.Scan();
        Assert.Same(other, Assert.Single(library.Shelf.All));
    }

    [Fact]
    public void What_did_not_change_is_not_told_again()
    {
        temp.Write("billing/disk-full.md", DiskFull);
        library.Scan();
        var version = live.Runbooks.Current.Version;
        library.Scan();

        Assert.Equal(version, live.Runbooks.Current.Version);
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing()
    {
        using var none = new RunbookLibrary(new SystemFolders("x", Path.Combine(temp.Path, "none")), live, TimeProvider.System, NullLogger<RunbookLibrary>.Instance);
        none.Scan();

        Assert.Empty(none.Shelf.All);
    }

    [Theory]
    [InlineData(2 * 1024 * 1024, (byte)'a', "larger than 1 MB")]
    [InlineData(100, (byte)0xFF, "not text")]
    public void A_file_that_is_no_runbook_is_there_with_what_is_wrong(int length, byte filling, string why)
    {
        Directory.CreateDirectory(Path.Combine(temp.Path, "billing"));
        File.WriteAllBytes(Path.Combine(temp.Path, "billing", "disk-full.md"), [.. Enumerable.Repeat(filling, length)]);
        library.Scan();

        var problem = Assert.Single(Assert.Single(library.Shelf.All).Problems);
        Assert.Equal("runbooks/billing/disk-full.md", problem.Where);
        Assert.Contains(why, problem.What, StringComparison.Ordinal);
    }
}
