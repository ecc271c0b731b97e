using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsConsole.Sources;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Alertmanager;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Upstream.Prometheus;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>The upstreams as the console builds them, from configuration.</summary>
internal sealed class TestUpstreams : IAsyncDisposable
{
    private readonly ServiceProvider provider;

    private TestUpstreams(ServiceProvider provider) => this.provider = provider;

    public PrometheusClient Prometheus => Sources.Prometheis[0];

    public AlertmanagerClient Alertmanager => Sources.Alertmanagers[0];

    public ClusterClient Cluster => Sources.Clusters[0];

    public SourceStatus Status => provider.GetRequiredService<SourceRegistry>().Statuses[0];

    public IServiceProvider Services => provider;

    private UpstreamSources Sources => provider.GetRequiredService<UpstreamSources>();

    public static TestUpstreams OfPrometheus(string url, params (string Key, string Value)[] more) => Of(null, [("Prometheus:0:Name", "main"), ("Prometheus:0:Url", url), .. more]);

    public static TestUpstreams OfAlertmanager(string url, params (string Key, string Value)[] more) => Of(null, [("Alertmanager:0:Name", "main"), ("Alertmanager:0:Url", url), .. more]);

    public static TestUpstreams OfCluster(string url, TimeProvider? clock = null) => Of(clock, [("Kubernetes:0:Name", "main"), ("Kubernetes:0:Server", url)]);

    public static TestUpstreams Of(TimeProvider? clock, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Upstreams:{setting.Key}", setting.Value))).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(clock ?? TimeProvider.System);
        return new(services.AddUpstreams(configuration).BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => provider.DisposeAsync();
}
