using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OpsConsole.Leadership;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>A cluster: its objects as they change, its leases, its logs.</summary>
internal sealed class ClusterClient : IClusterSource, ILeaseSource, IDisposable
{
    private readonly SourceHttp http;
    private readonly WatchPace pace;
    private readonly ILogger log;
    private readonly KubernetesKinds kinds = new(KubernetesJson.Pooled());
    private readonly CancellationTokenSource ending = new();
    private readonly ClusterPulse pulse;
    private readonly Lazy<Task> greeting;
    private readonly ConcurrentDictionary<(Type Kind, string? Namespace), object> informers = new();

    public ClusterClient(SourceHttp http, WatchPace pace, ILogger log)
    {
        (this.http, this.pace, this.log) = (http, pace, log);
        pulse = new ClusterPulse(http, pace.Clock, ending.Token);
        greeting = new(pulse.LearnVersionAsync);
        Reads = new(http, kinds);
        Writes = new(http, kinds, Reads, pace.Clock);
        Reader = new(http, Reads, pace.Clock);
    }

    /// <summary>Questions.</summary>
    public ClusterReads Reads { get; }

    /// <summary>Changes and their rehearsals.</summary>
    public ClusterWrites Writes { get; }

    /// <summary>What kubectl would ask.</summary>
    public ClusterReader Reader { get; }

    /// <inheritdoc cref="IClusterSource.Name"/>
    public string Name => http.Source.Name;

    /// <inheritdoc/>
    public IAsyncEnumerable<ClusterChange<T>> WatchAsync<T>(string? @namespace, Action<string> failed, CancellationToken cancellation)
        where T : class, IClusterObject
    {
        _ = greeting.Value;
        var informer = (Informer<T>)informers.GetOrAdd((typeof(T), @namespace), place => new Informer<T>(
            new KubernetesCollection<T>(http, kinds.Of<T>(), place.Namespace, pace.Clock), pulse, pace, log, ending.Token));
        return informer.ReadAsync(failed, cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LeaseList> WatchAsync(
        string @namespace, Action<string> failed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var leases = new SortedDictionary<string, Lease>(StringComparer.Ordinal);
        await foreach (var change in WatchAsync<LeaseObject>(@namespace, failed, cancellation).ConfigureAwait(false))
        {
            switch (change)
            {
                case ClusterChange<LeaseObject>.Listed(var all, _):
                    leases.Clear();
                    foreach (var item in all)
                    {
                        leases[item.Id.Name] = item.Lease;
                    }

                    break;
                case ClusterChange<LeaseObject>.Put(var item, _):
                    leases[item.Id.Name] = item.Lease;
                    break;
                case ClusterChange<LeaseObject>.Gone(var item, _):
                    leases.Remove(item.Id.Name);
                    break;
                case ClusterChange<LeaseObject>.NotServed(var what, _):
                    failed($"{http.Source} does not serve {what}, so nobody can be seen to lead");
                    continue;
            }

            yield return new LeaseList([.. leases.Values], change.At);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LogLine> LogAsync(LogQuery query, CancellationToken cancellation) => PodLog.ReadAsync(http, query, null, cancellation);

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }
}
