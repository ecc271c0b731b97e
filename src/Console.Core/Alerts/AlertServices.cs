using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Brings alerts into the house.</summary>
public static class AlertServices
{
    /// <summary>
    /// Adds the collectors of alerts and rules, <see cref="AlertWake"/> for the webhook and the <see cref="RuleBook"/>. They need the live
    /// state and the lists of <see cref="IAlertSource"/> and <see cref="IRuleSource"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; the section <c>Alerts</c> is read.</param>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<AlertsOptions>()
            .Bind(configuration.GetSection(AlertsOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<AlertWake>()
            .AddSingleton<RuleBook>()
            .AddSingleton<AlertRounds>()
            .AddSingleton<AlertCollector.Surroundings>()
            .AddHostedService<RuleCollector>()
            .AddHostedService<AlertCollector>();
    }

    /// <summary>Adds the <see cref="AlertHistory"/>, what writes it, and the <see cref="AlertPast"/> that pages show of it. It needs the alerts, a clock and the database.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAlertHistory(this IServiceCollection services)
    {
        // Alerts that go on have no end, and are kept however old they are.
        services.AddSingleton(new RetainedTable("AlertHistory", "alert_transitions", "at", AlertHistory.KeptFor))
            .AddSingleton(new RetainedTable("AlertsSeen", "alerts_seen", "ended_at", AlertHistory.KeptFor));
        services.AddSingleton<TransitionStore>();
        services.AddSingleton(provider => new EventRecord(provider.GetRequiredService<TransitionStore>(), provider.GetRequiredService<LiveState>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AlertHistory(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AlertHindsight(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PastReader>().AddSingleton<AlertPast>();
        return services.AddHostedService<AlertRecorder>().AddHostedService<PastCollector>();
    }
}
