using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace OpsConsole.SignIn.Oidc;

/// <summary>
/// Authorization code with PKCE. Of the framework's handler it uses what protects the way to the provider and back: the sealed state, and the
/// cookie that binds it to one browser and one use. What comes back is <see cref="OidcReturn"/>'s.
/// </summary>
internal sealed class OidcHandler(
    IOptionsMonitor<OidcSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, OidcProvider provider, OidcReturn back, IOptions<OidcOptions> settings)
    : OAuthHandler<OidcSchemeOptions>(options, logs, encoder)
{
    private const string Nonce = "nonce";
    private const string Begun = "begun";

    /// <inheritdoc/>
    public override async Task<bool> HandleRequestAsync()
    {
        if (!await ShouldHandleRequestAsync())
        {
            return false;
        }

        var properties = Take();
        var refusal = properties is null ? OidcRefusal.State : await back.SignInAsync(Context, new(
            properties.Items[OAuthConstants.CodeVerifierKey]!, properties.Items[Nonce]!, OidcAddresses.Back(Context)));
        if (refusal is null)
        {
            // The address holds the code: the browser leaves it at once.
            Response.Redirect(ReturnPath.Of(properties!.RedirectUri));
        }
        else
        {
            await back.RefuseAsync(Context, refusal, ReturnPath.Of(properties?.RedirectUri));
        }

        return true;
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var configuration = await provider.GetAsync(Context.RequestAborted);
        if (!configuration.IsOk)
        {
            await back.RefuseAsync(Context, OidcRefusal.Silent(configuration.Explanation), ReturnPath.Of(properties.RedirectUri));
            return;
        }

        var verifier = Random();
        properties.Items[OAuthConstants.CodeVerifierKey] = verifier;
        properties.Items[Nonce] = Random();
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        properties.Items[Begun] = properties.IssuedUtc.Value.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        GenerateCorrelationId(properties);
        var there = QueryHelpers.AddQueryString(configuration.Value.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["client_id"] = settings.Value.ClientId,
            ["response_type"] = "code",
            ["scope"] = settings.Value.Scopes,
            ["redirect_uri"] = OidcAddresses.Back(Context),
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["nonce"] = properties.Items[Nonce],
            ["state"] = Options.StateDataFormat.Protect(properties),
        });
        await OidcPages.GoAsync(Context, settings.Value.Called, there);
    }

    /// <summary>What this browser began with, once and in time; null for anything else.</summary>
    private AuthenticationProperties? Take()
    {
        var states = Request.Query["state"];
        return states.Count == 1 && Options.StateDataFormat.Unprotect(states[0]) is { } properties && ValidateCorrelationId(properties)
            && properties.Items.ContainsKey(Nonce) && properties.Items.ContainsKey(OAuthConstants.CodeVerifierKey) && IsInTime(properties)
            ? properties : null;
    }

    // The cookie's own time limit is kept by the browser only.
    private bool IsInTime(AuthenticationProperties properties) =>
        long.TryParse(properties.Items[Begun], out var begun) && TimeProvider.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(begun) < OidcSchemeOptions.Longest;

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
