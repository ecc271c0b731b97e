using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>Which runbook files exist; follows the folder while the console runs.</summary>
public sealed class RunbookIndex : BackgroundService
{
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly ILogger<RunbookIndex> log;
    private FrozenSet<string> files = FrozenSet<string>.Empty;

    /// <summary>Makes an index of a folder; it is filled when the console starts.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">The log.</param>
    public RunbookIndex(SystemFolders folders, TimeProvider clock, ILogger<RunbookIndex> log) =>
        (folder, this.clock, this.log) = (folders.Runbooks, clock, log);

    /// <summary>All files, as <c>runbooks/SYSTEM/SLUG.md</c>, whatever the folder is called.</summary>
    public IReadOnlySet<string> Files => Volatile.Read(ref files);

    /// <summary>Whether a file exists.</summary>
    /// <param name="file">As <see cref="RunbookMatch.FileFor"/> says it.</param>
    public bool Has(string file) => Files.Contains(file);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Scan();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Looks at the folder now.</summary>
    internal void Scan()
    {
        var found = Find(folder);
        if (!found.SetEquals(Files))
        {
            Volatile.Write(ref files, found);
            log.RunbooksFound(found.Count, folder);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = new FolderWatch(folder, clock);
        await watch.FollowAsync(Scan, why => log.FolderNotWatched(folder, why, FolderWatch.LookAnyway), stoppingToken).ConfigureAwait(false);
    }

    private static FrozenSet<string> Find(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder)
                .SelectMany(system => Directory.EnumerateFiles(system, "*.md")
                    .Select(file => $"{RunbookMatch.Root}{Path.GetFileName(system)}/{Path.GetFileName(file)}"))
                .ToFrozenSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FrozenSet<string>.Empty;
        }
    }
}
