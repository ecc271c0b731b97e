using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using OpsConsole.Access;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.SignIn;

/// <summary>Begins and ends a session together with the browser's cookie. Every way to sign in ends here.</summary>
/// <param name="sessions">The sessions.</param>
internal sealed class ConsoleSignIn(Sessions sessions)
{
    /// <summary>The authentication scheme of the cookie, and the cookie's name.</summary>
    public const string Scheme = "ops-session";

    /// <summary>The claim with the session's key, inside the encrypted cookie only.</summary>
    public const string KeyClaim = "ops:key";

    /// <summary>Signs a person in who proved who they are: their groups are looked at, the sign-in is recorded, the cookie is set.</summary>
    /// <param name="context">The request.</param>
    /// <param name="person">Who, with their groups; the address is taken from the request.</param>
    /// <param name="secrets">What the provider gave; null for nothing.</param>
    /// <returns>The session, or why there is none; then no cookie is set.</returns>
    public async Task<Result<Session>> SignInAsync(HttpContext context, Person person, SessionSecrets? secrets)
    {
        var begun = await sessions.BeginAsync(
            person with { Address = AddressOf(context) }, context.Request.Headers.UserAgent.ToString(), secrets, context.RequestAborted);
        if (!begun.IsOk)
        {
            return begun.Problems;
        }

        // Who signs in again leaves no second session behind, and what was open before is never taken over.
        if (SessionOf(context.User) is { } before)
        {
            await EndAsync(before, person, context.RequestAborted);
        }

        var key = new ClaimsIdentity([new Claim(KeyClaim, begun.Value.Key)], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(key), new AuthenticationProperties { AllowRefresh = false });
        return begun.Value.Session;
    }

    /// <summary>Ends the request's session and takes the cookie away, also when the database does not answer.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The session that was ended; null when nobody was signed in.</returns>
    public async Task<string?> SignOutAsync(HttpContext context)
    {
        var session = SessionOf(context.User);
        if (session is not null && PersonClaims.Of(context.User) is { } person)
        {
            await EndAsync(session, person, context.RequestAborted);
        }

        await context.SignOutAsync(Scheme);
        return session;
    }

    /// <summary>The session's id; null for a token, or when nobody is signed in.</summary>
    /// <param name="user">The principal.</param>
    public static string? SessionOf(ClaimsPrincipal user) => user.FindFirst(PersonClaims.Session)?.Value;

    /// <summary>Where a request came from, without the wrapping of an IPv4 address in an IPv6 one.</summary>
    /// <param name="context">The request.</param>
    public static string? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    private async Task EndAsync(string session, Person person, CancellationToken cancellation)
    {
        try
        {
            await sessions.EndAsync(session, SessionEnd.SignedOut, person, cancellation);
        }
        catch (StorageException)
        {
            // The browser forgets it all the same; in the store it ends by its limits.
        }
    }
}
