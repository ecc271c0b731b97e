namespace OpsConsole.Incidents;

/// <summary>A channel that does not give up at the first failure, and keeps what it could not hand over.</summary>
/// <param name="identity">Which channel.</param>
/// <param name="notifier">The service's client.</param>
/// <param name="pace">How it is tried again.</param>
/// <param name="record">Where it is written down.</param>
/// <param name="clock">The time.</param>
internal sealed class PersistentChannel(ChannelIdentity identity, INotifier notifier, ChannelPace pace, ChannelRecord record, TimeProvider clock) : IChannel
{
    /// <inheritdoc/>
    public string Name => identity.Name;

    /// <inheritdoc/>
    public ChannelKind Kind => identity.Kind;

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Page page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(page);

        // Kept, such a page would be refused for ever: it is its maker that must be mended.
        return PageRules.Problems(page) is { IsEmpty: false } wrong
            ? Delivery.Refused($"{identity} was not asked, because the page is wrong: {string.Join("; ", wrong)}", TimeSpan.Zero) with { Tries = 0 }
            : await record.KeepAsync(identity, page, await TryAsync(page, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<Delivery> TryAsync(Page page, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var delivery = await OnceAsync(page, cancellation).ConfigureAwait(false) with { Tries = tries, Took = clock.GetElapsedTime(begun) };
            if (delivery.IsDelivered || !delivery.MayPass || pace.Next(tries, delivery.Took, delivery.RetryAfter, Random.Shared.NextDouble()) is not { } pause)
            {
                return delivery;
            }

            record.TryingAgain(identity, delivery.Says, pause);
            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Delivery> OnceAsync(Page page, CancellationToken cancellation)
    {
        try
        {
            return await notifier.HandOverAsync(page, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // A defect of ours in one channel must not keep the page from the next one.
            record.Broke(identity, e);
            return Delivery.Refused($"{identity} failed for a reason of the console's own, see its log", TimeSpan.Zero);
        }
    }
}
