using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Runbooks;

namespace OpsConsole.Systems;

/// <summary>Adds the profiles and the list of runbook files.</summary>
public static class SystemsSetup
{
    /// <summary>Adds what reads <c>systems/</c> and <c>runbooks/</c>; add it before the collectors that need the profiles.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, with the section <c>Systems</c>.</param>
    public static IServiceCollection AddSystems(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SystemsOptions>()
            .Bind(configuration.GetSection(SystemsOptions.Section))
            .Validate(options => options.Folder.Length > 0, "Systems:Folder is empty: name the folder of the profiles, for example systems")
            .Validate(options => options.RunbooksFolder.Length > 0, "Systems:RunbooksFolder is empty: name the folder of the runbooks, for example runbooks")
            .ValidateOnStart();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SystemsOptions>>().Value;
            var root = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
            return new SystemFolders(SystemsOptions.Locate(options.Folder, root), SystemsOptions.Locate(options.RunbooksFolder, root));
        });
        services.AddHostedService<CatalogCollector>();
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton<RenderedRunbooks>();
        services.AddHostedService(provider => provider.GetRequiredService<RunbookLibrary>());
        return services;
    }
}
