using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <summary>Keeps the windows on exactly one replica: every few seconds, and as soon as somebody changed one.</summary>
/// <param name="keeper">Keeps them.</param>
/// <param name="database">Where it is told that one changed.</param>
/// <param name="runner">Makes it one.</param>
/// <param name="clock">The time.</param>
internal sealed class MaintenanceWatch(MaintenanceKeeper keeper, Database database, SoleRunner runner, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(
        async (grant, ending) =>
        {
            var loop = new CollectorLoop(Period, clock, Rest);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(ending);
            var hearing = loop.HearAsync(database.News.FollowAsync(MaintenanceStore.Topic, ends.Token));
            try
            {
                await loop.RunAsync(cancellation => keeper.RoundAsync(grant, cancellation), ending).ConfigureAwait(false);
            }
            finally
            {
                await ends.CancelAsync().ConfigureAwait(false);
                await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        },
        stoppingToken);
}
