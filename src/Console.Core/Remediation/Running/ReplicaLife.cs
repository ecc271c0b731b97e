using Microsoft.Extensions.Logging;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>
/// That this process lives, as the others can see it: a lock of its own in the database. Who takes the lock of one that is silent has also made sure that it
/// writes nothing more about its runs, should it only have slept.
/// </summary>
/// <param name="locks">The locks.</param>
/// <param name="database">The database.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class ReplicaLife(StoreLock locks, Database database, TimeProvider clock, ILogger<ReplicaLife> log) : IDisposable
{
    /// <summary>How long a process counts as alive without a sign.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Renew = TimeSpan.FromSeconds(3);

    // The server's clock and ours may differ, but not by so much.
    private static readonly TimeSpan LongGone = TimeSpan.FromDays(1);
    private const string Prefix = "replica:";

    private readonly SemaphoreSlim one = new(1);
    private volatile Held? held;

    /// <summary>The name of the locks of processes.</summary>
    /// <param name="replica">A process.</param>
    public static string LockOf(string replica) => Prefix + replica;

    /// <summary>Whether a process is this one, in this or a former life that others have not taken.</summary>
    /// <param name="replica">A process.</param>
    public bool Is(string? replica) => held is { } now && now.Grant.Holder == replica;

    /// <summary>Whether it is certain that the others still see this life.</summary>
    /// <param name="life">The life.</param>
    public bool IsSeen(LockGrant life) => held is { } now && now.Grant == life && clock.GetElapsedTime(now.Since) < Time - TimeSpan.FromSeconds(1);

    /// <summary>This process's life, on record now.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<LockGrant> HoldAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // From before the request on: the database counts from later, so we give up before it does.
            var since = clock.GetTimestamp();
            if (held is { } now && clock.GetElapsedTime(now.Since) < Renew)
            {
                return now.Grant;
            }

            if (held is { } old && await locks.RenewAsync(old.Grant, Time, cancellation).ConfigureAwait(false))
            {
                held = old with { Since = since };
                return old.Grant;
            }

            if (held is { } lost)
            {
                log.LifeTaken(lost.Grant.Holder);
            }

            // Another name for another life: the runs of the former belong to who took it.
            var name = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}"[..^20];
            var grant = await locks.TryAcquireAsync(LockOf(name), name, Time, cancellation).ConfigureAwait(false)
                ?? throw new StorageException(StorageFault.Busy, "The database: the lock of this process could not be taken.");
            held = new Held(grant, since);
            return grant;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Shows that it lives, again and again.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await HoldAsync(cancellation).ConfigureAwait(false);
            }
            catch (StorageException)
            {
                // The database is away, and its keeper says so. Nothing is begun meanwhile.
            }

            await Task.Delay(Renew, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends this life, so that others need not wait for it to run out.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (held is not { } now)
        {
            return;
        }

        try
        {
            await locks.ReleaseAsync(now.Grant, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            // Then it runs out by itself.
        }
    }

    /// <summary>Forgets the locks of processes that are long gone, and have no open run.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<int> ForgetOthersAsync(CancellationToken cancellation) => database.WriteAsync(
        work => work.ExecuteAsync(
            """
            DELETE FROM locks WHERE name LIKE 'replica:%' AND name <> @mine AND until < @before
            AND NOT EXISTS (SELECT 1 FROM actions WHERE ended_at IS NULL AND 'replica:' || replica = locks.name)
            """,
            new { mine = held is { } now ? LockOf(now.Grant.Holder) : string.Empty, before = StoredTime.Of(clock.GetUtcNow() - LongGone) }, cancellation),
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private sealed record Held(LockGrant Grant, long Since);
}
