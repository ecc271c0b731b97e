using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>Writes anchors: when the console starts, regularly while there is news, and when it ends. To a file and to the log, which often goes elsewhere.</summary>
internal sealed class AnchorService(
    Database database, AuditKeys keys, AnchorFile file, TimeProvider clock, IOptions<AuditOptions> options, ILogger<AnchorService> log) : BackgroundService
{
    private const int LookedBack = 100;
    private long anchored;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await AnchorAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        anchored = Last();
        while (!stoppingToken.IsCancellationRequested)
        {
            await AnchorAsync(stoppingToken).ConfigureAwait(false);
            await Task.Delay(options.Value.AnchorEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Anchors the last entry, if it is news.</summary>
    internal async Task AnchorAsync(CancellationToken cancellation)
    {
        try
        {
            var tail = await database.ReadAsync(
                connection => connection.QuerySingleOrDefaultAsync<ChainTail>(new CommandDefinition(ChainTail.Select, cancellationToken: cancellation)), cancellation).ConfigureAwait(false);
            if ((tail?.Sequence ?? 0) < anchored)
            {
                log.EndsBeforeAnchor(tail?.Sequence ?? 0, file.File, anchored);
            }
            else if (tail is not null && tail.Sequence > anchored)
            {
                Anchor(tail);
            }
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            log.NotAnchored(e.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The console ends; StopAsync anchors once more.
        }
    }

    private void Anchor(ChainTail tail)
    {
        var known = keys.Read();
        if (!known.IsOk)
        {
            log.NotAnchored(known.Explanation);
            return;
        }

        // An anchor vouches for an entry: so it must be one of ours.
        if (known.Value.FirstOrDefault(key => key.Id == tail.KeyId) is not { } key || !key.Made(tail.Body, tail.Hash))
        {
            log.NotAnchored($"entry {tail.Sequence} is not one that the console wrote with the keys it has");
            return;
        }

        var anchor = AuditAnchor.Of(tail.Sequence, tail.Hash, clock.GetUtcNow(), key);
        log.Anchored(anchor.Sequence, anchor.Hash, anchor.At, anchor.KeyId, anchor.Mac);
        file.Append(anchor);
        anchored = tail.Sequence;
    }

    /// <summary>The last anchor that is ours: a forged one must not keep us from writing.</summary>
    private long Last()
    {
        try
        {
            var known = keys.Read();
            return file.Lines().TakeLast(LookedBack).Select(AuditAnchor.Read).OfType<AuditAnchor>().LastOrDefault(anchor => known.IsOk && anchor.IsBy(known.Value))?.Sequence ?? 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotAnchored(e.Message);
            return 0;
        }
    }
}
