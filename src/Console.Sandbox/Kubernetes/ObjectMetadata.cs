using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>Which fields of an object's metadata its writer gives, and which are the server's own.</summary>
internal static class ObjectMetadata
{
    private static readonly string[] Given = ["labels", "annotations", "ownerReferences", "finalizers"];

    public static JsonObject New(ResourceKind kind, ObjectKey key, JsonNode? given, string created)
    {
        var metadata = new JsonObject { ["name"] = key.Name };
        if (given?["generateName"] is JsonValue prefix) metadata["generateName"] = prefix.DeepClone();
        if (kind.Namespaced) metadata["namespace"] = key.Namespace;
        metadata["uid"] = Guid.NewGuid().ToString();
        if (kind.HasGeneration) metadata["generation"] = 1;
        metadata["creationTimestamp"] = created;
        TakeOver(given, metadata);
        return metadata;
    }

    /// <summary>The next state's metadata: labels and the like as given, everything else as it was.</summary>
    public static JsonObject Next(StoredObject current, JsonNode? given)
    {
        var metadata = JsonObject.Create(current.Root.GetProperty("metadata"))!;
        foreach (var field in Given) metadata.Remove(field);
        TakeOver(given, metadata);
        return metadata;
    }

    /// <summary>What the simulation may set when it makes an object that began in the past, or is about to end.</summary>
    public static void TakeServerFields(JsonNode? given, JsonObject metadata)
    {
        foreach (var field in (ReadOnlySpan<string>)["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"])
            if (given?[field] is { } value) metadata[field] = value.DeepClone();
    }

    /// <summary>The metadata with a version in its place, before the fields that the real server writes after it.</summary>
    public static void SetVersion(JsonObject it, long version)
    {
        var metadata = (JsonObject)it["metadata"]!;
        var text = JsonValue.Create(version.ToString(CultureInfo.InvariantCulture));
        if (metadata.ContainsKey("resourceVersion")) metadata["resourceVersion"] = text;
        else metadata.Insert(metadata.IndexOf("uid") + 1, "resourceVersion", text);
    }

    /// <summary>Marks an object as going.</summary>
    public static void SetDeletion(JsonObject it, DateTimeOffset at, long? grace)
    {
        var metadata = (JsonObject)it["metadata"]!;
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        var place = metadata.IndexOf("creationTimestamp") + 1;
        metadata.Insert(place, "deletionTimestamp", MicroTime.FormatSeconds(at));
        if (grace is { } seconds) metadata.Insert(place + 1, "deletionGracePeriodSeconds", seconds);
    }

    public static void BumpGeneration(JsonObject it)
    {
        var metadata = (JsonObject)it["metadata"]!;
        if (metadata["generation"] is { } was && long.TryParse(was.ToJsonString(), out var number)) metadata["generation"] = number + 1;
    }

    private static void TakeOver(JsonNode? from, JsonObject metadata)
    {
        foreach (var field in Given)
            if (from?[field] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) metadata[field] = from[field]!.DeepClone();
    }
}
