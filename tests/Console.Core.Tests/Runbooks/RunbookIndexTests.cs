using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Runbooks;

public sealed class RunbookIndexTests : IAsyncDisposable
{
    private readonly TempFolder temp = new();
    private readonly RunbookIndex index;

    public RunbookIndexTests() => index = new RunbookIndex(new SystemFolders(temp.Path, temp.Path), TimeProvider.System, NullLogger<RunbookIndex>.Instance);

    public async ValueTask DisposeAsync()
    {
        await index.StopAsync(CancellationToken.None);
        index.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task What_is_there_at_the_start_is_known_at_once()
    {
        temp.Write("billing/disk-full.md", "# Disk full");
        temp.Write("billing/notes.txt", "not a runbook");
        temp.Write("README.md", "not a system's");

        await index.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["runbooks/billing/disk-full.md"], index.Files);
        Assert.True(index.Has(RunbookMatch.FileFor("billing", "DiskFull", null)));
    }

    [Fact]
    public void A_file_that_comes_or_goes_is_seen_at_the_next_look()
    {
        var path = temp.Write("billing/disk-full.md", "# Disk full");
        index.Scan();
        Assert.Single(index.Files);

        File.Delete(path);
        index.Scan();
        Assert.Empty(index.Files);
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing()
    {
        using var none = new RunbookIndex(new SystemFolders("x", Path.Combine(temp.Path, "none")), TimeProvider.System, NullLogger<RunbookIndex>.Instance);
        none.Scan();

        Assert.Empty(none.Files);
    }
}
