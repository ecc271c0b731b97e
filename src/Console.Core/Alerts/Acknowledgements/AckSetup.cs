using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Brings acknowledgements into the house.</summary>
public static class AckSetup
{
    /// <summary>Adds the <see cref="AckDesk"/> and all behind it. It needs the live state, a clock, the rights, the record and the database.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAcknowledgements(this IServiceCollection services)
    {
        // Those that go on have no end, and are kept.
        services.AddSingleton(new RetainedTable("Acknowledgements", "acknowledgements", "ended_at", AlertHistory.KeptFor));
        services.AddSingleton<AckStore>().AddSingleton<AckKeeper.Surroundings>();
        services.AddSingleton(provider => new AckDesk(
            provider.GetRequiredService<AckStore>(), provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<IAccessRules>(),
            provider.GetRequiredService<LiveState>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<AckBoardWriter>().AddHostedService<AckKeeper>();
    }
}
