using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>Registers what plans guarded actions: the actions themselves, their guards, the planner and what pages offer.</summary>
internal static class PlanningSetup
{
    /// <summary>Adds them. They need the live state, a clock, the rights, the clusters, the Alertmanagers and an <see cref="IActionHistory"/>.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPlanning(this IServiceCollection services) => services
        .AddSingleton(provider => new Impersonation(provider.GetRequiredService<IOptions<UpstreamsOptions>>().Value))
        .AddSingleton<RemedyPorts>()
        .AddSingleton(provider => RemedyBook.Of(provider.GetRequiredService<RemedyPorts>()))
        .AddSingleton<SceneReader>()
        .AddSingleton<ActionPlanner>()
        .AddSingleton<ActionOffers>();
}
