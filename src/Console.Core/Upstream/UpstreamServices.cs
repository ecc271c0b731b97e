using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks.Kubectl;
using OpsConsole.Silences;
using OpsConsole.Sources;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream;

/// <summary>Brings the upstreams into the house.</summary>
public static class UpstreamServices
{
    /// <summary>
    /// Adds the configured upstreams behind their ports: <see cref="MetricSources"/>, the lists of <see cref="IRuleSource"/>,
    /// <see cref="ITargetSource"/>, <see cref="IAlertSource"/>, <see cref="IAlertmanagerStatusSource"/>, <see cref="ISilenceSource"/>,
    /// <see cref="ILeaseSource"/> and <see cref="IClusterSource"/>, what changes them (<see cref="ISilenceWriter"/>, <see cref="IClusterWriter"/>), and
    /// the <see cref="SourceRegistry"/>. Bad settings stop the start, by name.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; the section <c>Upstreams</c> is read.</param>
    public static IServiceCollection AddUpstreams(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(UpstreamsOptions.Section);
        services.AddOptions<UpstreamsOptions>().Bind(section).PostConfigure(options => ImpersonationSettings.ReadNames(section, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UpstreamsOptions>>(new UnknownSettings(section));
        services.AddSingleton<IValidateOptions<UpstreamsOptions>, UpstreamsValidation>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<UpstreamMetrics>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<UpstreamSources>(
            provider, provider.GetRequiredService<IOptions<UpstreamsOptions>>().Value));
        services.AddSingleton(provider => Sources(provider).Registry);
        services.AddSingleton(provider => new MetricSources([.. Sources(provider).Prometheis]));

        // As whole lists: how many there are is known only when the settings are read. One object stands behind several ports.
        return services
            .AddSingleton<IEnumerable<IRuleSource>>(provider => Sources(provider).Prometheis)
            .AddSingleton<IEnumerable<ITargetSource>>(provider => Sources(provider).Prometheis)
            .AddSingleton<IEnumerable<IAlertSource>>(provider => Sources(provider).Alertmanagers)
            .AddSingleton<IEnumerable<IAlertmanagerStatusSource>>(provider => Sources(provider).Alertmanagers)
            .AddSingleton<IEnumerable<ISilenceSource>>(provider => Sources(provider).Alertmanagers)
            .AddSingleton<IEnumerable<ISilenceWriter>>(provider => Sources(provider).Alertmanagers)
            .AddSingleton<IEnumerable<IRoutingSource>>(provider => Sources(provider).Alertmanagers)
            .AddSingleton<IEnumerable<IAlertSender>>(provider => Sources(provider).Alertmanagers)
            .AddSingleton<IEnumerable<IClusterWriter>>(provider => Sources(provider).Hands)
            .AddSingleton<IEnumerable<IClusterReader>>(provider => [.. Sources(provider).Clusters.Select(cluster => cluster.Reader)])
            .AddSingleton<IEnumerable<ILeaseSource>>(provider => Sources(provider).Clusters)
            .AddSingleton<IEnumerable<IClusterSource>>(provider => Sources(provider).Clusters);
    }

    private static UpstreamSources Sources(IServiceProvider provider) => provider.GetRequiredService<UpstreamSources>();
}
