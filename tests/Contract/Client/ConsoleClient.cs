using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Contract.Clusters;
using OpsConsole.Sources;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Upstream.Kubernetes.Connect;

namespace OpsConsole.Contract.Client;

/// <summary>The console's own client, made of a kubeconfig's context as the console makes it, with its own pauses and limits.</summary>
internal sealed class ConsoleClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly ServiceProvider provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SourceHttp http;
    private readonly NotedRequests noted;

    private ConsoleClient(KubernetesConnection connection, int? pageSize)
    {
        var source = SourceIdentity.Of("main", SourceKind.Kubernetes, connection.Server);
        var meter = new SourceMeter(source, new UpstreamMetrics(provider.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger.Instance);
        noted = new NotedRequests(connection.Open(source, TimeProvider.System), pageSize);
        http = new SourceHttp(meter, noted, Timeout, TimeProvider.System);
        Cluster = new ClusterClient(http, new WatchPace(TimeProvider.System, Random.Shared), NullLogger.Instance);
    }

    public ClusterClient Cluster { get; }

    public ClusterReads Reads => Cluster.Reads;

    public ClusterWrites Writes => Cluster.Writes;

    /// <summary>What it asked: method, path and query.</summary>
    public IReadOnlyList<string> Asked => noted.All;

    /// <summary>The watches that it began.</summary>
    public int Watches => noted.All.Count(request => request.Contains("watch=true", StringComparison.Ordinal));

    /// <summary>The client of one of the kubeconfig's contexts.</summary>
    public static ConsoleClient Of(Cluster cluster, string context) => new(Connection(cluster, context), null);

    /// <summary>The same, made to ask for small pages: a list of more than its own page would take long to make.</summary>
    public static ConsoleClient WithPagesOf(int size, Cluster cluster, string context) => new(Connection(cluster, context), size);

    /// <summary>The same with a token that the cluster does not know.</summary>
    public static ConsoleClient WithToken(string token, Cluster cluster) =>
        new(Connection(cluster, "viewer") with { User = new ClusterUser { Token = token } }, null);

    /// <summary>The same by way of a port of this machine, which leads to the cluster.</summary>
    public static ConsoleClient Through(int port, Cluster cluster, string context)
    {
        var connection = Connection(cluster, context);
        var server = new Uri(connection.Server);
        var name = connection.Trust.ServerName ?? (server.HostNameType is UriHostNameType.Dns ? server.Host : null);
        return new(connection with
        {
            Server = new UriBuilder(server) { Host = "127.0.0.1", Port = port }.Uri.ToString(),
            Trust = connection.Trust with { ServerName = name },
        }, null);
    }

    /// <summary>Where a kubeconfig's context leads.</summary>
    public static Uri Server(Cluster cluster) => new(Connection(cluster, "console").Server);

    public void Dispose()
    {
        Cluster.Dispose();
        http.Dispose();
        noted.Dispose();
        provider.Dispose();
    }

    private static KubernetesConnection Connection(Cluster cluster, string context) => ClusterSettings.Read(
        new KubernetesSourceOptions { Name = "main", Kubeconfig = cluster.Kubeconfig, Context = context }, Environment.GetEnvironmentVariable).Value;

    private sealed class NotedRequests(HttpMessageHandler wire, int? pageSize) : DelegatingHandler(wire)
    {
        private readonly ConcurrentQueue<string> all = new();

        public IReadOnlyList<string> All => [.. all];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (pageSize is { } size)
            {
                request.RequestUri = new(request.RequestUri!.AbsoluteUri.Replace("limit=500", $"limit={size}", StringComparison.Ordinal));
            }

            all.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
