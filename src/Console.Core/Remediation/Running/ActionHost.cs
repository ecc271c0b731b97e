using Microsoft.Extensions.Hosting;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Keeps this process's life on record, looks after left runs, and lets the process end only when what is under way had its time.</summary>
/// <param name="recovery">What looks after left runs.</param>
/// <param name="underWay">What goes on in this process.</param>
/// <param name="state">Whether the database does its work.</param>
/// <param name="sole">On a server, what makes sure that one replica looks.</param>
/// <param name="around">The rest.</param>
internal sealed class ActionHost(Recovery recovery, UnderWay underWay, StorageState state, SoleRunner sole, ActionSurroundings around) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (await underWay.EndAsync(around.Options.EndWithin, cancellationToken).ConfigureAwait(false) is > 0 and var left)
        {
            around.Log.LeftUnderWay(left);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await around.Life.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await state.ReadyAsync(stoppingToken).ConfigureAwait(false);
            var living = around.Life.RunAsync(stoppingToken);

            // A file has one process, and a lock of its former life would only be in the way.
            var looking = around.Database.Dialect is Dialect.Sqlite
                ? LookAsync(null, stoppingToken)
                : sole.RunAsync((grant, ends) => LookAsync(grant, ends), stoppingToken);
            await Task.WhenAll(living, looking).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task LookAsync(LockGrant? grant, CancellationToken cancellation)
    {
        for (; ; await Task.Delay(Every, around.Clock, cancellation).ConfigureAwait(false))
        {
            try
            {
                await recovery.LookAsync(grant, cancellation).ConfigureAwait(false);
            }
            catch (StorageException e) when (e.Fault is not StorageFault.Fenced)
            {
                // Its keeper says so. Looked at again in the next round.
            }
        }
    }
}
