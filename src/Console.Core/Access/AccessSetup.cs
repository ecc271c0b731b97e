using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OpsConsole.Access;

/// <summary>Adds the rights.</summary>
public static class AccessSetup
{
    /// <summary>Adds <see cref="IAccessRules"/> by <c>access.yaml</c>. Needs the live state and a clock.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, with the section <c>Access</c>.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<AccessOptions>()
            .Bind(configuration.GetSection(AccessOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<AccessOptions>, GrantsMustBeReadable>()
            .AddSingleton(provider => new AccessFile(AccessOptions.Locate(
                provider.GetRequiredService<IOptions<AccessOptions>>().Value.File, provider.GetRequiredService<IHostEnvironment>().ContentRootPath)))
            .AddSingleton<AccessBook>()
            .AddSingleton<IAccessRules>(provider => provider.GetRequiredService<AccessBook>())
            .AddHostedService<AccessWatch>();
    }

    // At the start there is no last good file to fall back to: then nobody could say what nobody may do.
    private sealed class GrantsMustBeReadable(IHostEnvironment host) : IValidateOptions<AccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessOptions options)
        {
            if (options.File.Length == 0)
            {
                return ValidateOptionsResult.Fail("Access:File is empty: name the file of the grants, for example access.yaml");
            }

            var read = AccessReader.Read(AccessOptions.Locate(options.File, host.ContentRootPath));
            return read.IsOk ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(read.Problems.Select(problem => problem.ToString()));
        }
    }
}
