using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpsConsole.People;

namespace OpsConsole.SignIn;

/// <summary>The browser's cookie: it holds the session's key, encrypted, and nothing of the person. Who it is, the store says at each request.</summary>
/// <param name="sessions">The sessions.</param>
internal sealed class SessionCookie(Sessions sessions) : CookieAuthenticationEvents
{
    private static readonly object StandingItem = new();

    /// <summary>How the request's session stands; null when it came without one.</summary>
    /// <param name="context">The request.</param>
    public static Standing? StandingOf(HttpContext context) => context.Items[StandingItem] as Standing;

    /// <summary>Sets the cookie up.</summary>
    /// <param name="options">The framework's settings.</param>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.EventsType = typeof(SessionCookie);
        options.CookieManager = new SecureCookies();
        options.Cookie.Name = ConsoleSignIn.Scheme;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.IsEssential = true;
        options.SlidingExpiration = false;

        // The store knows the session's own limits, which are shorter.
        options.ExpireTimeSpan = TimeSpan.FromDays(31);
    }

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var key = context.Principal?.FindFirst(ConsoleSignIn.KeyClaim)?.Value;
        var standing = key is null
            ? new Standing.Over(null, "There is no session.")
            : await sessions.CheckAsync(Sessions.IdOf(key), IsActivity(http.Request), http.RequestAborted);
        http.Items[StandingItem] = standing;
        switch (standing)
        {
            case Standing.Valid { Session: var session }:
                var person = session.Person with { Address = ConsoleSignIn.AddressOf(http) };
                context.ReplacePrincipal(PersonClaims.Principal(person, ConsoleSignIn.Scheme, session.Id));
                break;
            case Standing.Over:
                context.RejectPrincipal();
                await http.SignOutAsync(ConsoleSignIn.Scheme);
                break;
            default:
                // The cookie stays: the database may be back in a minute.
                context.RejectPrincipal();
                break;
        }
    }

    /// <inheritdoc/>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var (http, standing) = (context.HttpContext, StandingOf(context.HttpContext));
        if (Browsing.IsBrowsing(http.Request))
        {
            var back = ReturnPath.Of($"{http.Request.Path}{http.Request.QueryString}");
            context.Response.Redirect(SignInPaths.SignIn(back, SignInWords.Code(standing)));
            return Task.CompletedTask;
        }

        return standing is Standing.CannotTell doubt
            ? SignInRefusals.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, doubt.Why)
            : SignInRefusals.WriteAsync(http, StatusCodes.Status401Unauthorized, (standing as Standing.Over)?.Words ?? "Sign in, or send a personal token: Authorization: Bearer ops_...");
    }

    /// <inheritdoc/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        SignInRefusals.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, "No grant of yours allows this.");

    // A page that is opened or a form that is sent is a person's doing; a socket, a script's fetch and an image are not.
    private static bool IsActivity(HttpRequest request) => Browsing.IsBrowsing(request) || HttpMethods.IsPost(request.Method)
        || (request.Path == SignInPaths.Session && request.Query["activity"] == "1");
}

/// <summary>Tells people with a browser from scripts.</summary>
internal static class Browsing
{
    /// <summary>Whether a page is asked for.</summary>
    /// <param name="request">The request.</param>
    public static bool IsBrowsing(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The addresses of signing in and out.</summary>
internal static class SignInPaths
{
    /// <summary>The page, and where its form goes.</summary>
    public const string Page = "/sign-in";

    /// <summary>Where the button to sign out goes.</summary>
    public const string Out = "/sign-out";

    /// <summary>Where an open page says that its person is there.</summary>
    public const string Session = "/session";

    /// <summary>The page, coming back to another afterwards.</summary>
    /// <param name="returnUrl">Where to.</param>
    /// <param name="why">What it says, by a word of <see cref="SignInWords"/>; null for nothing.</param>
    public static string SignIn(string returnUrl, string? why) => Page + QueryString.Create(
        new[] { KeyValuePair.Create("returnUrl", returnUrl == "/" ? null : returnUrl), KeyValuePair.Create("why", why) }.Where(part => part.Value is not null));
}
