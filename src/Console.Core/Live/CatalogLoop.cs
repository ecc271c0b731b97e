using OpsConsole.Systems;

namespace OpsConsole.Live;

/// <summary>
/// Runs a collector's rounds over the systems' profiles: again and again, at once when the profiles change, and not at all before they
/// were read.
/// </summary>
/// <param name="live">Where the profiles are.</param>
/// <param name="period">Time between the begins of two rounds.</param>
/// <param name="clock">The time.</param>
/// <param name="rest">Shortest time from the end of a round to the begin of the next, even when woken.</param>
internal sealed class CatalogLoop(LiveState live, TimeSpan period, TimeProvider clock, TimeSpan rest = default)
{
    private readonly CollectorLoop loop = new(period, clock, rest);

    /// <summary>Asks for a round now.</summary>
    public void Wake() => loop.Wake();

    /// <summary>Runs until cancelled.</summary>
    /// <param name="round">One round over the present profiles.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public async Task RunAsync(Func<SystemCatalog, CancellationToken, Task> round, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = FollowAsync(ending.Token);
        try
        {
            await loop.RunAsync(
                turn => live.Systems.Current.Value is { } catalog ? round(catalog, turn) : Task.CompletedTask, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        var seen = live.Systems.Current.Value;
        await foreach (var snapshot in live.Systems.WatchAsync(cancellation).ConfigureAwait(false))
        {
            if (!ReferenceEquals(snapshot.Value, seen))
            {
                seen = snapshot.Value;
                loop.Wake();
            }
        }
    }
}
