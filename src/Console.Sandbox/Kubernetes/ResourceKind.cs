using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>One kind of object the API serves, and how its spec is read and put right before it is stored.</summary>
internal sealed record ResourceKind(string Group, string Version, string Plural, string Kind)
{
    /// <summary>Gives the spec as the server would store it, or why it refuses.</summary>
    public required Func<string, JsonNode?, SpecVerdict> ReadSpec { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string KindInGroup => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}

/// <summary>Either the spec to store or the refusal.</summary>
internal readonly record struct SpecVerdict(JsonObject? Spec, ApiStatus? Refusal);

internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Namespace, other.Namespace) is var order and not 0
        ? order
        : string.CompareOrdinal(Name, other.Name);
}
