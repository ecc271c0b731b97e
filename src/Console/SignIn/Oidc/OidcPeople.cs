using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OpsConsole.Access;

namespace OpsConsole.SignIn.Oidc;

/// <summary>Finds out from tokens who somebody is and in which groups: in the ID token, else at the userinfo endpoint.</summary>
/// <param name="options">The settings.</param>
/// <param name="provider">Where the endpoint is.</param>
/// <param name="http">The way there.</param>
internal sealed class OidcPeople(IOptions<OidcOptions> options, OidcProvider provider, OidcHttp http)
{
    private static readonly string[] OtherNames = ["preferred_username", "email"];

    /// <summary>The person of a sign-in.</summary>
    /// <param name="claims">The claims of the ID token, which is believed.</param>
    /// <param name="accessToken">The access token; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<Person>> PersonAsync(JsonElement claims, string? accessToken, CancellationToken cancellation)
    {
        if (Claims.Text(claims, options.Value.SubjectClaim) is not { Length: > 0 and <= 255 } subject)
        {
            return new Problem("subject", $"the ID token has no claim {options.Value.SubjectClaim}, which says who it is");
        }

        var groups = Claims.Texts(claims, options.Value.GroupsClaim);
        var name = NameIn(claims);
        if ((groups is null || name is null) && accessToken is not null)
        {
            var info = await UserInfoAsync(Claims.Text(claims, "sub")!, accessToken, cancellation);
            if (info.Said is { } said)
            {
                (groups, name) = (groups ?? Claims.Texts(said, options.Value.GroupsClaim), name ?? NameIn(said));
            }
            else if (groups is null && info.Status is not StatusCodes.Status404NotFound)
            {
                return new Problem("groups", info.Why);
            }
        }

        // In no group: they may be named in a grant themselves, and else nothing is granted to them.
        groups ??= ImmutableArray<string>.Empty;
        return groups.IsOk ? new Person(subject, name ?? subject, groups.Value, SignInMethod.Oidc) : groups.Problems;
    }

    /// <summary>What the userinfo endpoint says of somebody.</summary>
    /// <param name="sub">Whom it must speak of.</param>
    /// <param name="accessToken">Their access token.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<UserInfo> UserInfoAsync(string sub, string accessToken, CancellationToken cancellation)
    {
        var configuration = await provider.GetAsync(cancellation);
        if (!configuration.IsOk || string.IsNullOrEmpty(configuration.Value.UserInfoEndpoint))
        {
            return new(null, configuration.IsOk ? StatusCodes.Status404NotFound : 0, configuration.IsOk ? "The provider has no userinfo endpoint." : configuration.Explanation);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, configuration.Value.UserInfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Accept.Add(new("application/json"));
        var answer = await http.SendAsync(request, cancellation);
        return !answer.IsOk ? new(null, 0, answer.Explanation)
            : answer.Value.Status != StatusCodes.Status200OK ? new(null, answer.Value.Status, $"The provider's userinfo endpoint answers {answer.Value.Status}.")
            : Read(answer.Value.Text, sub);
    }

    /// <summary>The name in some claims; null for none.</summary>
    /// <param name="claims">The claims.</param>
    public string? NameIn(JsonElement claims) => OtherNames.Prepend(options.Value.NameClaim)
        .Select(claim => Claims.Text(claims, claim)?.Trim()).FirstOrDefault(name => name is { Length: > 0 and <= 255 } && !name.Any(char.IsControl));

    private static UserInfo Read(string text, string sub)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var said = document.RootElement.Clone();
            return Claims.Text(said, "sub") == sub
                ? new(said, StatusCodes.Status200OK, string.Empty)
                : new(null, StatusCodes.Status200OK, "The provider's userinfo endpoint speaks of somebody else.");
        }
        catch (JsonException)
        {
            return new(null, StatusCodes.Status200OK, "The provider's userinfo endpoint answers with something that is no JSON.");
        }
    }

    /// <summary>The claims, or the status and why there are none; status 0 when there was no answer.</summary>
    internal sealed record UserInfo(JsonElement? Said, int Status, string Why);
}
