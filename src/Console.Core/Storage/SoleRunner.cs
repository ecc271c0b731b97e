using Microsoft.Extensions.Logging;

namespace OpsConsole.Storage;

/// <summary>How quickly a lock moves from a holder that died.</summary>
/// <param name="Time">How long the lock is held without being renewed.</param>
/// <param name="Renew">How often it is renewed.</param>
/// <param name="Look">How often the others look.</param>
public sealed record SolePace(TimeSpan Time, TimeSpan Renew, TimeSpan Look)
{
    /// <summary>For a server with replicas: moves within 7 seconds.</summary>
    public static SolePace Replicas { get; } = new(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

    /// <summary>For a file with one process: nobody waits, so the disk is left alone.</summary>
    public static SolePace OneProcess { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));

    /// <summary>The one that fits a database.</summary>
    /// <param name="database">The database.</param>
    public static SolePace Of(Database database) => database.Dialect is Dialect.Sqlite ? OneProcess : Replicas;
}

/// <summary>
/// Runs a piece of work on exactly one replica. When its holder dies or is cut off, another begins within seconds; the old one is cancelled as
/// soon as it can know, and what it would still write is refused by <see cref="StoreLockWork.RequireAsync"/>.
/// </summary>
/// <param name="locks">The locks.</param>
/// <param name="name">The work's name: its lock.</param>
/// <param name="pace">How quickly it moves.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
public sealed class SoleRunner(StoreLock locks, string name, SolePace pace, TimeProvider clock, ILogger log)
{
    private readonly string me = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}"[..^24];
    private volatile LockHolder? holder;
    private volatile bool isHere;

    /// <summary>This replica's name, as the others see it.</summary>
    public string Me => me;

    /// <summary>Who does it, as last seen; null when nobody was.</summary>
    public LockHolder? Holder => holder;

    /// <summary>Whether this replica does it.</summary>
    public bool IsHere => isHere;

    /// <summary>Runs the work whenever this replica holds the lock, until it is cancelled.</summary>
    /// <param name="work">The work: begun again when it ends; its token is cancelled when the lock is lost.</param>
    /// <param name="cancellation">Ends it, and gives the lock back.</param>
    public async Task RunAsync(Func<LockGrant, CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var asked = clock.GetTimestamp();
                var grant = await locks.TryAcquireAsync(name, me, pace.Time, cancellation).ConfigureAwait(false);
                holder = await locks.FindAsync(name, cancellation).ConfigureAwait(false);
                if (grant is not null)
                {
                    await HoldAsync(grant, asked, work, cancellation).ConfigureAwait(false);
                }

                await Task.Delay(pace.Look, clock, cancellation).ConfigureAwait(false);
            }
            catch (StorageException)
            {
                // The database is away, and its keeper says so; nobody holds anything meanwhile.
                await Task.Delay(pace.Look, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task HoldAsync(LockGrant grant, long asked, Func<LockGrant, CancellationToken, Task> work, CancellationToken cancellation)
    {
        log.LockTaken(name, grant.Token);
        isHere = true;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var keeping = KeepAsync(grant, asked, ends.Token);
        try
        {
            var working = Task.Run(() => work(grant, ends.Token), CancellationToken.None);
            await Task.WhenAny(working, keeping).ConfigureAwait(false);
            if (keeping.IsCompletedSuccessfully)
            {
                log.LockLost(name, grant.Token);
            }

            await ends.CancelAsync().ConfigureAwait(false);
            await working.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
        }
        catch (StorageException e) when (e.Fault is StorageFault.Fenced)
        {
            log.LockLost(name, grant.Token);
        }
        catch (StorageException e) when (e.Fault is StorageFault.Unreachable or StorageFault.Busy)
        {
            // No failure of the work: whatever it is, it goes on when the database is back.
            log.SoleWorkWaits(name, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Work that fails must not end the watch over it: it is begun again, here or elsewhere.
            log.SoleWorkFailed(e, name);
        }
        finally
        {
            isHere = false;
            await ends.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await GiveBackAsync(grant).ConfigureAwait(false);
        }
    }

    /// <summary>Renews the lock; comes back when it is lost, or can't be known to be held any more.</summary>
    private async Task KeepAsync(LockGrant grant, long asked, CancellationToken cancellation)
    {
        // From before the request on: the database counts from later, so we give up before it does.
        for (var since = asked; ;)
        {
            // Never beyond the time that is left: who sleeps past it goes on when another may have begun.
            if (Left(since) is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause < pace.Renew ? pause : pace.Renew, clock, cancellation).ConfigureAwait(false);
            }

            var left = Left(since);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            var begun = clock.GetTimestamp();
            using var inTime = new CancellationTokenSource(left, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, inTime.Token);
            try
            {
                if (!await locks.RenewAsync(grant, pace.Time, either.Token).ConfigureAwait(false))
                {
                    return;
                }

                since = begun;
            }
            catch (StorageException)
            {
                // Perhaps the next one comes through; the time that is left decides.
            }
            catch (OperationCanceledException) when (inTime.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private TimeSpan Left(long since) => pace.Time - clock.GetElapsedTime(since);

    private async Task GiveBackAsync(LockGrant grant)
    {
        using var patience = new CancellationTokenSource(pace.Renew, clock);
        try
        {
            await locks.ReleaseAsync(grant, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            // Then it runs out by itself.
        }
    }
}
