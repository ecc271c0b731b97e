using System.Collections.Immutable;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Storage;

/// <summary>
/// Opens the database at start and watches over it. What a person must mend stops the start; what may pass by itself (a server that is away, a
/// full disk) does not: the console is needed most when something else is broken, so it starts, says what it can't do, and tries again.
/// </summary>
internal sealed class StoreKeeper : BackgroundService
{
    private static readonly TimeSpan WhileDown = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WhileUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Database database;
    private readonly StorageState state;
    private readonly StorageMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<StoreKeeper> log;
    private readonly SemaphoreSlim nudged = new(0, 1);
    private SqliteGround? ground;

    public StoreKeeper(Database database, StorageState state, StorageMetrics metrics, TimeProvider clock, ILogger<StoreKeeper> log)
    {
        (this.database, this.state, this.metrics, this.clock, this.log) = (database, state, metrics, clock, log);
        database.ClosedBecause = () => state.IsMigrated ? null : NotYet();
        database.Failed = Noticed;
    }

    /// <summary>The first attempt, before anything listens.</summary>
    /// <returns>What a person must mend; empty when the console may start.</returns>
    public async Task<ImmutableArray<Problem>> PrepareAsync(CancellationToken cancellation)
    {
        if (database.File is { } file)
        {
            var found = await SqliteGround.TakeAsync(file, clock, cancellation).ConfigureAwait(false);
            if (!found.IsOk)
            {
                return found.Problems;
            }

            ground = found.Value;
        }

        // A process's first connection is its slowest: one that took too long, on a machine where everything starts at once, is not yet a server that is away.
        var wrong = await TryAsync(cancellation).ConfigureAwait(false);
        wrong = wrong is { Fault: StorageFault.Unreachable } ? await TryAsync(cancellation).ConfigureAwait(false) : wrong;
        return wrong is not null && !MayPass(wrong.Fault)
            ? [new Problem(database.File is null ? "Storage:PostgreSql" : "Storage:Folder", wrong.Message)]
            : [];
    }

    public override void Dispose()
    {
        ground?.Dispose();
        nudged.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var rest = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var pause = Task.Delay(state.Current.IsReady ? WhileUp : WhileDown, clock, rest.Token);
                await Task.WhenAny(pause, nudged.WaitAsync(rest.Token)).ConfigureAwait(false);
                await rest.CancelAsync().ConfigureAwait(false);
                stoppingToken.ThrowIfCancellationRequested();
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Brings it to the newest version if that was not done yet, and asks whether it answers.</summary>
    private async Task<StorageException?> TryAsync(CancellationToken cancellation)
    {
        try
        {
            if (!state.IsMigrated)
            {
                var applied = await Migrations.ApplyAsync(database, clock, cancellation).ConfigureAwait(false);
                state.Migrated();
                log.Opened(database.Place, Migrations.Newest, applied.Count);
            }

            await ProbeTwiceAsync(cancellation).ConfigureAwait(false);
            if (state.Up() is { } down && down > TimeSpan.FromMilliseconds(1))
            {
                log.AnswersAgain(database.Place, down.TotalSeconds);
            }

            return null;
        }
        catch (StorageException e)
        {
            Fell(e);
            return e;
        }
    }

    // A connection of the pool may be left over from before the server's restart: only the second failure is one.
    private async Task ProbeTwiceAsync(CancellationToken cancellation)
    {
        try
        {
            await ProbeAsync(cancellation).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Fault is StorageFault.Unreachable && database.Dialect is Dialect.PostgreSql && state.Current.IsReady)
        {
            await ProbeAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task ProbeAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            // A disk that is full, or a file that may not be written, is read without trouble: then only a write tells.
            if (state.Current.Fault is null or StorageFault.Unreachable)
            {
                var connection = await database.OpenAlwaysAsync(either.Token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    await connection.ExecuteScalarAsync<int>(new CommandDefinition("SELECT 1", cancellationToken: either.Token)).ConfigureAwait(false);
                }
            }
            else
            {
                await database.WriteAlwaysAsync(work => work.ExecuteAsync(WriteSomething, null, either.Token), either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new StorageException(StorageFault.Unreachable, $"The database does not answer within {Patience.TotalSeconds:0} s.", e);
        }
        catch (Exception e) when (StorageException.Of(e) is { } ours && !ReferenceEquals(ours, e))
        {
            throw ours;
        }
    }

    private const string WriteSomething =
        "INSERT INTO locks (name, holder, token, since, until) VALUES ('probe', '', 1, 0, 0) ON CONFLICT (name) DO UPDATE SET token = locks.token + 1";

    /// <summary>Somebody met a failure. That the database is away is for the probe to find, because one broken connection is not yet that.</summary>
    private void Noticed(StorageException failure)
    {
        metrics.Failed(failure.Fault);
        if (failure.Fault is StorageFault.Full or StorageFault.ReadOnly or StorageFault.Corrupt && state.IsMigrated)
        {
            Fell(failure);
        }

        if (failure.Fault is StorageFault.Unreachable or StorageFault.Full or StorageFault.ReadOnly or StorageFault.Corrupt && state.Current.IsReady)
        {
            Nudge();
        }
    }

    internal void Nudge()
    {
        try
        {
            nudged.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or the console ends.
        }
    }

    private void Fell(StorageException why)
    {
        if (state.Down(why))
        {
            log.Fails(database.Place, why.Fault, why.Message);
        }
    }

    private bool MayPass(StorageFault fault) => fault is StorageFault.Busy or StorageFault.Full
        || (database.Dialect is Dialect.PostgreSql && fault is StorageFault.Unreachable);

    private StorageException NotYet() => new(
        state.Current.Fault ?? StorageFault.Unreachable, $"The console's database is not ready yet: {state.Current.Problem}");
}
