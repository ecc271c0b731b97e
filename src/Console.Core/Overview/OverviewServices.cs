using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Overview;

/// <summary>Brings the overview into the house.</summary>
public static class OverviewServices
{
    /// <summary>Adds the collector that composes the overview. It needs the live state and a clock.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddOverview(this IServiceCollection services) => services.AddHostedService<OverviewCollector>();
}
