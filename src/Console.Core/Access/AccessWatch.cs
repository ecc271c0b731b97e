using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Access;

/// <summary>Keeps the <see cref="AccessBook"/> as the file is, and tells the log what changed and what is wrong.</summary>
/// <param name="book">The grants.</param>
/// <param name="file">The file.</param>
/// <param name="live">The systems that there are.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class AccessWatch(AccessBook book, AccessFile file, LiveState live, TimeProvider clock, ILogger<AccessWatch> log) : BackgroundService
{
    private ImmutableArray<Problem> warned = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var shown = Path.GetFileName(file.Path);
        log.GrantsRead(book.Rules.Grants.Length, shown);

        // Beside the file may lie the whole console: only its own folder is watched. The folder, as a mounted config map swaps a link there.
        using var watch = new FolderWatch(Path.GetDirectoryName(file.Path)!, clock) { IsDeep = false };
        await watch.FollowAsync(() => Look(shown), why => log.FolderNotWatched(Path.GetDirectoryName(file.Path)!, why, FolderWatch.LookAnyway), stoppingToken)
            .ConfigureAwait(false);
    }

    private void Look(string shown)
    {
        if (book.Look())
        {
            foreach (var problem in book.Problems)
            {
                log.GrantWrong(problem.Where, problem.What);
            }

            if (book.Problems.Count > 0)
            {
                log.LastGoodGrantsKept(shown);
            }
            else
            {
                log.GrantsRead(book.Rules.Grants.Length, shown);
            }
        }

        // A profile may come or go while the grants stay as they are.
        var warnings = live.Systems.Current.Value is { } catalog ? AccessWarnings.Of(book.Rules.Grants, catalog) : warned;
        foreach (var warning in warnings.Except(warned))
        {
            log.GrantDoubtful(warning.Where, warning.What);
        }

        warned = warnings;
    }
}
