using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Keeps the escalations on exactly one replica: as soon as an alert, an acknowledgement or the file changes, when a step is due, and every few seconds.</summary>
/// <param name="keeper">Keeps them.</param>
/// <param name="sending">Tells when a channel answered.</param>
/// <param name="sole">On a server, what makes sure that one replica does it.</param>
/// <param name="state">Whether the database does its work.</param>
/// <param name="around">The rest.</param>
internal sealed class EscalationRunner(EscalationKeeper keeper, PageSending sending, SoleRunner sole, StorageState state, EscalationRunner.Surroundings around) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private bool isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await state.ReadyAsync(stoppingToken).ConfigureAwait(false);

            // A file has one process, and a lock of its former life would only make steps late.
            await (around.Database.Dialect is Dialect.Sqlite ? KeepAsync(null, stoppingToken) : sole.RunAsync((grant, ends) => KeepAsync(grant, ends), stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task KeepAsync(LockGrant? grant, CancellationToken cancellation)
    {
        var loop = new CollectorLoop(Period, around.Clock, Rest);
        sending.Answered = loop.Wake;
        using var alarm = around.Clock.CreateTimer(_ => loop.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var hearing = Task.WhenAll(
            loop.HearAsync(around.Live.Alerts.WatchAsync(ends.Token)), loop.HearAsync(around.Live.Acknowledgements.WatchAsync(ends.Token)), loop.HearAsync(around.File.Section.WatchAsync(ends.Token)));
        try
        {
            await loop.RunAsync(inner => RoundAsync(grant, alarm, inner), cancellation).ConfigureAwait(false);
        }
        finally
        {
            sending.Answered = null;
            keeper.Forget();
            await ends.CancelAsync().ConfigureAwait(false);
            await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RoundAsync(LockGrant? grant, ITimer alarm, CancellationToken cancellation)
    {
        try
        {
            var next = await keeper.RoundAsync(grant, cancellation).ConfigureAwait(false);
            var pause = next - around.Clock.GetUtcNow();
            alarm.Change(pause is { } wait && wait < Period ? wait > TimeSpan.Zero ? wait : TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (isFailing)
            {
                around.Log.EscalationsGoOn();
            }

            isFailing = false;
        }
        catch (StorageException e) when (e.Fault is not StorageFault.Fenced || grant is null)
        {
            if (!isFailing)
            {
                around.Log.EscalationsStandStill(e.Message);
            }

            isFailing = true;
        }
    }

    /// <summary>What the runner stands in.</summary>
    /// <param name="File">The policies.</param>
    /// <param name="Live">What is known of now.</param>
    /// <param name="Database">The database.</param>
    /// <param name="Clock">The time.</param>
    /// <param name="Log">The log.</param>
    internal sealed record Surroundings(EscalationFile File, LiveState Live, Database Database, TimeProvider Clock, ILogger<EscalationRunner> Log);
}
