using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace OpsConsole.SignIn.Oidc;

/// <summary>Believes an ID token, or says why not (OpenID Connect Core 1.0, 3.1.3.7).</summary>
/// <param name="options">The settings.</param>
/// <param name="provider">The provider's keys.</param>
/// <param name="clock">The time.</param>
internal sealed class IdTokens(IOptions<OidcOptions> options, OidcProvider provider, TimeProvider clock)
{
    // Signed with the provider's private key, all of them: a shared secret (HS256) or none at all is not proof enough.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Reads one.</summary>
    /// <param name="raw">As the provider sent it.</param>
    /// <param name="nonce">What it must be bound to; null for one that came with new tokens for old.</param>
    /// <param name="accessToken">The access token that came with it; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its claims, or what is wrong with it.</returns>
    public async Task<Result<JsonElement>> ReadAsync(string raw, string? nonce, string? accessToken, CancellationToken cancellation)
    {
        var configuration = await provider.GetAsync(cancellation);
        if (!configuration.IsOk)
        {
            return configuration.Problems;
        }

        var read = await ValidateAsync(raw, configuration.Value);
        if (read.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // Its keys may have been changed since we looked.
            configuration = await provider.GetNewAsync(cancellation);
            read = configuration.IsOk ? await ValidateAsync(raw, configuration.Value) : read;
        }

        if (!read.IsValid)
        {
            return Wrong(Words(read.Exception));
        }

        var token = (JsonWebToken)read.SecurityToken;
        using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = document.RootElement.Clone();
        return Unbound(claims, token, nonce, accessToken) is { } wrong ? Wrong(wrong) : claims;
    }

    private Task<TokenValidationResult> ValidateAsync(string raw, OpenIdConnectConfiguration configuration) => Handler.ValidateTokenAsync(raw, new TokenValidationParameters
    {
        ValidIssuer = configuration.Issuer,
        ValidAudience = options.Value.ClientId,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires, clock.GetUtcNow().UtcDateTime),
    });

    private static bool IsAlive(DateTime? notBefore, DateTime? expires, DateTime now) =>
        (notBefore is null || notBefore <= now + ClocksDiffer) && expires is not null && expires > now - ClocksDiffer;

    private string? Unbound(JsonElement claims, JsonWebToken token, string? nonce, string? accessToken)
    {
        var authorized = Claims.Text(claims, "azp");
        var latest = (clock.GetUtcNow() + ClocksDiffer).ToUnixTimeSeconds();
        return nonce is not null && !AreEqual(Claims.Text(claims, "nonce"), nonce) ? "it belongs to another sign-in (nonce)"
            : Claims.Text(claims, "sub") is not { Length: > 0 and <= 255 } ? "it does not say whose it is (sub)"
            : authorized is null && token.Audiences.Count() > 1 ? "it is for several clients and does not say for which (azp)"
            : authorized is not null && authorized != options.Value.ClientId ? "it was given to another client (azp)"
            : claims.TryGetProperty("iat", out var made) && (!made.TryGetInt64(out var at) || at > latest) ? "it was made in the future (iat)"
            : accessToken is not null && Claims.Text(claims, "at_hash") is { } hash && !AreEqual(hash, HashOf(accessToken, token.Alg)) ? "it belongs to another access token (at_hash)"
            : null;
    }

    // The left half of the hash that the signature goes by.
    private static string HashOf(string accessToken, string algorithm)
    {
        var bytes = Encoding.ASCII.GetBytes(accessToken);
        var hash = algorithm[^3..] switch { "384" => SHA384.HashData(bytes), "512" => SHA512.HashData(bytes), _ => SHA256.HashData(bytes) };
        return Base64UrlEncoder.Encode(hash[..(hash.Length / 2)]);
    }

    private static bool AreEqual(string? one, string other) =>
        one is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static string Words(Exception e) => e switch
    {
        SecurityTokenInvalidIssuerException => "it is of another issuer",
        SecurityTokenInvalidAudienceException => "it is for another client",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException =>
            "it is expired or not valid yet",
        SecurityTokenInvalidAlgorithmException => "it is signed in a way that is not accepted",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException => "its signature is not the provider's",
        _ => "it can't be read",
    };

    private static Problem Wrong(string what) => new("id_token", what);
}
