using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>
/// Ends acknowledgements that are over by themselves, on one replica: their time is over, or the alert resolved. Nobody waits for it to see so, because what is shown goes by the
/// alert and the time; it writes the end down, and puts on record whose time was over.
/// </summary>
/// <param name="store">The acknowledgements.</param>
/// <param name="live">What fires.</param>
/// <param name="locks">Who of the replicas.</param>
/// <param name="around">The clock, the database, the record and the log.</param>
internal sealed class AckKeeper(AckStore store, LiveState live, StoreLock locks, AckKeeper.Surroundings around) : BackgroundService
{
    /// <summary>How long an alert must be gone: an Alertmanager that was started anew has its alerts back after a while, and they are the same firings.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(2);

    private static readonly Problem Renewed = new("renewed", "one of them was renewed at the same time");
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, DateTimeOffset> goneSince = new(StringComparer.Ordinal);
    private bool isFailing;

    /// <summary>Looks once, and ends what is over.</summary>
    internal async Task LookAsync(LockGrant? grant, CancellationToken cancellation)
    {
        var over = Over(await store.OpenAsync(cancellation).ConfigureAwait(false)).ToLookup(one => one.Ended is AckEnd.Expired);
        if (over[false].ToList() is { Count: > 0 } resolved)
        {
            await store.EndAsync(grant, resolved, cancellation).ConfigureAwait(false);
        }

        foreach (var batch in over[true].GroupBy(one => one.System, StringComparer.Ordinal).SelectMany(system => system.Chunk(AckRecord.Batch)))
        {
            await ExpireAsync(grant, batch, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await new SoleRunner(locks, "acknowledgements", SolePace.Of(around.Database), around.Clock, around.Log).RunAsync(KeepAsync, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task KeepAsync(LockGrant grant, CancellationToken cancellation)
    {
        goneSince.Clear();
        while (true)
        {
            try
            {
                await LookAsync(grant, cancellation).ConfigureAwait(false);
                isFailing = false;
            }
            catch (StorageException e) when (e.Fault is not StorageFault.Fenced)
            {
                if (!isFailing)
                {
                    around.Log.AcknowledgementsWait(e.Message);
                }

                isFailing = true;
            }

            await Task.Delay(Period, around.Clock, cancellation).ConfigureAwait(false);
        }
    }

    // One that was renewed meanwhile is looked at anew in a moment, and the others of its batch with it.
    private async Task ExpireAsync(LockGrant? grant, Acknowledgement[] batch, CancellationToken cancellation)
    {
        var recorded = await around.Audit.AppendAsync(
            AckRecord.Expired(batch[0].System, batch),
            async (work, inner) => await AckStore.ExpireAsync(work, grant, batch, inner).ConfigureAwait(false) ? null : Renewed,
            cancellation).ConfigureAwait(false);
        if (!recorded.IsOk && recorded.Problems[0] != Renewed)
        {
            around.Log.AcknowledgementsWait(recorded.Explanation);
        }
    }

    private List<Acknowledgement> Over(ImmutableArray<Acknowledgement> open)
    {
        var now = around.Clock.GetUtcNow();
        var board = live.Alerts.Current.Value;
        var alerts = open.IsEmpty || board is null ? [] : board.Alerts.ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);

        // A source that is silent may have it still: only what all sources say is gone, is gone.
        var isSure = board is { Silent.IsEmpty: true } && live.Alerts.Freshness is Freshness.Live;
        var over = new List<Acknowledgement>();
        foreach (var one in open)
        {
            var alert = alerts.GetValueOrDefault(one.Fingerprint);
            if (one.Until <= now || (alert is not null && alert.State is not AlertState.Pending))
            {
                goneSince.Remove(one.Id);
                over.AddRange(AckRules.End(one, alert, now) is { } ended ? [ended] : []);
            }
            else if (isSure && GoneSince(one.Id, now) is var since && now - since >= GoneAfter)
            {
                over.Add(AckRules.End(one, null, since)!);
            }
        }

        foreach (var id in goneSince.Keys.Except(open.Select(one => one.Id), StringComparer.Ordinal).ToList())
        {
            goneSince.Remove(id);
        }

        return over;
    }

    private DateTimeOffset GoneSince(string id, DateTimeOffset now) => goneSince.TryGetValue(id, out var since) ? since : goneSince[id] = now;

    /// <summary>The clock, the database, the record and the log.</summary>
    internal sealed record Surroundings(TimeProvider Clock, Database Database, AuditLog Audit, ILogger<AckKeeper> Log);
}
