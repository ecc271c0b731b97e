using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>A namespace as every cluster has it: labelled with its own name, and active.</summary>
internal static class NamespaceKind
{
    public static JsonObject Active(string name) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
        ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    };
}
