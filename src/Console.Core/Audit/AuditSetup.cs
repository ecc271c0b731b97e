using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>Brings the record into the program.</summary>
public static class AuditSetup
{
    /// <summary>Adds the record, its reader and what is done with it. <see cref="Database"/> and the time must be there.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuditOptions>()
            .Bind(configuration.GetSection(AuditOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new AuditKeys(Place(provider, options => options.KeyFile), provider.GetRequiredService<ILogger<AuditKeys>>()));
        services.AddSingleton(provider => new AnchorFile(Place(provider, options => options.AnchorFile)));

        // The console's storage says where its folder is; a command that opens a database by itself has only the settings.
        services.TryAddSingleton(_ => new StoragePlace(StorageSetup.Locate(
            (configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions()).Folder, Directory.GetCurrentDirectory())));
        services.AddSingleton<ChainWriter>();
        services.AddSingleton<AuditLog>().AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<IAuditReader, AuditReader>();
        services.AddSingleton(provider => new AuditVerifier(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<AuditKeys>(), provider.GetRequiredService<AnchorFile>(), provider.GetRequiredService<IAuditLog>()));
        services.AddSingleton(provider => new RestoredAnchors(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<AuditKeys>(), provider.GetRequiredService<AnchorFile>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AuditSpotCheck(provider.GetRequiredService<Database>(), provider.GetRequiredService<AuditKeys>()));
        services.AddSingleton(provider => new AuditExporter(provider.GetRequiredService<Database>(), provider.GetRequiredService<IAuditLog>()));
        services.AddSingleton(provider => new AuditSealer(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<AuditKeys>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new KeyRotation(provider.GetRequiredService<AuditKeys>(), provider.GetRequiredService<IAuditLog>()));
        return services;
    }

    /// <summary>Adds the regular anchors: for the console, not for a command.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAuditAnchors(this IServiceCollection services) => services.AddHostedService<AnchorService>();

    private static string Place(IServiceProvider provider, Func<AuditOptions, string> file) =>
        Path.GetFullPath(file(provider.GetRequiredService<IOptions<AuditOptions>>().Value), provider.GetRequiredService<StoragePlace>().Folder);
}
