using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpsConsole.Sources;
using OpsConsole.Upstream.Alertmanager;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Upstream.Kubernetes.Connect;
using OpsConsole.Upstream.Prometheus;

namespace OpsConsole.Upstream;

/// <summary>All clients, made once from the settings; owns their connections.</summary>
internal sealed class UpstreamSources : IDisposable
{
    // Lists and the begin of watches; the watches themselves last.
    private static readonly TimeSpan KubernetesTimeout = TimeSpan.FromSeconds(10);
    private readonly UpstreamMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly List<SourceHttp> opened = [];

    public UpstreamSources(UpstreamsOptions options, UpstreamMetrics metrics, TimeProvider clock, ILogger<UpstreamSources> log)
    {
        (this.metrics, this.clock, this.log) = (metrics, clock, log);
        Prometheis = [.. options.Prometheus.Select(source => new PrometheusClient(Open(SourceKind.Prometheus, source), clock, log))];
        Alertmanagers = [.. options.Alertmanager.Select(source => new AlertmanagerClient(Open(SourceKind.Alertmanager, source)))];
        Clusters = [.. options.Kubernetes.Select(source => new ClusterClient(Open(source), new WatchPace(clock, Random.Shared), log))];
        Hands = [.. Clusters.Select(cluster => new ClusterHand(cluster, clock))];
        Registry = new SourceRegistry([.. opened.Select(http => http.Meter)]);
    }

    public ImmutableArray<PrometheusClient> Prometheis { get; }

    public ImmutableArray<AlertmanagerClient> Alertmanagers { get; }

    public ImmutableArray<ClusterClient> Clusters { get; }

    /// <summary>What changes the clusters.</summary>
    public ImmutableArray<ClusterHand> Hands { get; }

    public SourceRegistry Registry { get; }

    public void Dispose()
    {
        // The watches first: they must not take their connection's end for a failure.
        foreach (var cluster in Clusters)
        {
            cluster.Dispose();
        }

        opened.ForEach(http => http.Dispose());
    }

    private SourceHttp Open(SourceKind kind, HttpSourceOptions options)
    {
        var source = SourceIdentity.Of(options.Name, kind, options.Url, options.ExternalUrl);
        var timeout = UpstreamDuration.Parse(options.Timeout) ?? throw new InvalidOperationException($"{source}: the settings were not validated");
        return Open(source, Credentials.Of(source, options, Connections.Of(options).Open()), timeout);
    }

    private SourceHttp Open(KubernetesSourceOptions options)
    {
        var connection = ClusterSettings.Read(options, Environment.GetEnvironmentVariable).Value;
        var source = SourceIdentity.Of(options.Name, SourceKind.Kubernetes, connection.Server);
        return Open(source, connection.Open(source, clock), KubernetesTimeout);
    }

    private SourceHttp Open(SourceIdentity source, HttpMessageHandler handler, TimeSpan timeout)
    {
        var http = new SourceHttp(new SourceMeter(source, metrics, clock, log), handler, timeout, clock);
        opened.Add(http);
        return http;
    }
}
