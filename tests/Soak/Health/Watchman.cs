using OpsConsole.Soak.Servers;

namespace OpsConsole.Soak.Health;

/// <summary>Looks at the consoles' processes every few seconds.</summary>
/// <param name="replicas">The consoles.</param>
internal sealed class Watchman(IReadOnlyList<Replica> replicas)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Looks until it is over.</summary>
    public async Task WatchAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(Every);
        while (await WaitAsync(timer, over))
        {
            foreach (var replica in replicas.Where(replica => replica.IsRunning))
            {
                Last(replica)?.Look();
            }
        }
    }

    private static ProcessLife? Last(Replica replica)
    {
        lock (replica.Lives)
        {
            return replica.Lives.LastOrDefault();
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken over)
    {
        try
        {
            return await timer.WaitForNextTickAsync(over);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
