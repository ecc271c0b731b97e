using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.People;

namespace OpsConsole.SignIn.Oidc;

/// <summary>Signing in at an OpenID provider: services and routes, when the settings say so.</summary>
internal static class OidcSetup
{
    public static IServiceCollection AddOidcSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsOn(configuration))
        {
            return services;
        }

        services.AddOptions<OidcOptions>()
            .Bind(configuration.GetSection(OidcOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsCheck>()
            .AddSingleton<OidcHttp>().AddSingleton<OidcProvider>().AddSingleton<OidcTokens>().AddSingleton<IdTokens>().AddSingleton<OidcPeople>()
            .AddSingleton<OidcReturn>().AddSingleton<OidcSignOut>()
            .AddSingleton<ISignOutElsewhere>(provider => provider.GetRequiredService<OidcSignOut>())
            .AddSingleton<IGroupCheck, OidcGroupCheck>();
        services.AddAuthentication().AddOAuth<OidcSchemeOptions, OidcHandler>(OidcSchemeOptions.Scheme, Configure);
        return services;
    }

    public static IEndpointRouteBuilder MapOidcSignIn(this IEndpointRouteBuilder app)
    {
        if (!IsOn(app.ServiceProvider.GetRequiredService<IConfiguration>()))
        {
            return app;
        }

        // A form with a token of ours, asked for there: no other page can begin a sign-in, and nobody is signed in without having asked.
        app.MapPost("/sign-in/oidc", BeginAsync).AllowAnonymous().DisableAntiforgery().WithTags("Sign-in");
        app.MapGet(OidcAddresses.SignedOutPath, (HttpContext context, OidcSignOut signOut) => signOut.ShowAsync(context)).AllowAnonymous().WithTags("Sign-in");
        return app;
    }

    private static async Task<IResult> BeginAsync(HttpContext context, IAntiforgery antiforgery) =>
        await SignInEndpoints.FormAsync(context, antiforgery) is { } form
            ? TypedResults.Challenge(new AuthenticationProperties { RedirectUri = ReturnPath.Of(form["returnUrl"]) }, [OidcSchemeOptions.Scheme])
            : SignInEndpoints.Again("/", "again");

    private static void Configure(OidcSchemeOptions options)
    {
        options.CallbackPath = OidcSchemeOptions.Path;
        options.SignInScheme = ConsoleSignIn.Scheme;
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.RemoteAuthenticationTimeout = OidcSchemeOptions.Longest;

        // The framework wants them; the provider's own are used.
        options.ClientId = OidcSchemeOptions.Scheme;
        options.ClientSecret = OidcSchemeOptions.Scheme;
        options.AuthorizationEndpoint = options.TokenEndpoint = "https://provider.invalid/";
    }

    private static bool IsOn(IConfiguration configuration) =>
        configuration.GetSection(SignInOptions.Section)["Mode"]?.Equals(nameof(SignInMethod.Oidc), StringComparison.OrdinalIgnoreCase) == true;
}
