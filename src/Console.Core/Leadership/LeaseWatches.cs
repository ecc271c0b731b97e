namespace OpsConsole.Leadership;

/// <summary>One watch for each namespace that a profile's lease is in, whatever the number of systems; it follows the profiles.</summary>
/// <param name="sources">The clusters.</param>
/// <param name="desk">Told what the watches see.</param>
internal sealed class LeaseWatches(IEnumerable<ILeaseSource> sources, LeaderDesk desk) : IAsyncDisposable
{
    private readonly Dictionary<Place, Watch> watches = [];

    /// <summary>Starts the watches that are missing and ends those that nobody needs.</summary>
    /// <param name="cancellation">Ends all watches.</param>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var wanted = desk.Followed.Select(it => new Place(it.Profile.Cluster, it.Election.Namespace)).ToHashSet();
        foreach (var (place, watch) in watches.Where(it => !wanted.Contains(it.Key)).ToArray())
        {
            watches.Remove(place);
            await watch.EndAsync().ConfigureAwait(false);
        }

        foreach (var place in wanted)
        {
            if (watches.ContainsKey(place))
            {
                continue;
            }

            if (sources.FirstOrDefault(source => source.Name == place.Cluster) is { } source)
            {
                var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                watches[place] = new Watch(ending, RunAsync(source, place, ending.Token));
            }
            else
            {
                desk.Tell(place.Concerns, track => track.LeasesBroken(NoSuchCluster(place.Cluster)));
            }
        }
    }

    /// <summary>Throws what ended a watch: they run until cancelled, so whatever it was is a surprise.</summary>
    public async Task ThrowIfEndedAsync()
    {
        foreach (var watch in watches.Values.Where(watch => watch.Running.IsCompleted))
        {
            await watch.Running.ConfigureAwait(false);
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

    private async Task RunAsync(ILeaseSource source, Place place, CancellationToken cancellation)
    {
        void Failed(string why) => desk.Tell(place.Concerns, track => track.LeasesBroken(why));
        await foreach (var list in source.WatchAsync(place.Namespace, Failed, cancellation).ConfigureAwait(false))
        {
            desk.Tell(place.Concerns, track => track.Leases(list));
        }
    }

    private string NoSuchCluster(string? cluster) => cluster is null
        ? "the profile names no cluster"
        : $"no cluster is named '{cluster}'; configured: {(sources.Any() ? string.Join(", ", sources.Select(it => it.Name)) : "none")}";

    private readonly record struct Place(string? Cluster, string Namespace)
    {
        public bool Concerns(LeaderTrack track) => track.Profile.Cluster == Cluster && track.Election.Namespace == Namespace;
    }

    private sealed record Watch(CancellationTokenSource Ending, Task Running)
    {
        public async Task EndAsync()
        {
            await Ending.CancelAsync().ConfigureAwait(false);
            await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Ending.Dispose();
        }
    }
}
