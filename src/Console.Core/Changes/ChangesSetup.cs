using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Changes;

/// <summary>Adds what puts changes on record that nobody makes through the console: of its files, and of silences.</summary>
public static class ChangesSetup
{
    /// <summary>Adds it. It needs the audit, the store, the access file, the systems' folders and the upstreams.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddObservedChanges(this IServiceCollection services) => services
        .AddSingleton<ConfigurationFiles>()
        .AddHostedService<ConfigurationRecord>()
        .AddSingleton<SilenceRecord>()
        .AddHostedService(provider => new SilenceWatch(
            provider.GetRequiredService<SilenceRecord>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), "silence-record", SolePace.Of(provider.GetRequiredService<Database>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SilenceWatch>>()),
            provider.GetRequiredService<TimeProvider>()));
}
