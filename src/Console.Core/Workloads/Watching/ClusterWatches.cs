namespace OpsConsole.Workloads;

/// <summary>The watches that the present profiles need, each once whatever the number of systems; they follow the profiles.</summary>
/// <param name="sources">The clusters.</param>
/// <param name="desk">Told what the watches see.</param>
internal sealed class ClusterWatches(IEnumerable<IClusterSource> sources, ClusterDesk desk) : IAsyncDisposable
{
    private readonly Dictionary<object, Watch> watches = [];

    /// <summary>Starts the watches that are missing and ends those that nobody needs.</summary>
    /// <param name="cancellation">Ends all watches.</param>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var wanted = new Dictionary<object, Func<CancellationToken, Task[]>>();
        desk.Look(picture =>
        {
            foreach (var one in picture.Namespaces)
            {
                wanted[one] = ending => Follow(Source(one.Cluster), one, ending);
            }

            foreach (var (cluster, nodes) in picture.Nodes)
            {
                wanted[nodes] = ending => [RunAsync(Source(cluster), null, nodes, ending)];
            }
        });
        foreach (var (what, watch) in watches.Where(it => !wanted.ContainsKey(it.Key)).ToArray())
        {
            watches.Remove(what);
            await watch.EndAsync().ConfigureAwait(false);
        }

        foreach (var (what, follow) in wanted.Where(it => !watches.ContainsKey(it.Key)))
        {
            var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            watches[what] = new Watch(ending, follow(ending.Token));
        }
    }

    /// <summary>Throws what ended a watch: they run until cancelled, so whatever it was is a surprise.</summary>
    public async Task ThrowIfEndedAsync()
    {
        foreach (var running in watches.Values.SelectMany(watch => watch.Running).Where(running => running.IsCompleted))
        {
            await running.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var watch in watches.Values)
        {
            await watch.EndAsync().ConfigureAwait(false);
        }

        watches.Clear();
    }

    private Task[] Follow(IClusterSource source, NamespacePicture it, CancellationToken ending) =>
    [
        RunAsync(source, it.Name, it.Deployments, ending),
        RunAsync(source, it.Name, it.StatefulSets, ending),
        RunAsync(source, it.Name, it.DaemonSets, ending),
        RunAsync(source, it.Name, it.ReplicaSets, ending),
        RunAsync(source, it.Name, it.Pods, ending),
        RunAsync(source, it.Name, it.Events, ending),
        RunAsync(source, it.Name, it.Budgets, ending),
        RunAsync(source, it.Name, it.Autoscalers, ending),
    ];

    private async Task RunAsync<T>(IClusterSource source, string? @namespace, Shelf<T> shelf, CancellationToken ending)
        where T : class, IClusterObject
    {
        await foreach (var change in source.WatchAsync<T>(@namespace, why => desk.Broke(shelf, why), ending).ConfigureAwait(false))
        {
            desk.Tell(shelf, change);
        }
    }

    private IClusterSource Source(string cluster) => sources.First(source => source.Name == cluster);

    private sealed record Watch(CancellationTokenSource Ending, Task[] Running)
    {
        public async Task EndAsync()
        {
            await Ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Ending.Dispose();
        }
    }
}
