using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Alerts;

/// <summary>Brings acknowledgements into the house.</summary>
public static class AckSetup
{
    /// <summary>Adds the <see cref="AckDesk"/> and all behind it. It needs the live state, a clock, the rights, the record and the database.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAcknowledgements(this IServiceCollection services) => services.AddSingleton<AckDesk>();
}
