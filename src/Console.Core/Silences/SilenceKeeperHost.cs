using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <summary>Keeps the silences again and again, on exactly one replica.</summary>
/// <param name="keeper">Keeps them.</param>
/// <param name="runner">Makes it one.</param>
/// <param name="clock">The time.</param>
internal sealed class SilenceKeeperHost(SilenceKeeper keeper, SoleRunner runner, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(
        async (_, ending) =>
        {
            keeper.Forget();
            await new CollectorLoop(Period, clock).RunAsync(keeper.LookAsync, ending).ConfigureAwait(false);
        },
        stoppingToken);
}
