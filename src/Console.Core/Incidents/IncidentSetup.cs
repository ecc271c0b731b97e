using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Brings incidents into the house.</summary>
public static class IncidentSetup
{
    // What was learned is worth more than what fired.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1_100);

    /// <summary>
    /// Adds the <see cref="IncidentDesk"/>, the <see cref="ReviewDesk"/>, the <see cref="HandOverDesk"/>, the <see cref="ResponseTimesDesk"/> and all behind them. It needs the live state, a
    /// clock, the rights, the record, the database, the alerts' history, acknowledgements, walkthroughs and actions.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddIncidents(this IServiceCollection services)
    {
        // One that goes on has no age, nor has one with an open promise.
        services.AddSingleton(new RetainedTable("Incidents", "incidents", "over_at", KeptFor));
        services.AddSingleton<LinkedAlerts>().AddSingleton<ILinkable>(provider => provider.GetRequiredService<LinkedAlerts>())
            .AddSingleton<ILinkable, LinkedWalks>().AddSingleton<ILinkable, LinkedActions>().AddSingleton<ILinkable, LinkedSilences>()
            .AddSingleton<LinkBook>().AddSingleton<AlertDeliveries>().AddSingleton<IncidentStore>().AddSingleton<TimelineReader>().AddSingleton<IActedUpon, IncidentVerdicts>().AddSingleton<IRuleVerdicts, IncidentVerdicts>();

        // Timelines tell whom alerts were told to, also where nobody is told of any more.
        services.TryAddSingleton<EscalationStore>();
        services.AddSingleton(provider => new IncidentHand(
            provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<IAccessRules>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new IncidentDesk(
            provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<IncidentHand>(), provider.GetRequiredService<LinkBook>(),
            provider.GetRequiredService<TimelineReader>(), provider.GetRequiredService<LiveState>()));
        services.AddSingleton<IncidentKeeper.Surroundings>().AddSingleton<IncidentMetrics>();
        services.AddHostedService<IncidentBoardWriter>();
        services.AddHostedService(Keeper);
        return services.AddReviews().AddHandOver().AddResponseTimes();
    }

    private static IncidentKeeper Keeper(IServiceProvider provider)
    {
        // Its gauge is read by whoever scrapes: nobody else asks for it.
        provider.GetRequiredService<IncidentMetrics>();
        return new IncidentKeeper(
            provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<IncidentHand>(), provider.GetRequiredService<LiveState>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), "incidents", SolePace.Of(provider.GetRequiredService<Database>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<IncidentKeeper>>()),
            provider.GetRequiredService<IncidentKeeper.Surroundings>());
    }
}
