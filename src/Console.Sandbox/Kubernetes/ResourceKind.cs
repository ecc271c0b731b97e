using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>One kind of object the API serves: how it is named, what it is made of, and what its writes must obey.</summary>
internal sealed class ResourceKind(string group, string version, string plural, string kind)
{
    public string Group => group;

    public string Version => version;

    public string Plural => plural;

    public string Kind => kind;

    public string ApiVersion => group.Length == 0 ? version : $"{group}/{version}";

    public string Resource => group.Length == 0 ? plural : $"{plural}.{group}";

    public string KindInGroup => group.Length == 0 ? kind : $"{kind}.{group}";

    /// <summary>Where it is served: /api/v1, or /apis/GROUP/VERSION.</summary>
    public string Root => group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";

    /// <summary>Whether its objects lie in namespaces; the others have the namespace "" in their key.</summary>
    public bool Namespaced { get; init; } = true;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether its status is written apart from the rest.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Whether it counts the changes of its spec.</summary>
    public bool HasGeneration { get; init; }

    public bool HasScale { get; init; }

    /// <summary>Whether a PUT must carry the version it was made from.</summary>
    public bool LocksWrites { get; init; }

    /// <summary>Whether a delete lets it go on for its grace period, and answers with the object.</summary>
    public bool EndsGracefully { get; init; }

    /// <summary>Puts an object right before it is stored (fills in, drops, sorts out) or says why it is refused.</summary>
    public Func<ObjectKey, JsonObject, ApiStatus?> Admit { get; init; } = (_, _) => null;

    public override string ToString() => Resource;
}

internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Namespace, other.Namespace) is var order and not 0
        ? order
        : string.CompareOrdinal(Name, other.Name);
}
