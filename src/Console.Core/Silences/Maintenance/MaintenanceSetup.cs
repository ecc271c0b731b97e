using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <summary>Brings maintenance windows into the house.</summary>
public static class MaintenanceSetup
{
    /// <summary>Adds the <see cref="MaintenanceDesk"/> and all behind it. It needs the live state, a clock, the upstreams, the rights, the record and the database.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddMaintenance(this IServiceCollection services)
    {
        // A window that comes again is never over, and is kept until somebody deletes it.
        services.AddSingleton(new RetainedTable("Maintenance", "maintenance_windows", "over_at", TimeSpan.FromDays(400)))
            .AddSingleton(new RetainedTable("MaintenanceRuns", "maintenance_runs", "ends_at", TimeSpan.FromDays(400)));
        services.AddSingleton<MaintenanceStore>().AddSingleton<MaintenancePlaces>().AddSingleton<MaintenanceSurroundings>().AddSingleton<MaintenanceKeeper>();
        services.AddSingleton(provider => new MaintenanceDesk(
            provider.GetRequiredService<MaintenanceStore>(), provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<IAccessRules>(),
            provider.GetRequiredService<LiveState>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<MaintenanceBoardWriter>();
        return services.AddHostedService(provider => new MaintenanceWatch(
            provider.GetRequiredService<MaintenanceKeeper>(),
            provider.GetRequiredService<Database>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), "maintenance", SolePace.Of(provider.GetRequiredService<Database>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MaintenanceWatch>>()),
            provider.GetRequiredService<TimeProvider>()));
    }
}
