namespace OpsConsole.Components.Remediation;

/// <summary>Looks again every two seconds, and sooner when there is news; not while nobody sees it.</summary>
/// <param name="look">Looks once.</param>
/// <param name="broke">Told what nobody expected; then it looks no more.</param>
/// <param name="clock">The time.</param>
internal sealed class PlanLoop(Func<CancellationToken, Task> look, Func<Exception, Task> broke, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // Whoever types or a board that changes without end must not ask the cluster without pause.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource left = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private Task following = Task.CompletedTask;
    private volatile bool isPaused;

    /// <summary>Whether nobody looks: then it does not ask either. Going on, it asks at once.</summary>
    public bool IsPaused
    {
        get => isPaused;
        set
        {
            isPaused = value;
            Wake();
        }
    }

    /// <summary>Begins; looks at once.</summary>
    public void Start() => following = FollowAsync();

    /// <summary>There is news: look soon.</summary>
    public void Wake()
    {
        try
        {
            news.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or gone.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await following;
        left.Dispose();
        news.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                if (!isPaused)
                {
                    await look(left.Token);
                    await Task.Delay(Least, clock, left.Token);
                }

                await RestAsync();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Closed.
        }
        catch (Exception e)
        {
            // To the page's error boundary, not into silence.
            await broke(e);
        }
    }

    private async Task RestAsync()
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(left.Token);
        var woken = news.WaitAsync(pause.Token);
        await Task.WhenAny(woken, Task.Delay(isPaused ? Timeout.InfiniteTimeSpan : Every - Least, clock, pause.Token));
        await pause.CancelAsync();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        left.Token.ThrowIfCancellationRequested();
    }
}
