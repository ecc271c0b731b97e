using Microsoft.Extensions.Logging;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Writes down what became of each page: the channel's health and the dead letter in the database, the figures, the log.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="metrics">The figures.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class ChannelRecord(DeadLetterStore store, ChannelMetrics metrics, TimeProvider clock, ILogger<ChannelRecord> log)
{
    /// <summary>Writes it down. A page that was taken ends the letter that may wait of it; one that was not becomes a letter.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="page">The page.</param>
    /// <param name="delivery">What became of it.</param>
    /// <returns>The same, with the letter's id. When the database is away it says so; the page is not sent again for that.</returns>
    public async Task<Delivery> KeepAsync(ChannelIdentity channel, Page page, Delivery delivery)
    {
        metrics.Over(channel, delivery);
        if (!delivery.IsDelivered)
        {
            log.NotDelivered(channel, page.Id, delivery.Tries, delivery.Says);
        }

        try
        {
            // The page is out, or is not: whoever leaves now must not take the word of it along.
            return delivery with { DeadLetter = await store.KeepAsync(channel.Name, page, delivery, clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false) };
        }
        catch (StorageException e)
        {
            log.NotKept(channel, page.Id, e.Message);
            return delivery.IsDelivered ? delivery : delivery with { Says = $"{delivery.Says.TrimEnd('.')}; no dead letter could be kept of it: {e.Message}" };
        }
    }

    /// <summary>A try failed, and another follows.</summary>
    public void TryingAgain(ChannelIdentity channel, string why, TimeSpan pause) => log.TryingAgain(channel, why, pause.TotalSeconds);

    /// <summary>The channel's client has a defect.</summary>
    public void Broke(ChannelIdentity channel, Exception defect) => log.ChannelBroke(defect, channel);
}
