using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>Brings the walkthroughs into the house.</summary>
public static class WalkSetup
{
    /// <summary>Adds the <see cref="WalkthroughDesk"/>, what is followed live, and all behind it. It needs the live state, a clock, the rights, the record and the database.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddWalkthroughs(this IServiceCollection services)
    {
        // Open ones have no end, and are kept however old they are.
        services.AddSingleton(new RetainedTable("Walkthroughs", "walkthroughs", "ended_at", TimeSpan.FromDays(400)));
        services.TryAddSingleton(WalkSources.None);
        services.AddSingleton<WalkStore>().AddSingleton<WalkWriter>().AddSingleton<WalkPresence>();
        services.AddSingleton(provider => new WalkthroughDesk(
            provider.GetRequiredService<WalkStore>(), provider.GetRequiredService<WalkWriter>(), provider.GetRequiredService<AuditLog>(),
            provider.GetRequiredService<IAccessRules>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WalkthroughFeed(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<WalkStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => new WalkRuns(
            provider.GetRequiredService<WalkthroughDesk>(), provider.GetRequiredService<LiveState>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), "walk-runs", SolePace.Of(provider.GetRequiredService<Database>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WalkRuns>>()),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<WalkBoardWriter>().AddHostedService<PresenceBeat>();
    }
}
