using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>A namespace as every cluster has it: labelled with its own name, and active.</summary>
internal static class NamespaceKind
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    public static JsonObject Active(string name) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [NameLabel] = name } },
        ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    };

    public static ApiStatus? Admit(ObjectKey key, JsonObject next, StoredObject? current)
    {
        var metadata = (JsonObject)next["metadata"]!;
        metadata["labels"] ??= new JsonObject();
        metadata["labels"]![NameLabel] = key.Name;
        if (current is not null) return null;
        var status = next["status"]?.DeepClone() as JsonObject ?? [];
        status["phase"] = "Active";
        next.Remove("status");
        next["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        next["status"] = status;
        return null;
    }

    /// <summary>Why nothing can be made in a namespace; null when it can.</summary>
    public static ApiStatus? RefuseContent(StoredObject? inNamespace, string name, ResourceKind kind, string newName)
    {
        if (inNamespace is null) return ApiStatus.NotFound(Kinds.Namespace, name);
        return inNamespace.Text("status", "phase") == "Terminating" ? ApiStatus.NamespaceTerminating(kind, newName, name) : null;
    }
}
