using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>Moves the model on each second, so that electors act although nobody asks anything.</summary>
internal sealed class Heartbeat(World world, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) world.Advance();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The sandbox stops.
        }
    }
}
