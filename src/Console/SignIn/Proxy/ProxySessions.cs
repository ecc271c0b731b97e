using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using OpsConsole.Access;
using OpsConsole.Hosting;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.SignIn.Proxy;

/// <summary>A session begins with the first request that the proxy names somebody for, and is confirmed by each that follows.</summary>
/// <param name="headers">What the proxy tells.</param>
/// <param name="signIn">Begins sessions.</param>
/// <param name="sessions">The sessions.</param>
internal sealed class ProxySessions(ProxyHeaders headers, ConsoleSignIn signIn, Sessions sessions)
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    /// <summary>Makes the request that of whom the proxy names.</summary>
    /// <param name="context">The request, after the cookie was looked at.</param>
    /// <returns>Whether the request may go on; when not, it is answered.</returns>
    public async Task<bool> ApplyAsync(HttpContext context)
    {
        var session = ConsoleSignIn.SessionOf(context.User);
        var isOpen = IsOpen(context);
        if (ProxyHeaders.PersonOf(context) is { } person)
        {
            return await IsAsync(context, person, session, isOpen);
        }

        if (session is not null)
        {
            // A cookie alone, past the proxy or without its word, is nobody.
            context.User = Nobody;
        }

        if (isOpen || PersonClaims.Of(context.User) is not null)
        {
            return true;
        }

        await PlainAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, headers.IsProxy(context)
            ? "The proxy does not say who you are. It must sign people in before it lets them through."
            : "People sign in at the proxy in front of the console: open the console by its address there.");
        return false;
    }

    private async Task<bool> IsAsync(HttpContext context, Person person, string? session, bool isOpen)
    {
        if (PersonClaims.Of(context.User) is { TokenId: not null })
        {
            return true;    // a token says more exactly whose request it is, and with which rights
        }

        if (session is not null && PersonClaims.Of(context.User)?.Subject == person.Subject
            && await sessions.CheckAsync(session, isActivity: false, context.RequestAborted) is Standing.Valid valid)
        {
            context.User = PersonClaims.Principal(await ConfirmAsync(valid.Session, person, context.RequestAborted), ConsoleSignIn.Scheme, session);
            return true;
        }

        if (isOpen)
        {
            // Not the moment to begin; and another's session is not theirs.
            context.User = Nobody;
            return true;
        }

        var begun = await signIn.SignInAsync(context, person, null);
        if (!begun.IsOk)
        {
            await PlainAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, string.Join(' ', begun.Problems.Select(problem => problem.What)));
            return false;
        }

        context.User = PersonClaims.Principal(begun.Value.Person, ConsoleSignIn.Scheme, begun.Value.Id);
        return true;
    }

    private async Task<Person> ConfirmAsync(Session session, Person told, CancellationToken cancellation)
    {
        try
        {
            return (await sessions.ConfirmAsync(session, told.Groups, told.Name, cancellation)).Person;
        }
        catch (StorageException)
        {
            return session.Person with { Groups = told.Groups, Name = told.Name };
        }
    }

    private static bool IsOpen(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
