using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Sources;

/// <summary>Registers what the Sources section needs.</summary>
public static class SourcesSetup
{
    /// <summary>Adds the collector of the Sources section.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddSources(this IServiceCollection services) => services
        .AddSingleton<SourceVoices>().AddSingleton<SourceKnowledge>()
        .AddSingleton<QueryCheck>().AddHostedService(provider => provider.GetRequiredService<QueryCheck>())
        .AddHostedService<SourceCollector>();
}
