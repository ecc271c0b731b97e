using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Panels;

/// <summary>Brings what stands beside the charts into the house.</summary>
public static class PanelSetup
{
    /// <summary>Adds the <see cref="HappeningReader"/>. It needs the live state, a clock, the history of alerts and the guarded actions.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddHappenings(this IServiceCollection services) => services.AddSingleton<HappeningReader>();
}
