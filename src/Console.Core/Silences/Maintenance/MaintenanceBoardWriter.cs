using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>Shows the windows on the live state: what the store says, as soon as it says so, and as time makes them begin and end.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The windows.</param>
/// <param name="live">Where they are shown.</param>
/// <param name="clock">The time.</param>
internal sealed class MaintenanceBoardWriter(Database database, MaintenanceStore store, LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<MaintenanceBoard> pen = new(live.Maintenance, clock);
    private string shown = string.Empty;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.FollowAsync([database.News.FollowAsync(MaintenanceStore.Topic, stoppingToken)], LookAsync, stoppingToken);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var board = await store.BoardAsync(live.Systems.Current.Value ?? SystemCatalog.Empty, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
            var says = Said(board);
            var isNew = says != shown || live.Maintenance.Current.Value is null;
            shown = says;
            pen.Write(isNew ? board : live.Maintenance.Current.Value!, isNew);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    // Versions tell what people and the keeper changed, the rest what time did.
    private static string Said(MaintenanceBoard board) => string.Join('\n',
        board.Windows.Select(status => $"{status.Window.Id} {status.Window.Version} {status.State} {status.Running?.Start} {status.Next?.Start} {status.LeftOut?.Start} {status.Problem}")
            .Concat(board.Runs.Select(run => $"{run.Window} {run.Start} {run.Version}")).Concat(board.Deleted.Select(window => window.Id)));
}
