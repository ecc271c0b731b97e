using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>A cluster that tells its objects and keeps telling.</summary>
public interface IClusterSource
{
    /// <summary>The cluster's name in the configuration.</summary>
    string Name { get; }

    /// <summary>
    /// Lists, then watches, and tells each change once and in order. Runs until cancelled: a failure is reported through
    /// <paramref name="failed"/> and tried again with back-off; what comes after it is a change like any other, or a new list.
    /// Readers of the same kind and namespace share one watch.
    /// </summary>
    /// <typeparam name="T">One of the records of this folder.</typeparam>
    /// <param name="namespace">The namespace; null for the whole cluster.</param>
    /// <param name="failed">Told when the watch is broken, with a sentence for a person.</param>
    /// <param name="cancellation">Ends the watch.</param>
    IAsyncEnumerable<ClusterChange<T>> WatchAsync<T>(string? @namespace, Action<string> failed, CancellationToken cancellation)
        where T : class, IClusterObject;

    /// <summary>Reads a container's log line by line.</summary>
    /// <param name="query">What to read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="Upstream.UpstreamException">The cluster did not give it; its own words are in the message.</exception>
    IAsyncEnumerable<LogLine> LogAsync(LogQuery query, CancellationToken cancellation);
}

/// <summary>What a watch tells.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="At">When the cluster told it, by our clock.</param>
public abstract record ClusterChange<T>(DateTimeOffset At)
    where T : class, IClusterObject
{
    /// <summary>The whole content: it replaces whatever was there.</summary>
    /// <param name="Objects">Everything there is.</param>
    /// <param name="At">When the cluster told it, by our clock.</param>
    public sealed record Listed(ImmutableArray<T> Objects, DateTimeOffset At) : ClusterChange<T>(At);

    /// <summary>An object is new or has changed.</summary>
    /// <param name="Item">The object now.</param>
    /// <param name="At">When the cluster told it, by our clock.</param>
    public sealed record Put(T Item, DateTimeOffset At) : ClusterChange<T>(At);

    /// <summary>An object is gone.</summary>
    /// <param name="Item">The object as it was last.</param>
    /// <param name="At">When the cluster told it, by our clock.</param>
    public sealed record Gone(T Item, DateTimeOffset At) : ClusterChange<T>(At);

    /// <summary>Nothing changed up to now, and the watch is whole (again).</summary>
    /// <param name="At">When the cluster told it, by our clock.</param>
    public sealed record Confirmed(DateTimeOffset At) : ClusterChange<T>(At);

    /// <summary>The cluster does not serve this kind; it is asked again now and then, a list follows when it does.</summary>
    /// <param name="What">What it does not serve, for example <c>policy/v1</c>.</param>
    /// <param name="At">When the cluster told it, by our clock.</param>
    public sealed record NotServed(string What, DateTimeOffset At) : ClusterChange<T>(At);
}
