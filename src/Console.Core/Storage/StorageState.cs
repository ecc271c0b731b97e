using OpsConsole.Live;

namespace OpsConsole.Storage;

/// <summary>Whether the database does its work, kept current by whoever uses it and by a probe; pages follow <see cref="Section"/>.</summary>
public sealed class StorageState
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private volatile bool isMigrated;

    /// <summary>Not ready yet.</summary>
    /// <param name="clock">The time.</param>
    public StorageState(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        Section = new LiveSection<StorageStatus>("storage", TimeSpan.MaxValue, clock);
        Section.Observed(new StorageStatus(false, clock.GetUtcNow(), null, "It was not opened yet."));
    }

    /// <summary>The status, to follow.</summary>
    public LiveSection<StorageStatus> Section { get; }

    /// <summary>The status now.</summary>
    public StorageStatus Current => Section.Current.Value!;

    /// <summary>Whether the migrations were applied: before, nothing is read or written.</summary>
    public bool IsMigrated => isMigrated;

    /// <summary>Waits until the database does its work.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        await foreach (var seen in Section.WatchAsync(cancellation).ConfigureAwait(false))
        {
            if (seen.Value is { IsReady: true })
            {
                return;
            }
        }
    }

    /// <summary>For the health report.</summary>
    /// <param name="database">The database.</param>
    public StorageHealth HealthOf(Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var now = Current;
        return new StorageHealth(database.Dialect is Dialect.Sqlite ? "sqlite" : "postgresql", database.Place, now.IsReady, now.Since, now.Problem);
    }

    internal void Migrated() => isMigrated = true;

    /// <summary>It answers.</summary>
    /// <returns>How long it did not; null when it was ready before.</returns>
    internal TimeSpan? Up() => Change(was => was.IsReady ? was : new StorageStatus(true, clock.GetUtcNow(), null, null)) is { IsReady: false } down
        ? clock.GetUtcNow() - down.Since
        : null;

    /// <summary>It fails. The time stays that of the first failure.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool Down(StorageException why)
    {
        var was = Change(was => new StorageStatus(false, was.IsReady ? clock.GetUtcNow() : was.Since, why.Fault, why.Message));
        return was.IsReady || was.Fault != why.Fault;
    }

    // Failures come from many threads, and a section has one writer: so they take turns.
    private StorageStatus Change(Func<StorageStatus, StorageStatus> next)
    {
        lock (gate)
        {
            var was = Current;
            if (next(was) is var now && now != was)
            {
                Section.Observed(now);
            }

            return was;
        }
    }
}
