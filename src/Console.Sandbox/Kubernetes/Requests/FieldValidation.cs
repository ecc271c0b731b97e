using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>What becomes of fields that metadata or a spec do not have: refused, dropped with a warning, or dropped.</summary>
internal static class FieldValidation
{
    private static readonly HashSet<string> MetadataFields =
    [
        "name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "uid", "resourceVersion", "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    /// <summary>The fields that were dropped from the object, by path.</summary>
    public static IReadOnlyList<string> Drop(ResourceKind kind, JsonObject body) =>
        [.. Drop(body, "metadata", MetadataFields), .. kind.SpecFields is { } known ? Drop(body, "spec", known) : []];

    private static IReadOnlyList<string> Drop(JsonObject body, string part, IReadOnlyCollection<string> known)
    {
        if (body[part] is not JsonObject members) return [];
        var unknown = members.Select(f => f.Key).Where(f => !known.Contains(f)).ToList();
        foreach (var field in unknown) members.Remove(field);
        return [.. unknown.Select(f => $"{part}.{f}")];
    }

    /// <summary>Whether the client wants to be refused; if not, it is warned unless it does not want that either.</summary>
    public static bool Refuses(HttpContext http, IReadOnlyList<string> dropped)
    {
        if (dropped.Count == 0) return false;
        var wanted = http.Request.Query["fieldValidation"].ToString();
        if (wanted == "Strict") return true;
        if (wanted != "Ignore")
            foreach (var field in dropped) http.Response.Headers.Append("Warning", $"299 - \"unknown field \\\"{field}\\\"\"");
        return false;
    }

    public static string Complaint(IReadOnlyList<string> dropped) => "strict decoding error: " + string.Join(", ", dropped.Select(f => $"unknown field \"{f}\""));
}
