using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.People;

namespace OpsConsole.SignIn.Proxy;

/// <summary>Signing in at a proxy in front: services and the two places in the order of requests, when the settings say so.</summary>
internal static class ProxySetup
{
    public static IServiceCollection AddProxySignIn(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsOn(configuration))
        {
            return services;
        }

        services.AddOptions<ProxyOptions>()
            .Bind(configuration.GetSection(ProxyOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptions.Check>()
            .AddSingleton<ProxyHeaders>().AddScoped<ProxySessions>().AddSingleton<IGroupCheck, ProxyGroupCheck>();
    }

    /// <summary>Before anything else looks at a request: a forged header goes no further.</summary>
    public static IApplicationBuilder UseProxyHeaders(this IApplicationBuilder app) => !IsOn(app.ApplicationServices.GetRequiredService<IConfiguration>()) ? app
        : app.Use(async (context, next) =>
        {
            if (await context.RequestServices.GetRequiredService<ProxyHeaders>().ReadAsync(context))
            {
                await next(context);
            }
        });

    /// <summary>After the cookie was looked at, and before rights are.</summary>
    public static IApplicationBuilder UseProxySessions(this IApplicationBuilder app) => !IsOn(app.ApplicationServices.GetRequiredService<IConfiguration>()) ? app
        : app.Use(async (context, next) =>
        {
            if (await context.RequestServices.GetRequiredService<ProxySessions>().ApplyAsync(context))
            {
                await next(context);
            }
        });

    private static bool IsOn(IConfiguration configuration) =>
        configuration.GetSection(SignInOptions.Section)["Mode"]?.Equals(nameof(SignInMethod.Proxy), StringComparison.OrdinalIgnoreCase) == true;
}
