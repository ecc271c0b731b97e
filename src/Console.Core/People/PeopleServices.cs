using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Brings people into the house: their sessions, their tokens, and who vouches for them.</summary>
public static class PeopleServices
{
    /// <summary>Adds sessions, tokens and, where the mode is <c>Local</c>, the users file. They need the <see cref="Database"/>, the audit, the access
    /// rules and data protection.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; the section <c>SignIn</c> is read.</param>
    public static IServiceCollection AddPeople(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection(SignInOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>>(new SignInValidation(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SignInRecord>().AddSingleton<SessionStore>().AddSingleton<TokenStore>().AddSingleton<SessionEnds>().AddSingleton<SessionCheck>();
        services.AddSingleton(provider => new SessionSurroundings(
            Options(provider), provider.GetRequiredService<IAccessRules>(), provider.GetServices<IGroupCheck>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Sessions>>()));
        services.AddSingleton(provider => new Sessions(
            provider.GetRequiredService<SessionStore>(), provider.GetRequiredService<SessionCheck>(), provider.GetRequiredService<SessionEnds>(),
            provider.GetRequiredService<SignInRecord>(), provider.GetRequiredService<SessionSurroundings>()));
        services.AddSingleton(provider => new TokenOwners(provider.GetRequiredService<TokenStore>(), provider.GetService<UserDirectory>(), Options(provider)));
        services.AddSingleton(provider => new Tokens(
            provider.GetRequiredService<TokenStore>(), provider.GetRequiredService<TokenOwners>(), provider.GetRequiredService<SignInRecord>(),
            provider.GetRequiredService<AccessBook>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SignInFailures(provider.GetRequiredService<Database>(), Options(provider).Lockout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPreferences, PreferenceStore>();
        services.AddSingleton(provider => new SavedFilters(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SessionUpkeep>();

        // A session that is over is kept for a while: who comes back with its cookie is told why it ended.
        services.AddSingleton(new RetainedTable("Sessions", "sessions", "ended_at", TimeSpan.FromDays(30)))
            .AddSingleton(new RetainedTable("Tokens", "tokens", "expires_at", TimeSpan.FromDays(90)))
            .AddSingleton(new RetainedTable("People", "people", "seen_at", TimeSpan.FromDays(400)))
            .AddSingleton(new RetainedTable("SignInFailures", "sign_in_failures", "at", TimeSpan.FromDays(1)));
        if (configuration.GetSection(SignInOptions.Section).GetValue(nameof(SignInOptions.Mode), SignInMethod.Local) is SignInMethod.Local)
        {
            AddUsers(services);
        }

        return services;
    }

    /// <summary>Where the users file is.</summary>
    /// <param name="folder">The store's folder, as configured.</param>
    /// <param name="contentRoot">What a relative one is taken from.</param>
    public static string UsersFileIn(string folder, string contentRoot) => Path.Combine(Path.GetFullPath(folder, Path.GetFullPath(contentRoot)), UsersFile.Name);

    private static void AddUsers(IServiceCollection services)
    {
        services.AddSingleton(provider => new UserDirectory(UsersFileIn(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.Folder, provider.GetRequiredService<IHostEnvironment>().ContentRootPath)));
        services.AddSingleton(new UserPasswords(UserPasswords.Rounds));
        services.AddSingleton<IGroupCheck, LocalGroupCheck>();
        services.AddSingleton(provider => new LocalSignIn(
            provider.GetRequiredService<UserDirectory>(), provider.GetRequiredService<UserPasswords>(), provider.GetRequiredService<SignInFailures>(),
            provider.GetRequiredService<SignInRecord>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<UserWatch>();
    }

    private static SignInOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SignInOptions>>().Value;
}
