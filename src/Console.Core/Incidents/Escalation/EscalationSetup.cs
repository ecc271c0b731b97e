using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Brings escalations into the house.</summary>
public static class EscalationSetup
{
    // Escalations are told of in reviews, long after.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>
    /// Adds the <see cref="EscalationDesk"/>, and what tells people of alerts by <c>escalation.yaml</c>. It needs the live state, a clock, the grants' file, the acknowledgements, the
    /// record, the database, and the <see cref="ChannelBook"/>, which is empty where nobody added one.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, with the section <c>Escalation</c>.</param>
    public static IServiceCollection AddEscalation(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<EscalationOptions>()
            .Bind(configuration.GetSection(EscalationOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EscalationOptions>, EscalationOptions.Validation>();

        // Notices go with their escalation.
        services.AddSingleton(new RetainedTable("Escalations", "escalations", "ended_at", KeptFor));
        services.TryAddSingleton(new ChannelBook([]));
        services.TryAddSingleton<EscalationStore>();
        services.AddSingleton(new ConsoleAddress(Uri.TryCreate(configuration["Http:PublicUrl"], UriKind.Absolute, out var address) ? address : null));
        services.AddSingleton<EscalationFile>().AddSingleton<EscalationMetrics>().AddSingleton<EscalationPages>().AddSingleton<PageSending>();
        services.AddSingleton(provider => new EscalationLedger(provider.GetRequiredService<Database>(), provider.GetRequiredService<AuditLog>()));
        services.AddSingleton(provider => new EscalationSurroundings(
            provider.GetRequiredService<EscalationFile>(), provider.GetRequiredService<LiveState>(), provider.GetRequiredService<AckStore>(),
            provider.GetRequiredService<IOptions<EscalationOptions>>().Value.Limits(),
            provider.GetRequiredService<EscalationMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EscalationKeeper>>())
        {
            Reached = provider.GetService<EscalationEdgeReached>() ?? ((_, _) => Task.CompletedTask),
        });
        services.AddSingleton<EscalationKeeper>().AddSingleton<EscalationRunner.Surroundings>();
        services.AddSingleton(provider => new EscalationDesk(provider.GetRequiredService<EscalationStore>(), provider.GetRequiredService<EscalationFile>(), provider.GetRequiredService<LiveState>()));
        services.AddSingleton<PersonalPages>();
        services.AddHostedService<EscalationWatch>().AddHostedService<PersonalPagesWriter>();
        return services.AddHostedService(provider => new EscalationRunner(
            provider.GetRequiredService<EscalationKeeper>(), provider.GetRequiredService<PageSending>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), "escalation", SolePace.Of(provider.GetRequiredService<Database>()), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<EscalationRunner>>()),
            provider.GetRequiredService<StorageState>(), provider.GetRequiredService<EscalationRunner.Surroundings>()));
    }
}
