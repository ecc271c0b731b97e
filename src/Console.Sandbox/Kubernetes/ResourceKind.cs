using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>One kind of object the API serves: how it is named, what it is made of, and what its writes must obey.</summary>
internal sealed class ResourceKind(string group, string version, string plural, string kind)
{
    public string Group => group;

    public string Version => version;

    public string Plural => plural;

    public string Singular { get; } = kind.ToLowerInvariant();

    public string Kind => kind;

    public string ApiVersion => group.Length == 0 ? version : $"{group}/{version}";

    public string Resource => group.Length == 0 ? plural : $"{plural}.{group}";

    public string KindInGroup => group.Length == 0 ? kind : $"{kind}.{group}";

    /// <summary>How each of its objects begins when it does not stand in a list.</summary>
    public ReadOnlyMemory<byte> TypePrefix { get; } =
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{(group.Length == 0 ? version : $"{group}/{version}")}\",");

    /// <summary>Whether its objects lie in namespaces; the others have the namespace "" in their key.</summary>
    public bool Namespaced { get; init; } = true;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>Whether its status is written apart from the rest.</summary>
    public bool HasStatus => Subresources.Any(s => s.Name == "status");

    /// <summary>Whether it counts the changes of its spec.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether a PUT must carry the version it was made from.</summary>
    public bool LocksWrites { get; init; }

    /// <summary>Whether a delete lets it go on for its grace period, and answers with the object.</summary>
    public bool EndsGracefully { get; init; }

    /// <summary>Whether deleting it is the business of what it owns, too.</summary>
    public bool OwnsOthers { get; init; }

    /// <summary>The fields a field selector may name beside name and namespace, and how each is read.</summary>
    public IReadOnlyDictionary<string, Func<StoredObject, string>> SelectableFields { get; init; } =
        new Dictionary<string, Func<StoredObject, string>>();

    /// <summary>What its spec may hold; null when anything is kept as it comes.</summary>
    public IReadOnlySet<string>? SpecFields { get; init; }

    /// <summary>
    /// Puts an object right before it is stored (fills in, drops, sorts out) or says why it is refused, given what is stored now.
    /// </summary>
    public Func<ObjectKey, JsonObject, StoredObject?, ApiStatus?> Admit { get; init; } = (_, _, _) => null;

    /// <summary>The kind whose objects these are in another form (an old version, another group); null when they are their own.</summary>
    public ResourceKind? StoredAs { get; init; }

    /// <summary>Gives this form of an object that is stored in another.</summary>
    public Func<JsonObject, JsonObject> Convert { get; init; } = it => it;

    public override string ToString() => Resource;
}

/// <summary>Something beside an object's own path: what it is called, what it holds, what can be done with it.</summary>
internal sealed record Subresource(string Name, string Kind, params string[] Verbs)
{
    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public static Subresource Status(string kind) => new("status", kind, "get", "patch", "update");

    public static Subresource Scale { get; } = new("scale", "Scale", "get", "patch", "update") { Group = "autoscaling", Version = "v1" };
}

internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Namespace, other.Namespace) is var order and not 0
        ? order
        : string.CompareOrdinal(Name, other.Name);
}
