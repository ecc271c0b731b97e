using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OpsConsole.People;
using OpsConsole.SignIn.Proxy;

namespace OpsConsole.SignIn;

/// <summary>Signing in: its services, its place in the pipeline, its addresses.</summary>
internal static class SignInServices
{
    /// <summary>The policy of pages: a person in a browser, never a token.</summary>
    public const string PersonPolicy = "person";

    // Picks one of the two by what the request brings.
    private const string AnyScheme = "ops";

    /// <summary>Adds signing in. Everything is closed to strangers that does not say otherwise.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration.</param>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPeople(configuration);
        services.AddScoped<CurrentPerson>().AddScoped<ConsoleSignIn>().AddScoped<SessionCookie>();
        services.AddScoped<SessionFollower>().AddScoped<CircuitHandler>(provider => provider.GetRequiredService<SessionFollower>());
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddCookie(ConsoleSignIn.Scheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Name, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(PersonPolicy, policy => policy.RequireAssertion(asked => ConsoleSignIn.SessionOf(asked.User) is not null));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "ops-antiforgery";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    /// <summary>Finds out who asks, and turns strangers away. Before antiforgery and the endpoints, behind the error pages.</summary>
    /// <param name="app">The console.</param>
    public static IApplicationBuilder UseSignIn(this IApplicationBuilder app) => app.UseAuthentication().UseProxySessions().UseAuthorization().Use((context, next) =>
    {
        var valid = SessionCookie.StandingOf(context) is Standing.Valid known && known.Session.Id == ConsoleSignIn.SessionOf(context.User) ? known : null;
        context.RequestServices.GetRequiredService<CurrentPerson>().Is(PersonClaims.Of(context.User), valid?.Session, valid?.Doubt);
        return next(context);
    });

    private static string SchemeOf(HttpContext context) => TokenHandler.Of(context.Request) is null ? ConsoleSignIn.Scheme : TokenHandler.Name;
}
