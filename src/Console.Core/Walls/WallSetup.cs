using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Walls;

/// <summary>Brings the wallboards into the house.</summary>
public static class WallSetup
{
    /// <summary>Adds the <see cref="WallDesk"/>. It needs the database, the rights, the audit and a clock.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddWalls(this IServiceCollection services) => services
        .AddSingleton<WallStore>()
        .AddSingleton(provider => new WallDesk(
            provider.GetRequiredService<WallStore>(), provider.GetRequiredService<IAccessRules>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
}
