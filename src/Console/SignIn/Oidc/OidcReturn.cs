using OpsConsole.Access;
using OpsConsole.Hosting;
using OpsConsole.People;

namespace OpsConsole.SignIn.Oidc;

/// <summary>What a sign-in was begun with, and what the provider's answer must fit to.</summary>
/// <param name="Verifier">What the code is bound to (PKCE).</param>
/// <param name="Nonce">What the ID token is bound to.</param>
/// <param name="RedirectUri">Where the code is sent to.</param>
internal sealed record OidcBegun(string Verifier, string Nonce, string RedirectUri);

/// <summary>Takes people back from the provider: code, tokens, person, session.</summary>
/// <param name="provider">What the provider says of itself.</param>
/// <param name="tokens">Asks for tokens.</param>
/// <param name="idTokens">Believes them.</param>
/// <param name="people">Finds out who it is.</param>
/// <param name="refusals">The record of those who did not get in.</param>
internal sealed class OidcReturn(OidcProvider provider, OidcTokens tokens, IdTokens idTokens, OidcPeople people, RefusalRecord refusals)
{
    /// <summary>Signs in who comes back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="begun">What it was begun with.</param>
    /// <returns>Why not; null when they are in.</returns>
    public async Task<OidcRefusal?> SignInAsync(HttpContext context, OidcBegun begun)
    {
        var cancellation = context.RequestAborted;
        var configuration = await provider.GetAsync(cancellation);
        if (!configuration.IsOk)
        {
            return OidcRefusal.Silent(configuration.Explanation);
        }

        if (ErrorIn(context.Request.Query, configuration.Value.Issuer) is { } error)
        {
            return error;
        }

        return await tokens.RedeemAsync(context.Request.Query["code"].ToString(), begun.Verifier, begun.RedirectUri, cancellation) switch
        {
            TokenAnswer.Given given => await BelieveAsync(context, given, begun),
            TokenAnswer.Refused { Error: "invalid_grant" } => OidcRefusal.Code,
            TokenAnswer.Refused refused => OidcRefusal.Error(refused.Error),
            TokenAnswer.Silent silent => OidcRefusal.Silent(silent.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Says no: on a page in words, and on record.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="returnTo">Where they wanted to go.</param>
    public async Task RefuseAsync(HttpContext context, OidcRefusal refusal, string returnTo)
    {
        if (!refusal.IsRecorded)
        {
            await refusals.NoteAsync(context, "sign-in", refusal.Reason, SignInMethod.Oidc);
        }

        await OidcPages.ProblemAsync(context, refusal, returnTo);
    }

    private static OidcRefusal? ErrorIn(IQueryCollection query, string issuer)
    {
        // RFC 9207: who answers, so that one provider can't pass off its codes for another's.
        if (query.TryGetValue("iss", out var iss) && iss.ToString() != issuer)
        {
            return OidcRefusal.Issuer;
        }

        var error = query["error"].ToString();
        return error == "access_denied" ? OidcRefusal.Denied
            : error.Length > 0 ? OidcRefusal.Error(OidcTokens.IsErrorName().IsMatch(error) ? error : "one without a proper name")
            : query["code"].Count != 1 || query["code"].ToString() is not { Length: > 0 and <= 4096 } ? OidcRefusal.Error("no code")
            : null;
    }

    private async Task<OidcRefusal?> BelieveAsync(HttpContext context, TokenAnswer.Given given, OidcBegun begun)
    {
        if (given.IdToken is null)
        {
            return OidcRefusal.Unbelieved("there is no ID token");
        }

        var claims = await idTokens.ReadAsync(given.IdToken, begun.Nonce, given.AccessToken, context.RequestAborted);
        if (!claims.IsOk)
        {
            return OidcRefusal.Unbelieved(claims.Explanation);
        }

        var person = await people.PersonAsync(claims.Value, given.AccessToken, context.RequestAborted);
        if (!person.IsOk)
        {
            return OidcRefusal.Unbelieved(person.Explanation);
        }

        var signIn = context.RequestServices.GetRequiredService<ConsoleSignIn>();
        var session = await signIn.SignInAsync(context, person.Value, new SessionSecrets(given.RefreshToken, given.AccessToken, given.IdToken));
        return session.IsOk ? null : OidcRefusal.NoSession(string.Join(' ', session.Problems.Select(problem => problem.What)));
    }
}
