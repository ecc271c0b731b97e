using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpsConsole.Access;
using OpsConsole.People;

namespace OpsConsole.SignIn.Oidc;

/// <summary>
/// Asks the provider again, with the refresh token where there is one. The store lets exactly one replica ask at a time
/// (<see cref="IGroupCheck.Every"/>): most providers take a refresh token once, and end everything when it comes twice.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="services">The sessions, whose part this is: so they can't be asked for before they are made.</param>
/// <param name="clock">The time.</param>
internal sealed class OidcGroupCheck(IOptions<OidcOptions> options, IServiceProvider services, TimeProvider clock) : IGroupCheck
{
    private readonly OidcTokens tokens = services.GetRequiredService<OidcTokens>();
    private readonly IdTokens idTokens = services.GetRequiredService<IdTokens>();
    private readonly OidcPeople people = services.GetRequiredService<OidcPeople>();

    /// <inheritdoc/>
    public SignInMethod Method => SignInMethod.Oidc;

    /// <inheritdoc/>
    public TimeSpan Every => options.Value.RecheckEvery;

    /// <inheritdoc/>
    public async Task<GroupCheck> CheckAsync(Session session, CancellationToken cancellation)
    {
        // Not cut short with the request: a new refresh token that is not kept is lost, and the old one is of no use any more.
        var answer = await AskAsync(session).WaitAsync(cancellation);
        var silent = clock.GetUtcNow() - session.ConfirmedAt;
        return answer is GroupCheck.CannotTell unknown && silent >= options.Value.TrustWithoutAnswer
            ? new GroupCheck.Gone($"{options.Value.Called} could not be asked about you for {silent.TotalMinutes:0} min: {unknown.Why}")
            : answer;
    }

    private async Task<GroupCheck> AskAsync(Session session)
    {
        var sessions = services.GetRequiredService<Sessions>();
        var had = await sessions.SecretsAsync(session.Id, CancellationToken.None);
        if (had?.RefreshToken is null)
        {
            return had?.AccessToken is { } access ? await ByUserInfoAsync(session, access, had.IdToken)
                : new GroupCheck.CannotTell("The provider gave nothing to ask with.");
        }

        switch (await tokens.RefreshAsync(had.RefreshToken, CancellationToken.None))
        {
            case TokenAnswer.Refused { Error: "invalid_grant" }:
                return new GroupCheck.Gone($"{options.Value.Called} ended your sign-in.");
            case TokenAnswer.Refused refused:
                return new GroupCheck.CannotTell($"The provider answers {refused.Error}.");
            case TokenAnswer.Given given:
                var now = new SessionSecrets(given.RefreshToken ?? had.RefreshToken, given.AccessToken ?? had.AccessToken, given.IdToken ?? had.IdToken);
                await sessions.KeepSecretsAsync(session.Id, now, CancellationToken.None);
                return given.IdToken is { } id ? await ByIdTokenAsync(session, id, now.AccessToken)
                    : now.AccessToken is { } token ? await ByUserInfoAsync(session, token, now.IdToken)
                    : new GroupCheck.CannotTell("The provider gave no token to ask with.");
            case TokenAnswer.Silent silent:
                return new GroupCheck.CannotTell(silent.Why);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<GroupCheck> ByIdTokenAsync(Session session, string raw, string? accessToken)
    {
        var claims = await idTokens.ReadAsync(raw, null, accessToken, CancellationToken.None);
        if (!claims.IsOk)
        {
            return new GroupCheck.CannotTell($"The provider's answer is not believed: {claims.Explanation}.");
        }

        var person = await people.PersonAsync(claims.Value, accessToken, CancellationToken.None);
        return !person.IsOk ? new GroupCheck.CannotTell(person.Explanation)
            : person.Value.Subject != session.Person.Subject ? new GroupCheck.Gone($"{options.Value.Called} says that you are somebody else now.")
            : new GroupCheck.Still(person.Value.Groups, person.Value.Name);
    }

    private async Task<GroupCheck> ByUserInfoAsync(Session session, string accessToken, string? idToken)
    {
        var sub = idToken is null ? session.Person.Subject : new JsonWebToken(idToken).Subject;
        var info = await people.UserInfoAsync(sub, accessToken, CancellationToken.None);
        if (info.Said is not { } said)
        {
            return info.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
                ? new GroupCheck.Gone($"{options.Value.Called} no longer vouches for you.")
                : new GroupCheck.CannotTell(info.Why);
        }

        return Claims.Texts(said, options.Value.GroupsClaim) switch
        {
            // None is named because there is none, or because only ID tokens name them: then nobody can tell whether they still hold.
            null when HadGroups(idToken) => new GroupCheck.CannotTell("It names groups at sign-in only, and gave no refresh token: SignIn:Oidc:Scopes may lack offline_access."),
            null => new GroupCheck.Still([], people.NameIn(said)),
            { IsOk: true } groups => new GroupCheck.Still(groups.Value, people.NameIn(said)),
            { } wrong => new GroupCheck.CannotTell(wrong.Explanation),
        };
    }

    private bool HadGroups(string? idToken)
    {
        using var claims = idToken is null ? null : JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(new JsonWebToken(idToken).EncodedPayload));
        return claims is not null && Claims.Texts(claims.RootElement, options.Value.GroupsClaim) is not null;
    }
}
