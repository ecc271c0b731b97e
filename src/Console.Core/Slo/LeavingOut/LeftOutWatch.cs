using Microsoft.Extensions.Hosting;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Slo;

/// <summary>Asks for budgets to be read again: what is left out of them has changed.</summary>
internal sealed class SloWake
{
    /// <summary>Who reads.</summary>
    public event Action? Woken;

    /// <summary>Asks.</summary>
    public void Wake() => Woken?.Invoke();
}

/// <summary>Hears, on every replica, when people leave time out or a maintenance window changes.</summary>
/// <param name="database">The database.</param>
/// <param name="wake">Whom to wake.</param>
internal sealed class LeftOutWatch(Database database, SloWake wake) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(HearAsync(LeftOutStore.Topic, stoppingToken), HearAsync(MaintenanceStore.Topic, stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task HearAsync(string topic, CancellationToken cancellation)
    {
        await foreach (var _ in database.News.FollowAsync(topic, cancellation).ConfigureAwait(false))
        {
            wake.Wake();
        }
    }
}
