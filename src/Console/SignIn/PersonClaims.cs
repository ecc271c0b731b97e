using System.Security.Claims;
using OpsConsole.Access;

namespace OpsConsole.SignIn;

/// <summary>A person as the framework carries them from a request to the page: claims of our own, written and read here only.</summary>
internal static class PersonClaims
{
    /// <summary>The claim with the session's id; absent for tokens.</summary>
    public const string Session = "ops:session";

    private const string Subject = "ops:subject";
    private const string Name = "ops:name";
    private const string Group = "ops:group";
    private const string Method = "ops:method";
    private const string Address = "ops:address";
    private const string TokenId = "ops:token";
    private const string TokenRole = "ops:token-role";

    /// <summary>A principal for a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="scheme">The authentication scheme that vouches for them.</param>
    /// <param name="session">The session's id; null for a token.</param>
    public static ClaimsPrincipal Principal(Person person, string scheme, string? session)
    {
        var identity = new ClaimsIdentity(scheme, Name, Group);
        identity.AddClaim(new Claim(Subject, person.Subject));

        // What antiforgery binds a form to: without it, it would take all claims, and a form would be refused once a group had changed.
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, person.Subject));
        identity.AddClaim(new Claim(Name, person.Name));
        identity.AddClaim(new Claim(Method, person.Method.ToString()));
        identity.AddClaims(person.Groups.Select(group => new Claim(Group, group)));
        identity.AddClaims((person.TokenRoles ?? []).Select(role => new Claim(TokenRole, role.ToString())));
        foreach (var (type, value) in new[] { (Address, person.Address), (TokenId, person.TokenId), (Session, session) })
        {
            if (value is not null)
            {
                identity.AddClaim(new Claim(type, value));
            }
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>The person that a principal stands for; null when nobody is signed in.</summary>
    /// <param name="user">The principal.</param>
    public static Person? Of(ClaimsPrincipal? user)
    {
        if (user?.FindFirst(Subject)?.Value is not { } subject || !Enum.TryParse<SignInMethod>(user.FindFirst(Method)?.Value, out var method))
        {
            return null;
        }

        var token = user.FindFirst(TokenId)?.Value;
        return new Person(subject, user.FindFirst(Name)?.Value ?? subject, [.. user.FindAll(Group).Select(claim => claim.Value)], method)
        {
            Address = user.FindFirst(Address)?.Value,
            TokenId = token,
            TokenRoles = token is null ? null : [.. user.FindAll(TokenRole).Select(claim => Enum.Parse<Role>(claim.Value))],
        };
    }
}
