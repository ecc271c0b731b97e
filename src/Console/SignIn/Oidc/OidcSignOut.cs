using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.SignIn.Oidc;

/// <summary>Signs out at the provider, too (OpenID Connect RP-Initiated Logout 1.0).</summary>
/// <param name="options">The settings.</param>
/// <param name="provider">Where.</param>
/// <param name="sessions">Where the ID token is.</param>
internal sealed class OidcSignOut(IOptions<OidcOptions> options, OidcProvider provider, Sessions sessions) : ISignOutElsewhere
{
    private const string Cookie = "ops-signing-out";

    /// <inheritdoc/>
    public async Task<string?> PrepareAsync(HttpContext context)
    {
        if (!options.Value.SignOutAtProvider || ConsoleSignIn.SessionOf(context.User) is not { } session)
        {
            return null;
        }

        // Signed out here they are in any case: what the provider or the database does not do must not keep them in.
        var configuration = await provider.GetAsync(context.RequestAborted);
        if (!configuration.IsOk || string.IsNullOrEmpty(configuration.Value.EndSessionEndpoint))
        {
            return null;
        }

        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(Cookie, state, Kept(context));
        return QueryHelpers.AddQueryString(configuration.Value.EndSessionEndpoint, new Dictionary<string, string?>
        {
            ["id_token_hint"] = await IdTokenAsync(session, context.RequestAborted),
            ["client_id"] = options.Value.ClientId,
            ["post_logout_redirect_uri"] = OidcAddresses.SignedOut(context),
            ["state"] = state,
        });
    }

    /// <inheritdoc/>
    public Task GoAsync(HttpContext context, string address) => OidcPages.GoAsync(context, options.Value.Called, address);

    /// <summary>The page after it.</summary>
    /// <param name="context">The request.</param>
    public Task ShowAsync(HttpContext context)
    {
        var isOurs = context.Request.Cookies[Cookie] is { Length: > 0 } state && context.Request.Query["state"] == state;
        context.Response.Cookies.Delete(Cookie, Kept(context));
        return OidcPages.SignedOutAsync(context, isOurs ? $"You are signed out here and at {options.Value.Called}." : "You are signed out here.");
    }

    private async Task<string?> IdTokenAsync(string session, CancellationToken cancellation)
    {
        try
        {
            return (await sessions.SecretsAsync(session, cancellation))?.IdToken;
        }
        catch (StorageException)
        {
            return null;    // the provider asks the person instead
        }
    }

    private static CookieOptions Kept(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = OidcAddresses.SignedOutPath,
        MaxAge = TimeSpan.FromMinutes(10),
    };
}
