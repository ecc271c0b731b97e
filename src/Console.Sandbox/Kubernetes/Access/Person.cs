namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>Who asks, as the cluster knows them.</summary>
internal sealed record Person(string Name, string? Uid, IReadOnlyList<string> Groups)
{
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";
    public const string Masters = "system:masters";

    public static Person Anonymous { get; } = new("system:anonymous", null, [Unauthenticated]);

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public bool IsIn(string group) => Groups.Contains(group);
}
