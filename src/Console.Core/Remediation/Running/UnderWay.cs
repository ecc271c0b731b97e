using System.Collections.Concurrent;

namespace OpsConsole.Remediation;

/// <summary>What goes on in this process whoever leaves, and what its end waits for.</summary>
/// <param name="clock">The time.</param>
internal sealed class UnderWay(TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<Task, byte> tasks = new();
    private readonly CancellationTokenSource ending = new();

    /// <summary>Cancelled when the process waits no longer.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>How many there are.</summary>
    public int Count => tasks.Count;

    /// <summary>Begins something that goes on by itself.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="work">The work.</param>
    public Task<T> Begin<T>(Func<Task<T>> work)
    {
        var task = Task.Run(work, CancellationToken.None);
        tasks.TryAdd(task, 0);
        _ = task.ContinueWith(done => tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>Waits for what is under way, and for what that begins; then says that the process waits no longer.</summary>
    /// <param name="within">How long at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How many were left.</returns>
    public async Task<int> EndAsync(TimeSpan within, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        while (!tasks.IsEmpty && !either.IsCancellationRequested)
        {
            await Task.WhenAll(tasks.Keys).WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var left = tasks.Count;
        await ending.CancelAsync().ConfigureAwait(false);
        return left;
    }

    /// <inheritdoc/>
    public void Dispose() => ending.Dispose();
}
