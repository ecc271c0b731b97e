using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Sources;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>A cluster with pauses short enough for a test.</summary>
internal sealed class TestCluster : IDisposable
{
    private readonly ServiceProvider provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SourceHttp http;

    public TestCluster(string url, TimeSpan timeout, TimeSpan silence)
        : this(url, timeout, pace => pace with { Silence = silence })
    {
    }

    public TestCluster(string url, Func<WatchPace, WatchPace> change)
        : this(url, TimeSpan.FromSeconds(10), change)
    {
    }

    public TestCluster(string url, TimeSpan timeout, Func<WatchPace, WatchPace> change)
    {
        var source = SourceIdentity.Of("main", SourceKind.Kubernetes, url);
        var meter = new SourceMeter(source, new UpstreamMetrics(provider.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger.Instance);
        http = new SourceHttp(meter, new Connections(null, Insecure: false).Open(), timeout, TimeProvider.System);
        var pace = new WatchPace(TimeProvider.System, Random.Shared) { FirstPause = TimeSpan.FromMilliseconds(50), Linger = TimeSpan.FromMilliseconds(50) };
        Cluster = new ClusterClient(http, change(pace), NullLogger.Instance);
    }

    public ClusterClient Cluster { get; }

    public SourceStatus Status => http.Meter.Status;

    public SourceHttp Http => http;

    public void Dispose()
    {
        Cluster.Dispose();
        http.Dispose();
        provider.Dispose();
    }
}
