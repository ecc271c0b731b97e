namespace OpsConsole.Live;

/// <summary>
/// Runs a collector's round again and again: at once, then after each period, or earlier when it is woken. Rounds never overlap,
/// and a round that takes long stretches the period, so that a slow upstream is not asked more than a tenth of the time; but by no more
/// than half a minute, so that one that hung and is back is soon seen again.
/// </summary>
/// <param name="period">Time between the begins of two rounds.</param>
/// <param name="clock">The time.</param>
/// <param name="rest">Shortest time from the end of a round to the begin of the next, even when woken: a storm of wakes is no storm of rounds.</param>
public sealed class CollectorLoop(TimeSpan period, TimeProvider clock, TimeSpan rest = default)
{
    private static readonly TimeSpan MostStretch = TimeSpan.FromSeconds(30);

    // Completed by Wake, replaced before each round: a wake during a round starts the next one at once.
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks for a round now; several calls before it begins are one.</summary>
    public void Wake() => Volatile.Read(ref woken).TrySetResult();

    /// <summary>Runs until cancelled.</summary>
    /// <param name="round">One round. Upstream failures are its own to report; anything it throws ends the loop.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public async Task RunAsync(Func<CancellationToken, Task> round, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Volatile.Write(ref woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var begun = clock.GetTimestamp();
            await round(cancellation).ConfigureAwait(false);
            var took = clock.GetElapsedTime(begun);
            var stretch = took * 9 < MostStretch ? took * 9 : MostStretch;
            await PauseAsync(stretch > period - took ? stretch : period - took, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Runs until cancelled, a round for whatever is heard meanwhile; its end by cancellation is no error.</summary>
    /// <param name="news">What wakes it, each ended by the same cancellation.</param>
    /// <param name="round">One round, as for <see cref="RunAsync"/>.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public async Task FollowAsync<T>(IEnumerable<IAsyncEnumerable<T>> news, Func<CancellationToken, Task> round, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll([.. news.Select(HearAsync), RunAsync(round, cancellation)]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ended.
        }
    }

    /// <summary>Wakes the loop at all that is heard.</summary>
    /// <param name="news">What is heard, until it ends.</param>
    public async Task HearAsync<T>(IAsyncEnumerable<T> news)
    {
        await foreach (var _ in news.ConfigureAwait(false))
        {
            Wake();
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, clock, cancellation).ConfigureAwait(false);
        }

        using var pausing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Volatile.Read(ref woken).Task, Task.Delay(pause > rest ? pause - rest : TimeSpan.Zero, clock, pausing.Token)).ConfigureAwait(false);
        await pausing.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }
}
