using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Sources;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>A cluster's leases with pauses short enough for a test.</summary>
internal sealed class TestCluster : IDisposable
{
    private readonly ServiceProvider provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SourceHttp http;

    public TestCluster(string url, TimeSpan timeout, TimeSpan silence)
    {
        var source = SourceIdentity.Of("main", SourceKind.Kubernetes, url);
        var meter = new SourceMeter(source, new UpstreamMetrics(provider.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger.Instance);
        http = new SourceHttp(meter, new Connections(null, Insecure: false).Open(), timeout, TimeProvider.System);
        var pace = new WatchPace(TimeProvider.System, new Random(7)) { Silence = silence, FirstPause = TimeSpan.FromMilliseconds(50) };
        Leases = new LeaseClient(http, pace, NullLogger.Instance);
    }

    public LeaseClient Leases { get; }

    public void Dispose()
    {
        http.Dispose();
        provider.Dispose();
    }
}
