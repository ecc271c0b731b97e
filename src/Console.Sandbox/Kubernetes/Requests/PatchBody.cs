using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Patching;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>A patch as it was sent, of the sort that its Content-Type names.</summary>
internal sealed record PatchBody(string MediaType, JsonNode Patch)
{
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Operations = "application/json-patch+json";

    /// <summary>The patch as the server quotes it when it refuses one: in Go's notation.</summary>
    public string AsGoPrintsIt => Go(Patch);

    public static async Task<(PatchBody? Patch, ApiStatus? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var media = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (media is not (Merge or Strategic or Operations))
            return (null, new(415, "UnsupportedMediaType", "415: Unsupported Media Type", []));
        var (patch, refusal) = await RequestBody.ReadPatchAsync(request, cancellation);
        if (refusal is not null) return (null, refusal);
        return media == Operations == patch is JsonArray && patch is JsonArray or JsonObject
            ? (new(media, patch), null)
            : (null, ApiStatus.BadRequest($"error decoding patch: json: cannot unmarshal {(patch is JsonArray ? "array" : "object")} into a patch of type {media}"));
    }

    public (JsonObject? Patched, ApiStatus? Refusal) Apply(JsonObject current) => (MediaType switch
    {
        Merge => MergePatch.Apply(current, Patch),
        Strategic => StrategicMergePatch.Apply(current, (JsonObject)Patch),
        _ => JsonPatch.Apply(current, (JsonArray)Patch),
    }) is JsonObject patched ? (patched, null) : (null, new(422, "Invalid", "the server rejected our request due to an error in our request", []));

    private static string Go(JsonNode? it) => it switch
    {
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Go(p.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Go))}]",
        null => "<nil>",
        _ => it.ToString(),
    };
}
