using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Storage;

namespace OpsConsole.Slo;

/// <summary>Brings what is told of budgets beside their state into the house: their past, and what is left out of them.</summary>
public static class SloSetup
{
    /// <summary>Adds <see cref="SloPast"/> and <see cref="LeaveOutDesk"/>. They need the boards, the metric sources, the database, the rights and the record.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        services.AddSingleton(new RetainedTable("LeftOut", "slo_left_out", "to_at", TimeSpan.FromDays(400)));
        services.AddSingleton<LeftOutStore>().AddSingleton<ILeftOutTimes, RecordedLeftOut>().AddSingleton<ILeftOutTimes, MaintenanceLeftOut>().AddHostedService<LeftOutWatch>();
        services.AddSingleton(provider => new LeaveOutDesk(
            provider.GetRequiredService<LeftOutStore>(), provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<IAccessRules>(),
            provider.GetRequiredService<LiveState>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(provider => new SloPast(
            provider.GetRequiredService<LiveState>(), provider.GetRequiredService<MetricSources>(), provider.GetRequiredService<IOptions<SloOptions>>(),
            provider.GetServices<ILeftOutTimes>(), provider.GetRequiredService<TimeProvider>()));
    }
}
