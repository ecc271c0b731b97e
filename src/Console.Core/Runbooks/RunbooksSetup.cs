using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks.Kubectl;

namespace OpsConsole.Runbooks;

/// <summary>Brings the runbooks into the house.</summary>
public static class RunbooksSetup
{
    /// <summary>Adds <see cref="LiveBlocks"/>. It needs a clock, the upstreams, the rights and the guarded actions.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddRunbooks(this IServiceCollection services)
    {
        services.AddSingleton(provider => new LiveBlocks(
            provider.GetRequiredService<MetricSources>(),
            provider.GetRequiredService<IEnumerable<IClusterReader>>(),
            provider.GetRequiredService<Impersonation>(),
            provider.GetRequiredService<IAccessRules>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WalkSources(provider.GetRequiredService<RunbookLibrary>().Shelf.Find, RunbookScenes.Of));
        return services.AddWalkthroughs().AddSingleton<RunbookReports>().AddHostedService<RunbookReporter>();
    }
}
