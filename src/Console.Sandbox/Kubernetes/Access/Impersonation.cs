namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>Acting in another's name: each part of that other needs a right of the caller's own.</summary>
internal static class Impersonation
{
    private const string ServiceAccount = "system:serviceaccount:";
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>Whom the request is then judged as: the caller, or the one in whose name it comes.</summary>
    public static (Person? Person, ApiStatus? Refusal) Apply(Person caller, HttpRequest request, Attempt attempt)
    {
        var user = request.Headers["Impersonate-User"].ToString();
        var groups = request.Headers["Impersonate-Group"].OfType<string>().ToList();
        var uid = request.Headers["Impersonate-Uid"].ToString();
        var extra = Extra(request);
        if (user.Length == 0)
            return groups.Count == 0 && uid.Length == 0 && extra.Count == 0 ? (caller, null) : (null, WithoutUser(groups));
        // Who may impersonate nobody is judged by what was asked for in the other's name, as newer servers do.
        if (!MayImpersonateAtAll(caller)) return (null, (attempt with { Verb = $"impersonate-on:user-info:{attempt.Verb}" }).Refuse(caller));
        foreach (var needed in Needed(user, groups, uid, extra))
            if (Authorization.Refuse(caller, needed) is { } refusal) return (null, refusal);
        return (new(user, uid.Length == 0 ? null : uid, WithUsual(user, groups)) { Extra = extra }, null);
    }

    private static IEnumerable<Attempt> Needed(string user, List<string> groups, string uid, Dictionary<string, IReadOnlyList<string>> extra)
    {
        if (user.StartsWith(ServiceAccount, StringComparison.Ordinal) && user[ServiceAccount.Length..].Split(':') is [var home, var name])
            yield return new("impersonate", "", "serviceaccounts") { Namespace = home, Name = name };
        else yield return new("impersonate", "", "users") { Name = user };
        foreach (var group in groups) yield return new("impersonate", "", "groups") { Name = group };
        foreach (var (key, values) in extra)
            foreach (var value in values)
                yield return new("impersonate", "authentication.k8s.io", "userextras") { Subresource = key, Name = value };
        if (uid.Length > 0) yield return new("impersonate", "authentication.k8s.io", "uids") { Name = uid };
    }

    // Groups come from the headers alone; that they are signed in (or not) is added.
    private static List<string> WithUsual(string user, List<string> groups)
    {
        var usual = user == Person.Anonymous.Name ? Person.Unauthenticated : Person.Authenticated;
        return groups.Contains(usual) ? groups : [.. groups, usual];
    }

    private static bool MayImpersonateAtAll(Person caller) => Authorization.RulesOf(caller).Any(r => r.Verbs.Contains("impersonate") || r.Verbs.Contains("*"));

    private static Dictionary<string, IReadOnlyList<string>> Extra(HttpRequest request) => request.Headers
        .Where(h => h.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(h => Uri.UnescapeDataString(h.Key[ExtraPrefix.Length..].ToLowerInvariant()), h => (IReadOnlyList<string>)[.. h.Value.OfType<string>()]);

    private static ApiStatus WithoutUser(List<string> groups) => ApiStatus.BadRequest(
        $"requested &user.DefaultInfo{{Name:\"\", UID:\"\", Groups:[]string{{{string.Join(", ", groups.Select(g => $"\"{g}\""))}}}, "
        + "Extra:map[string][]string(nil)} without impersonating a user name");
}
