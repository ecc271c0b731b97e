using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <summary>Brings the list of silences into the house.</summary>
public static class SilenceServices
{
    /// <summary>
    /// Adds the collector of silences, what they are held to, and what keeps those that last until their alerts are over. It needs the live state, the
    /// alerts, the rights, the record, the actions and the lists of <see cref="ISilenceSource"/> and <see cref="ISilenceWriter"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; the section <c>Silences</c> is read.</param>
    public static IServiceCollection AddSilences(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<SilencesOptions>()
            .Bind(configuration.GetSection(SilencesOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SilencesOptions>, SilencesOptions.Validation>();
        services.AddSingleton(Surroundings).AddSingleton<SilenceKeeper>().AddSingleton<SilenceTemplates>();
        return services.AddHostedService<SilenceCollector>().AddHostedService(provider => new SilenceKeeperHost(
            provider.GetRequiredService<SilenceKeeper>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), "silence-keeper", SolePace.Of(provider.GetRequiredService<Database>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SilenceKeeperHost>>()),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static SilenceKeeper.Surroundings Surroundings(IServiceProvider provider) => new()
    {
        Live = provider.GetRequiredService<LiveState>(),
        Writers = [.. provider.GetRequiredService<IEnumerable<ISilenceWriter>>()],
        Runs = provider.GetRequiredService<ActionStore>().FindAsync,
        Hindsight = provider.GetRequiredService<AlertHindsight>(),
        Rules = provider.GetRequiredService<IAccessRules>(),
        Audit = provider.GetRequiredService<IAuditLog>(),
        Clock = provider.GetRequiredService<TimeProvider>(),
    };
}
