using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Silences;

/// <summary>Brings the list of silences into the house.</summary>
public static class SilenceServices
{
    /// <summary>Adds the collector of silences. It needs the live state, the alerts and the list of <see cref="ISilenceSource"/>.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddSilences(this IServiceCollection services) => services.AddHostedService<SilenceCollector>();
}
