using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>Registers what plans guarded actions: the actions themselves, their guards, the planner and what pages offer.</summary>
internal static class PlanningSetup
{
    /// <summary>Adds them. They need the live state, a clock, the rights, the clusters, the Alertmanagers and an <see cref="IActionHistory"/>.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPlanning(this IServiceCollection services) => services
        .AddSingleton(provider => new Impersonation(provider.GetRequiredService<IOptions<UpstreamsOptions>>().Value))
        .AddSingleton(provider => new AlertmanagerClusters(
            [.. provider.GetRequiredService<IOptions<UpstreamsOptions>>().Value.Alertmanager.Select(one => (one.Name, one.Cluster))], provider.GetRequiredService<LiveState>()))
        .AddSingleton(provider => new SilenceLimits(provider.GetRequiredService<IOptions<SilencesOptions>>().Value, provider.GetRequiredService<IAccessRules>()))
        .AddSingleton(Ports)
        .AddSingleton(provider => RemedyBook.Of(provider.GetRequiredService<RemedyPorts>()))
        .AddSingleton<SceneReader>()
        .AddSingleton<ActionPlanner>()
        .AddSingleton<ActionOffers>();

    private static RemedyPorts Ports(IServiceProvider provider) => new(
        provider.GetRequiredService<IEnumerable<IClusterWriter>>(), provider.GetRequiredService<IEnumerable<ISilenceWriter>>(),
        provider.GetRequiredService<IEnumerable<ISilenceSource>>(), provider.GetRequiredService<LiveState>(), provider.GetRequiredService<TimeProvider>())
    {
        Limits = provider.GetRequiredService<SilenceLimits>(),
        Clusters = provider.GetRequiredService<AlertmanagerClusters>(),
    };
}
