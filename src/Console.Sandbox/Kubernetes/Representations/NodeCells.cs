using System.Text.Json;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>A node in one line.</summary>
internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static string Status(StoredObject node)
    {
        var ready = PodCells.Items(node, "status", "conditions").FirstOrDefault(c => Is(c, "type", "Ready"));
        var status = ready.ValueKind != JsonValueKind.Object ? "Unknown" : Is(ready, "status", "True") ? "Ready" : "NotReady";
        return node.Text("spec", "unschedulable") == "true" ? $"{status},SchedulingDisabled" : status;
    }

    public static string Roles(StoredObject node)
    {
        var roles = node.At("metadata", "labels") is { ValueKind: JsonValueKind.Object } labels
            ? labels.EnumerateObject().Where(l => l.Name.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(l => l.Name[RolePrefix.Length..])
            : [];
        return TableColumns.OrNone(string.Join(',', roles.Order(StringComparer.Ordinal)));
    }

    public static string Address(StoredObject node, string type) => PodCells.Items(node, "status", "addresses")
        .FirstOrDefault(a => Is(a, "type", type)) is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty("address", out var address)
            ? address.ToString() : "<none>";

    private static bool Is(JsonElement it, string field, string value) => it.TryGetProperty(field, out var text) && text.ValueEquals(value);
}
