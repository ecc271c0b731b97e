using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>The object that a request leads to (a copy of the caller's own), or the refusal.</summary>
internal readonly record struct StoreAnswer(JsonObject? Object, ApiStatus? Refusal)
{
    /// <summary>Whether a delete took it away, rather than marking it as going.</summary>
    public bool Removed { get; init; }

    public static implicit operator StoreAnswer(JsonObject it) => new(it, null);

    public static implicit operator StoreAnswer(ApiStatus refusal) => new(null, refusal);
}

/// <summary>What of an object a write is about.</summary>
internal enum Part
{
    Main,
    Status,
}

/// <summary>
/// The cluster's memory: objects of any kind under one growing version, optimistic locking, and a log for watches that forgets
/// its oldest lines. The API writes with Create, Update, Patch and Delete; the simulation, which nobody refuses, with Put and Remove.
/// </summary>
internal sealed class ObjectStore(TimeProvider clock, int logLimit = 8192, long firstVersion = 20_000)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ResourceKind, ImmutableSortedDictionary<ObjectKey, StoredObject>> objects = [];
    private readonly ChangeLog log = new(logLimit, firstVersion);
    private TaskCompletionSource changed = NewSignal();

    public long Version
    {
        get { lock (gate) return log.Version; }
    }

    /// <summary>Done when anything changes after this call.</summary>
    public Task NextChange
    {
        get { lock (gate) return changed.Task; }
    }

    /// <summary>The oldest version that a watch can still begin at.</summary>
    public long Oldest
    {
        get { lock (gate) return log.Oldest; }
    }

    /// <summary>What there is of a kind, and the version of that state; the objects of one namespace only, unless null.</summary>
    public (long Version, IReadOnlyList<StoredObject> Items) List(ResourceKind kind, string? inNamespace)
    {
        ImmutableSortedDictionary<ObjectKey, StoredObject> all;
        long at;
        lock (gate) (all, at) = (Of(kind), log.Version);
        return (at, [.. all.Values.Where(o => inNamespace is null || o.Key.Namespace == inNamespace)]);
    }

    /// <summary>All changes after a version, or null when the log has forgotten some of them.</summary>
    public IReadOnlyList<Change>? Since(long after)
    {
        lock (gate) return log.Since(after);
    }

    public StoredObject? Look(ResourceKind kind, ObjectKey key)
    {
        lock (gate) return Of(kind).GetValueOrDefault(key);
    }

    /// <summary>A copy to change, or null.</summary>
    public JsonObject? Find(ResourceKind kind, ObjectKey key) => Look(kind, key)?.ToJson();

    public StoreAnswer Get(ResourceKind kind, ObjectKey key) => Find(kind, key) is { } found ? found : ApiStatus.NotFound(kind, key.Name);

    public StoreAnswer Create(ResourceKind kind, ObjectKey key, JsonObject body, bool dryRun)
    {
        lock (gate)
        {
            if (Of(kind).ContainsKey(key)) return ApiStatus.AlreadyExists(kind, key.Name);
            var metadata = ObjectMetadata.New(kind, key, body["metadata"], MicroTime.FormatSeconds(clock.GetUtcNow()));
            var made = Assemble(metadata, body, kind.HasStatus ? new JsonObject() : body["status"]);
            if (kind.Admit(key, made) is { } refusal) return refusal;
            return dryRun ? made : Commit("ADDED", kind, key, made, before: null);
        }
    }

    public StoreAnswer Update(ResourceKind kind, ObjectKey key, JsonObject body, bool dryRun, Part part = Part.Main)
    {
        lock (gate)
        {
            if (Of(kind).GetValueOrDefault(key) is not { } current) return ApiStatus.NotFound(kind, key.Name);
            if (kind.LocksWrites && Text(body, "resourceVersion") is null) return ApiStatus.UpdateWithoutVersion(kind, key.Name);
            return Replace(current, body, dryRun, part);
        }
    }

    /// <summary>Changes what is stored at this moment; only a version within the patched object makes it fail as stale.</summary>
    public StoreAnswer Patch(ResourceKind kind, ObjectKey key, Func<JsonObject, StoreAnswer> patch, bool dryRun, Part part = Part.Main)
    {
        lock (gate)
        {
            if (Of(kind).GetValueOrDefault(key) is not { } current) return ApiStatus.NotFound(kind, key.Name);
            var patched = patch(current.ToJson());
            return patched.Refusal is not null ? patched : Replace(current, patched.Object!, dryRun, part);
        }
    }

    public StoreAnswer Delete(ResourceKind kind, ObjectKey key, Deletion deletion, bool dryRun)
    {
        lock (gate)
        {
            if (Of(kind).GetValueOrDefault(key) is not { } current) return ApiStatus.NotFound(kind, key.Name);
            if (deletion.Refuse(current) is { } refusal) return refusal;
            var (going, grace) = (current.ToJson(), deletion.GraceOf(current));
            if (grace > 0 && current.At("metadata", "deletionTimestamp") is not null
                && grace >= current.Number("metadata", "deletionGracePeriodSeconds")) return going;
            if (kind.EndsGracefully)
            {
                ObjectMetadata.SetDeletion(going, clock.GetUtcNow().AddSeconds(grace), grace);
                if (current.At("metadata", "deletionTimestamp") is null) ObjectMetadata.BumpGeneration(going);
            }
            if (dryRun) return new(going, null) { Removed = grace == 0 };
            return new(Commit(grace > 0 ? "MODIFIED" : "DELETED", kind, key, going, current), null) { Removed = grace == 0 };
        }
    }

    /// <summary>
    /// The simulation's write: creates or replaces without asking. Times, uid, generation and marks of deletion are taken from the
    /// object when it has them, else kept; an object that is as it was makes no event.
    /// </summary>
    public StoredObject Put(ResourceKind kind, ObjectKey key, JsonObject it)
    {
        lock (gate)
        {
            var current = Of(kind).GetValueOrDefault(key);
            var metadata = current is null
                ? ObjectMetadata.New(kind, key, it["metadata"], MicroTime.FormatSeconds(clock.GetUtcNow()))
                : ObjectMetadata.Next(current, it["metadata"]);
            ObjectMetadata.TakeServerFields(it["metadata"], metadata);
            var next = Assemble(metadata, it, it["status"]);
            if (current is null) Commit("ADDED", kind, key, next, null);
            else if (!Same(next, current))
            {
                if (it["metadata"]?["generation"] is not { } || it["metadata"]!["generation"]!.ToJsonString() == current.Text("metadata", "generation"))
                    CountSpecChange(next, current);
                Commit("MODIFIED", kind, key, next, current);
            }
            return Of(kind)[key];
        }
    }

    /// <summary>The simulation's delete: gone at once. False when there was none.</summary>
    public bool Remove(ResourceKind kind, ObjectKey key)
    {
        lock (gate)
        {
            if (Of(kind).GetValueOrDefault(key) is not { } current) return false;
            Commit("DELETED", kind, key, current.ToJson(), current);
            return true;
        }
    }

    private StoreAnswer Replace(StoredObject current, JsonObject body, bool dryRun, Part part)
    {
        var (kind, key) = (current.Kind, current.Key);
        if (Text(body, "uid") is { } uid && uid != current.Uid) return Deletion.UidDiffers(current, uid);
        if (Text(body, "resourceVersion") is { } seen && seen != current.ResourceVersion) return ApiStatus.Modified(kind, key.Name);
        var was = current.ToJson();
        var next = part == Part.Status
            ? Assemble(ObjectMetadata.Next(current, was["metadata"]), was, body["status"])
            : Assemble(ObjectMetadata.Next(current, body["metadata"]), body, kind.HasStatus ? was["status"] : body["status"]);
        if (kind.Admit(key, next) is { } refusal) return refusal;
        // A write that changes nothing makes no version and no event.
        if (Same(next, current)) return next;
        CountSpecChange(next, current);
        return dryRun ? next : Commit("MODIFIED", kind, key, next, current);
    }

    private JsonObject Commit(string type, ResourceKind kind, ObjectKey key, JsonObject next, StoredObject? before)
    {
        var version = log.Version + 1;
        ObjectMetadata.SetVersion(next, version);
        var stored = new StoredObject(kind, key, next);
        objects[kind] = type == "DELETED" ? Of(kind).Remove(key) : Of(kind).SetItem(key, stored);
        log.Add(new(version, type, stored, before));
        var was = changed;
        changed = NewSignal();
        was.SetResult();
        return next;
    }

    private ImmutableSortedDictionary<ObjectKey, StoredObject> Of(ResourceKind kind) =>
        objects.TryGetValue(kind, out var found) ? found : ImmutableSortedDictionary<ObjectKey, StoredObject>.Empty;

    private static void CountSpecChange(JsonObject next, StoredObject current)
    {
        if (current.Kind.HasGeneration && !JsonNode.DeepEquals(next["spec"], current.ToJson()["spec"])) ObjectMetadata.BumpGeneration(next);
    }

    private static JsonObject Assemble(JsonObject metadata, JsonObject body, JsonNode? status)
    {
        var whole = new JsonObject { ["metadata"] = metadata };
        foreach (var (name, value) in body)
            if (name is not ("kind" or "apiVersion" or "metadata" or "status")) whole[name] = value?.DeepClone();
        if (status is not null) whole["status"] = status.DeepClone();
        return whole;
    }

    // Compared as they would be read back: a number from a body and one from the simulation are then the same.
    private static bool Same(JsonObject next, StoredObject current) =>
        JsonElement.DeepEquals(JsonDocument.Parse(StoredObject.Bytes(next)).RootElement, current.Root);

    private static string? Text(JsonObject body, string field) =>
        body["metadata"] is JsonObject metadata && metadata[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text : null;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
