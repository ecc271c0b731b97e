using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace OpsConsole.SignIn.Oidc;

/// <summary>What the provider's token endpoint answers.</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    /// <summary>Tokens. Printed, it shows none.</summary>
    internal sealed record Given(string? IdToken, string? AccessToken, string? RefreshToken) : TokenAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(Given);
    }

    /// <summary>A refusal, by its name in RFC 6749.</summary>
    internal sealed record Refused(string Error) : TokenAnswer;

    /// <summary>No answer, or one that makes no sense.</summary>
    internal sealed record Silent(string Why) : TokenAnswer;
}

/// <summary>Asks the provider for tokens.</summary>
/// <param name="options">The settings.</param>
/// <param name="provider">What the provider says of itself.</param>
/// <param name="http">The way there.</param>
internal sealed partial class OidcTokens(IOptions<OidcOptions> options, OidcProvider provider, OidcHttp http)
{
    /// <summary>Gives a code back for tokens.</summary>
    /// <param name="code">The code.</param>
    /// <param name="verifier">What the code was bound to (PKCE).</param>
    /// <param name="redirectUri">Where it was sent to.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<TokenAnswer> RedeemAsync(string code, string verifier, string redirectUri, CancellationToken cancellation) => AskAsync(
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = verifier, ["redirect_uri"] = redirectUri }, cancellation);

    /// <summary>Asks for new tokens.</summary>
    /// <param name="refreshToken">The refresh token. The provider may take it only once.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
        AskAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, cancellation);

    private async Task<TokenAnswer> AskAsync(Dictionary<string, string> form, CancellationToken cancellation)
    {
        var configuration = await provider.GetAsync(cancellation);
        if (!configuration.IsOk)
        {
            return new TokenAnswer.Silent(configuration.Explanation);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.Value.TokenEndpoint);
        if (Sign(request, form, configuration.Value) is { } wrong)
        {
            return new TokenAnswer.Silent(wrong);
        }

        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.Add(new("application/json"));
        var answer = await http.SendAsync(request, cancellation);
        return answer.IsOk ? Read(answer.Value.Status, answer.Value.Text) : new TokenAnswer.Silent(answer.Explanation);
    }

    private string? Sign(HttpRequestMessage request, Dictionary<string, string> form, OpenIdConnectConfiguration configuration)
    {
        form["client_id"] = options.Value.ClientId;
        string? secret;
        try
        {
            secret = options.Value.ClientSecretFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : options.Value.ClientSecret;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "The console can't read its own secret for the provider.";
        }

        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        // Basic is what every provider must know, and what is meant when it names nothing.
        var ways = configuration.TokenEndpointAuthMethodsSupported;
        if (ways.Count > 0 && !ways.Contains("client_secret_basic"))
        {
            form["client_secret"] = secret;
            return null;
        }

        form.Remove("client_id");
        var pair = $"{Uri.EscapeDataString(options.Value.ClientId)}:{Uri.EscapeDataString(secret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        return null;
    }

    private static TokenAnswer Read(int status, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var said = document.RootElement;
            if (said.ValueKind is JsonValueKind.Object)
            {
                return status == StatusCodes.Status200OK ? new TokenAnswer.Given(Text(said, "id_token"), Text(said, "access_token"), Text(said, "refresh_token"))
                    : status < StatusCodes.Status500InternalServerError && Text(said, "error") is { } error && IsErrorName().IsMatch(error) ? new TokenAnswer.Refused(error)
                    : new TokenAnswer.Silent($"The provider's token endpoint answers {status}.");
            }
        }
        catch (JsonException)
        {
            // Said below: what it sent is not repeated, it may be anything.
        }

        return new TokenAnswer.Silent($"The provider's token endpoint answers {status} with something that is no JSON object.");
    }

    private static string? Text(JsonElement said, string name) =>
        said.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>What may be shown of an error that came from outside.</summary>
    [GeneratedRegex("^[a-z_]{1,64}$")]
    internal static partial Regex IsErrorName();
}
