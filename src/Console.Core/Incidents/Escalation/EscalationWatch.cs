using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>Keeps the <see cref="EscalationFile"/> as the file is, and tells the log what changed and what is wrong.</summary>
/// <param name="file">The policies.</param>
/// <param name="live">The systems that there are.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class EscalationWatch(EscalationFile file, LiveState live, TimeProvider clock, ILogger<EscalationWatch> log) : BackgroundService
{
    private ImmutableArray<Problem> warned = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Tell();
        var folder = Path.GetDirectoryName(file.Path)!;
        using var watch = new FolderWatch(folder, clock) { IsDeep = false };
        await watch.FollowAsync(Look, why => log.FolderNotWatched(folder, why, FolderWatch.LookAnyway), stoppingToken).ConfigureAwait(false);
    }

    private void Look()
    {
        if (file.Look())
        {
            Tell();
        }

        var warnings = file.Current is { } book && live.Systems.Current.Value is { } catalog ? EscalationWarnings.Of(book, catalog) : warned;
        foreach (var warning in warnings.Except(warned))
        {
            log.PolicyDoubtful(warning.Where, warning.What);
        }

        warned = warnings;
    }

    private void Tell()
    {
        foreach (var problem in file.Problems)
        {
            log.PolicyWrong(problem.Where, problem.What);
        }

        switch (file)
        {
            case { Problems.IsEmpty: true, Current: { } book }:
                log.PoliciesRead(book.Policies.Length, EscalationReader.File);
                break;
            case { Problems.IsEmpty: false, Current: null }:
                log.NobodyIsTold(EscalationReader.File);
                break;
            case { Problems.IsEmpty: false }:
                log.LastGoodPoliciesKept(EscalationReader.File);
                break;
        }
    }
}
