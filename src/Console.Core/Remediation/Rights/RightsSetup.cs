using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Remediation;

/// <summary>Registers the review of the console's own rights.</summary>
public static class RightsSetup
{
    /// <summary>Adds it. It needs the live state, a clock and the upstreams.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddOwnRights(this IServiceCollection services) => services
        .AddSingleton<IEnumerable<IRightsSource>>(provider =>
            [.. provider.GetRequiredService<UpstreamSources>().Clusters.Select(cluster => new ClusterRightsSource(cluster))])
        .AddHostedService<RightsCollector>();
}
