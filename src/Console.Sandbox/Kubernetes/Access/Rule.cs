namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>What is to be done to what: the question that authorization answers.</summary>
internal sealed record Attempt(string Verb, string Group, string Resource)
{
    public string Subresource { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Empty for the whole cluster.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Set instead of a resource when it is about a path such as /metrics.</summary>
    public string? Path { get; init; }

    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>The refusal, in the real server's words.</summary>
    public ApiStatus Refuse(Person person) => Path is not null
        ? ApiStatus.Forbidden("", "", "", $"User \"{person.Name}\" cannot {Verb} path \"{Path}\"")
        : ApiStatus.Forbidden(Group, Resource, Name, $"User \"{person.Name}\" cannot {Verb} resource \"{FullResource}\" in API group \"{Group}\" "
            + (Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{Namespace}\""));
}

/// <summary>Verbs that may be done to resources, or to paths; "*" stands for all.</summary>
internal sealed record Rule(string[] Verbs, string[] Groups, string[] Resources)
{
    public string[] Names { get; init; } = [];

    public string[] Paths { get; init; } = [];

    public bool Allows(Attempt attempt) => Fits(Verbs, attempt.Verb) && (attempt.Path is { } path
        ? Paths.Any(p => p == path || p == "*" || (p.EndsWith('*') && path.StartsWith(p[..^1], StringComparison.Ordinal)))
        : Fits(Groups, attempt.Group) && FitsResource(attempt) && (Names.Length == 0 || Names.Contains(attempt.Name)));

    private bool FitsResource(Attempt attempt) => Resources.Any(r => r == "*" || r == attempt.FullResource
        || (attempt.Subresource.Length > 0 && r == $"*/{attempt.Subresource}"));

    private static bool Fits(string[] allowed, string asked) => allowed.Contains("*") || allowed.Contains(asked);
}

/// <summary>A named set of rules, bound to one group of people for the whole cluster.</summary>
internal sealed record Role(string Name, string Group, Rule[] Rules);
