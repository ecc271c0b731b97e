using OpsConsole.Sandbox.Kubernetes.Access;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>What a path and a method ask for, as the real server takes them apart before it looks at anything else.</summary>
internal sealed record ApiRequest(string Verb, string Group, string Version, string Resource)
{
    /// <summary>Null for all namespaces, or for what lies in none.</summary>
    public string? Namespace { get; private init; }

    public string? Name { get; private init; }

    public string? Subresource { get; private init; }

    /// <summary>The old /watch/ prefix.</summary>
    public bool OldWatch { get; private init; }

    public Attempt Attempt => new(Verb, Group, Resource) { Namespace = Namespace ?? "", Name = Name ?? "", Subresource = Subresource ?? "" };

    /// <summary>Null when the path leads to no resource: a root, a list of resources, or something else altogether.</summary>
    public static ApiRequest? Of(HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        var (group, rest) = parts switch
        {
            ["api", _, _, ..] => ("", parts[1..]),
            ["apis", var name, _, _, ..] => (name, parts[2..]),
            _ => ("", []),
        };
        if (rest.Length < 2 || rest.Contains("")) return null;
        var version = rest[0];
        var path = rest[1..];
        var watching = path is ["watch", _, ..];
        if (watching) path = path[1..];
        string? inNamespace = null;
        if (path is ["namespaces", var given, ..])
        {
            inNamespace = given;
            if (path.Length > 2 && path[2] is not ("status" or "finalize")) path = path[2..];
        }
        var named = path.Length > 1 ? path[1] : null;
        return new(VerbOf(request, named, watching), group, version, path[0])
        {
            Namespace = inNamespace,
            Name = named,
            Subresource = path.Length > 2 ? string.Join('/', path[2..]) : null,
            OldWatch = watching,
        };
    }

    private static string VerbOf(HttpRequest request, string? name, bool watching) => request.Method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name is null ? "deletecollection" : "delete",
        _ when watching => "watch",
        _ when name is not null => "get",
        _ => ListQuery.IsTrue(request.Query["watch"].ToString()) ? "watch" : "list",
    };
}
