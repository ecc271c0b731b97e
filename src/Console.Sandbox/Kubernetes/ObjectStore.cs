using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>What happened to an object, with its state before: a selector's watch needs both to tell coming from going.</summary>
internal sealed record Change(long Version, string Type, ResourceKind Kind, JsonObject Object, JsonObject? Before);

/// <summary>The object that a request leads to, or the refusal.</summary>
internal readonly record struct StoreAnswer(JsonObject? Object, ApiStatus? Refusal)
{
    public static implicit operator StoreAnswer(JsonObject it) => new(it, null);

    public static implicit operator StoreAnswer(ApiStatus refusal) => new(null, refusal);
}

/// <summary>What a delete insists on. Null means: whatever there is.</summary>
internal sealed record Preconditions(string? Uid, string? ResourceVersion);

/// <summary>
/// The cluster's memory: objects of any kind under one growing version, optimistic locking, and a log for watches that forgets
/// its oldest lines, so that a watch from too far back is told so.
/// </summary>
internal sealed class ObjectStore(TimeProvider clock, int logLimit = 4096, long firstVersion = 20_000)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ResourceKind, SortedDictionary<ObjectKey, JsonObject>> objects = [];
    private readonly Queue<Change> log = new();
    private long version = firstVersion;
    private TaskCompletionSource changed = NewSignal();

    public long Version
    {
        get { lock (gate) return version; }
    }

    /// <summary>Done when anything changes after this call.</summary>
    public Task NextChange
    {
        get { lock (gate) return changed.Task; }
    }

    /// <summary>The oldest version that a watch can still begin at.</summary>
    public long Oldest
    {
        get { lock (gate) return log.TryPeek(out var first) ? first.Version - 1 : version; }
    }

    public (long Version, IReadOnlyList<JsonObject> Items) List(ResourceKind kind, string? inNamespace)
    {
        lock (gate)
        {
            var items = Of(kind).Where(o => inNamespace is null || o.Key.Namespace == inNamespace).Select(o => Copy(o.Value)).ToList();
            return (version, items);
        }
    }

    /// <summary>All changes after a version, or null when the log has forgotten some of them.</summary>
    public IReadOnlyList<Change>? Since(long after)
    {
        lock (gate) return after < Oldest ? null : [.. log.Where(c => c.Version > after)];
    }

    public StoreAnswer Get(ResourceKind kind, ObjectKey key)
    {
        lock (gate) return Of(kind).TryGetValue(key, out var found) ? Copy(found) : ApiStatus.NotFound(kind, key.Name);
    }

    public StoreAnswer Create(ResourceKind kind, ObjectKey key, JsonObject body, bool dryRun)
    {
        lock (gate)
        {
            if (Of(kind).ContainsKey(key)) return ApiStatus.AlreadyExists(kind, key.Name);
            var (spec, refusal) = kind.ReadSpec(key.Name, body["spec"]);
            if (refusal is not null) return refusal;
            var metadata = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace, ["uid"] = Guid.NewGuid().ToString() };
            if (!dryRun) metadata["resourceVersion"] = Text(version + 1);
            metadata["creationTimestamp"] = MicroTime.FormatSeconds(clock.GetUtcNow());
            TakeOver(body["metadata"], metadata);
            var made = new JsonObject { ["metadata"] = metadata, ["spec"] = spec };
            return dryRun ? made : Commit("ADDED", kind, key, made, before: null);
        }
    }

    public StoreAnswer Update(ResourceKind kind, ObjectKey key, JsonObject body, bool dryRun)
    {
        lock (gate)
        {
            if (!Of(kind).TryGetValue(key, out var current)) return ApiStatus.NotFound(kind, key.Name);
            if (StringAt(body, "metadata", "resourceVersion") is not { Length: > 0 } seen) return ApiStatus.UpdateWithoutVersion(kind, key.Name);
            if (StringAt(body, "metadata", "uid") is { Length: > 0 } uid && uid != StringAt(current, "metadata", "uid"))
                return ApiStatus.PreconditionFailed(kind, key.Name, UidDiffers(uid, current));
            if (seen != StringAt(current, "metadata", "resourceVersion")) return ApiStatus.Modified(kind, key.Name);
            var (spec, refusal) = kind.ReadSpec(key.Name, body["spec"]);
            if (refusal is not null) return refusal;
            var metadata = (JsonObject)current["metadata"]!.DeepClone();
            metadata.Remove("labels");
            metadata.Remove("annotations");
            TakeOver(body["metadata"], metadata);
            var next = new JsonObject { ["metadata"] = metadata, ["spec"] = spec };
            // A write that changes nothing makes no version and no event.
            if (dryRun || JsonNode.DeepEquals(next, current)) return Copy(next);
            metadata["resourceVersion"] = Text(version + 1);
            return Commit("MODIFIED", kind, key, next, current);
        }
    }

    public StoreAnswer Delete(ResourceKind kind, ObjectKey key, Preconditions conditions, bool dryRun)
    {
        lock (gate)
        {
            if (!Of(kind).TryGetValue(key, out var current)) return ApiStatus.NotFound(kind, key.Name);
            if (conditions.Uid is { } uid && uid != StringAt(current, "metadata", "uid"))
                return ApiStatus.PreconditionFailed(kind, key.Name, UidDiffers(uid, current));
            if (conditions.ResourceVersion is { } seen && seen != StringAt(current, "metadata", "resourceVersion"))
                return ApiStatus.PreconditionFailed(kind, key.Name, $"the ResourceVersion in the precondition ({seen}) does not match the "
                    + $"ResourceVersion in record ({StringAt(current, "metadata", "resourceVersion")}). The object might have been modified");
            if (dryRun) return Copy(current);
            var last = Copy(current);
            last["metadata"]!["resourceVersion"] = Text(version + 1);
            return Commit("DELETED", kind, key, last, current);
        }
    }

    private JsonObject Commit(string type, ResourceKind kind, ObjectKey key, JsonObject next, JsonObject? before)
    {
        version++;
        if (type == "DELETED") Of(kind).Remove(key);
        else Of(kind)[key] = next;
        log.Enqueue(new(version, type, kind, next, before));
        if (log.Count > logLimit) log.Dequeue();
        var was = changed;
        changed = NewSignal();
        was.SetResult();
        return Copy(next);
    }

    private SortedDictionary<ObjectKey, JsonObject> Of(ResourceKind kind) =>
        objects.TryGetValue(kind, out var found) ? found : objects[kind] = [];

    private static void TakeOver(JsonNode? from, JsonObject metadata)
    {
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"])
            if (from?[field] is JsonObject { Count: > 0 } given) metadata[field] = given.DeepClone();
    }

    private static string UidDiffers(string uid, JsonObject current) =>
        $"the UID in the precondition ({uid}) does not match the UID in record ({StringAt(current, "metadata", "uid")}). "
        + "The object might have been deleted and then recreated";

    private static string? StringAt(JsonObject it, string part, string field) =>
        it[part] is JsonObject inner && inner[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Copy(JsonObject it) => (JsonObject)it.DeepClone();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
