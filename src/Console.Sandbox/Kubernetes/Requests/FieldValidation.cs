using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>What becomes of fields that a spec does not have: refused, dropped with a warning, or dropped.</summary>
internal static class FieldValidation
{
    /// <summary>The fields that were dropped from the object, by path.</summary>
    public static IReadOnlyList<string> Drop(ResourceKind kind, JsonObject body)
    {
        if (kind.SpecFields is not { } known || body["spec"] is not JsonObject spec) return [];
        var unknown = spec.Select(f => f.Key).Where(f => !known.Contains(f)).ToList();
        foreach (var field in unknown) spec.Remove(field);
        return [.. unknown.Select(f => $"spec.{f}")];
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
