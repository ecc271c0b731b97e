using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;

namespace OpsConsole.Systems;

/// <summary>Keeps <see cref="LiveState.Systems"/> as the folder of profiles is: read before the first request, and again when files change.</summary>
internal sealed class CatalogCollector : BackgroundService
{
    private readonly LiveState state;
    private readonly TimeProvider clock;
    private readonly ILogger<CatalogCollector> log;
    private readonly CatalogReader reader;
    private readonly string folder;

    public CatalogCollector(SystemFolders folders, LiveState state, TimeProvider clock, ILogger<CatalogCollector> log)
    {
        (this.state, this.clock, this.log, folder) = (state, clock, log, folders.Systems);
        reader = new CatalogReader(folder);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Load();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = new FolderWatch(folder, clock);
        await watch.FollowAsync(Load, why => log.FolderNotWatched(folder, why, FolderWatch.LookAnyway), stoppingToken).ConfigureAwait(false);
    }

    private void Load()
    {
        var before = reader.Current;
        if (!reader.Refresh() && state.Systems.Current.Value is not null)
        {
            return;
        }

        Tell(before, reader.Current);
        state.Systems.Observed(reader.Current);
    }

    private void Tell(SystemCatalog before, SystemCatalog now)
    {
        foreach (var system in now.Systems.Where(system => !ReferenceEquals(before.Find(system.Profile.Id), system)))
        {
            log.ProfileLoaded(system.Profile.Id, system.File);
        }

        foreach (var system in before.Systems.Where(system => now.Find(system.Profile.Id) is null))
        {
            log.ProfileGone(system.Profile.Id, system.File);
        }

        foreach (var fault in now.Faults.Where(fault => !before.Faults.Contains(fault)))
        {
            TellFault(fault, keptGoing: now.Find(fault.Id) is not null);
        }

        foreach (var fault in before.Faults.Where(fault => now.Faults.All(still => still.File != fault.File)))
        {
            log.ProfileMended(fault.Id, fault.File);
        }
    }

    private void TellFault(ProfileFault fault, bool keptGoing)
    {
        const int Most = 20;
        foreach (var problem in fault.Problems.Take(Most))
        {
            log.ProfileWrong(problem.Where, problem.What);
        }

        if (fault.Problems.Length > Most)
        {
            log.ProfileWrong(fault.File, $"and {fault.Problems.Length - Most} more problems");
        }

        if (keptGoing)
        {
            log.LastGoodKept(fault.Id, fault.File);
        }
    }
}
