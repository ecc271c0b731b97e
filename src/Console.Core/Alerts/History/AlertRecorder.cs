using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>
/// Puts the boards that wait into the history, in their order: on one replica at a time, because two see the same change at two times. The
/// others keep what they saw last, so that who takes over goes on where the history ends.
/// </summary>
internal sealed class AlertRecorder(
    TransitionStore store, AlertRounds rounds, Database database, StoreLock locks, TimeProvider clock, ILogger<AlertRecorder> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);

    private bool isFailing;

    /// <summary>Recalls what is stored, and goes on from there until it is cancelled or somebody else holds the grant.</summary>
    internal async Task RecordAsync(LockGrant? grant, CancellationToken cancellation)
    {
        AlertMemory? memory = null;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                memory ??= await store.RecallAsync(clock.GetUtcNow(), cancellation).ConfigureAwait(false);
                await StoreWaitingAsync(memory, grant, cancellation).ConfigureAwait(false);
                Works();
                await PauseAsync(cancellation).ConfigureAwait(false);
            }
            catch (StorageException e) when (e.Fault is not StorageFault.Fenced)
            {
                Fails(e.Message);
                await Task.Delay(TryAgain, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stores all that waits, and up to when nothing else happened.</summary>
    internal async Task StoreWaitingAsync(AlertMemory memory, LockGrant? grant, CancellationToken cancellation)
    {
        // Before the rounds are looked at: a board that comes meanwhile is not yet stored.
        var seen = rounds.SeenAt;
        while (rounds.Peek() is { } round)
        {
            // What another replica stored up to then, it saw itself.
            if (memory.RecalledUntil is not { } until || round.At > until)
            {
                await StoreAsync(memory, round, grant, cancellation).ConfigureAwait(false);
            }

            rounds.Done(round);
        }

        if (seen is { } at && (memory.WatchedUntil is not { } known || at - known >= Beat))
        {
            await store.StoreAsync(grant, [], at, cancellation).ConfigureAwait(false);
            memory.Watched(at);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await new SoleRunner(locks, "alert-history", SolePace.Of(database), clock, log).RunAsync(RecordAsync, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task StoreAsync(AlertMemory memory, AlertRound round, LockGrant? grant, CancellationToken cancellation)
    {
        var changes = memory.Changes(round);
        for (var from = 0; from < changes.Length || from == 0; from += TransitionStore.Batch)
        {
            var some = changes[from..Math.Min(from + TransitionStore.Batch, changes.Length)];
            var isLast = from + TransitionStore.Batch >= changes.Length;
            await store.StoreAsync(grant, some, isLast ? round.At : null, cancellation).ConfigureAwait(false);
            foreach (var change in some)
            {
                memory.Stored(change);
            }
        }

        memory.Stored(round);
    }

    private async Task PauseAsync(CancellationToken cancellation)
    {
        using var pausing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(rounds.ArrivedAsync(), Task.Delay(Beat, clock, pausing.Token)).ConfigureAwait(false);
        await pausing.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Fails(string why)
    {
        if (!isFailing)
        {
            log.HistoryWaits(why);
        }

        isFailing = true;
    }

    private void Works()
    {
        if (isFailing)
        {
            log.HistoryGoesOn();
        }

        isFailing = false;
    }
}
