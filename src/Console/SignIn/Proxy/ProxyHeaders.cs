using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Hosting;

namespace OpsConsole.SignIn.Proxy;

/// <summary>Believes the proxy's headers when the proxy itself is at the other end, and refuses them from anybody else.</summary>
/// <param name="options">The settings.</param>
/// <param name="refusals">The record of who tried.</param>
internal sealed class ProxyHeaders(IOptions<ProxyOptions> options, RefusalRecord refusals)
{
    private const int LongestName = 255;
    private const int MostGroups = 500;
    private readonly AddressSet from = AddressSet.Read($"{ProxyOptions.Section}:From", options.Value.From).Value;

    /// <summary>Whether the proxy is at the other end. What forwarded headers say does not count.</summary>
    /// <param name="context">The request.</param>
    public bool IsProxy(HttpContext context) => from.Contains(context.DirectPeer());

    /// <summary>Looks at the headers.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Whether the request may go on; when not, it is answered.</returns>
    public async Task<bool> ReadAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!IsProxy(context))
        {
            if (!options.Value.Headers.Any(headers.ContainsKey))
            {
                return true;
            }

            await refusals.NoteAsync(context, "sign-in", "it carried headers that only the proxy may send", SignInMethod.Proxy);
            await PlainAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "This request says who you are in a header. Only the proxy may do that: open the console by its address.");
            return false;
        }

        if (!headers.ContainsKey(options.Value.UserHeader))
        {
            return true;
        }

        var person = Read(headers);
        if (!person.IsOk)
        {
            await refusals.NoteAsync(context, "sign-in", person.Explanation, SignInMethod.Proxy);
            await PlainAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, $"The proxy does not say clearly who you are: {person.Explanation}.");
            return false;
        }

        context.Features.Set(new Told(person.Value));
        return true;
    }

    /// <summary>Who asks, as the proxy tells; null when it does not.</summary>
    /// <param name="context">The request.</param>
    public static Person? PersonOf(HttpContext context) => context.Features.Get<Told>()?.Person;

    private Result<Person> Read(IHeaderDictionary headers)
    {
        // Twice the same header may be the proxy's and the caller's own.
        var user = headers[options.Value.UserHeader];
        var name = headers[options.Value.NameHeader];
        if (user.Count != 1 || name.Count > 1 || headers[options.Value.GroupsHeader].Count > 1)
        {
            return new Problem(string.Empty, "a header came twice");
        }

        var groups = headers[options.Value.GroupsHeader].ToString().Split(options.Value.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return !IsName(user[0]) ? new Problem(string.Empty, "the user is empty, too long, or holds what no name holds")
            : groups.Length > MostGroups || !groups.All(IsName) ? new Problem(string.Empty, "the groups are too many, or hold what no name holds")
            : new Person(user[0]!.Trim(), IsName(name.ToString()) ? name.ToString().Trim() : user[0]!.Trim(), groups.Distinct().ToImmutableArray(), SignInMethod.Proxy);
    }

    private static bool IsName(string? text) => text?.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl);

    private sealed record Told(Person Person);
}
