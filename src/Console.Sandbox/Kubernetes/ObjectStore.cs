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
internal sealed class ObjectStore
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly ObjectTable table;
    private readonly Removal removal;

    public ObjectStore(TimeProvider clock, int logLimit = 8192, long firstVersion = 20_000)
    {
        this.clock = clock;
        table = new(logLimit, firstVersion);
        removal = new(table, clock);
    }

    public long Version
    {
        get { lock (gate) return table.Log.Version; }
    }

    /// <summary>Done when anything changes after this call.</summary>
    public Task NextChange
    {
        get { lock (gate) return table.Changed.Task; }
    }

    /// <summary>The oldest version that a watch can still begin at.</summary>
    public long Oldest
    {
        get { lock (gate) return table.Log.Oldest; }
    }

    /// <summary>What there is of a kind, and the version of that state; the objects of one namespace only, unless null.</summary>
    public (long Version, IReadOnlyList<StoredObject> Items) List(ResourceKind kind, string? inNamespace)
    {
        lock (gate) return (table.Log.Version, Within(table.Of(kind).Values, inNamespace));
    }

    /// <summary>What there was at a version, or null when that is forgotten.</summary>
    public IReadOnlyList<StoredObject>? ListAt(ResourceKind kind, string? inNamespace, long version)
    {
        lock (gate) return table.At(kind, version) is { } state ? Within(state.Values, inNamespace) : null;
    }

    /// <summary>All changes after a version, or null when the log has forgotten some of them.</summary>
    public IReadOnlyList<Change>? Since(long after)
    {
        lock (gate) return table.Log.Since(after);
    }

    /// <summary>Forgets the past, as a restarted server has: whoever watches from before is told to list again.</summary>
    public void Forget()
    {
        lock (gate) table.Log.Forget();
    }

    public StoredObject? Look(ResourceKind kind, ObjectKey key)
    {
        lock (gate) return table.Of(kind).GetValueOrDefault(key);
    }

    /// <summary>A copy to change, or null.</summary>
    public JsonObject? Find(ResourceKind kind, ObjectKey key) => Look(kind, key)?.ToJson();

    public StoreAnswer Get(ResourceKind kind, ObjectKey key) => Find(kind, key) is { } found ? found : ApiStatus.NotFound(kind, key.Name);

    public StoreAnswer Create(ResourceKind kind, ObjectKey key, JsonObject body, bool dryRun)
    {
        lock (gate)
        {
            if (table.Of(kind).ContainsKey(key)) return ApiStatus.AlreadyExists(kind, key.Name);
            var metadata = ObjectMetadata.New(kind, key, body["metadata"], MicroTime.FormatSeconds(clock.GetUtcNow()));
            var made = Assemble(metadata, body, kind.HasStatus ? new JsonObject() : body["status"]);
            if (kind.Admit(key, made, null) is { } refusal) return refusal;
            return dryRun ? made : table.Commit("ADDED", kind, key, made, before: null);
        }
    }

    public StoreAnswer Update(ResourceKind kind, ObjectKey key, JsonObject body, bool dryRun, Part part = Part.Main)
    {
        lock (gate)
        {
            if (table.Of(kind).GetValueOrDefault(key) is not { } current) return ApiStatus.NotFound(kind, key.Name);
            if (kind.LocksWrites && Text(body, "resourceVersion") is null) return ApiStatus.UpdateWithoutVersion(kind, key.Name);
            if (Text(body, "uid") is { } uid && uid != current.Uid) return Deletion.UidDiffers(current, uid);
            return Replace(current, body, dryRun, part);
        }
    }

    /// <summary>Changes what is stored at this moment; only a version within the patched object makes it fail as stale.</summary>
    public StoreAnswer Patch(ResourceKind kind, ObjectKey key, Func<JsonObject, StoreAnswer> patch, bool dryRun, Part part = Part.Main)
    {
        lock (gate)
        {
            if (table.Of(kind).GetValueOrDefault(key) is not { } current) return ApiStatus.NotFound(kind, key.Name);
            var patched = patch(current.ToJson());
            if (patched.Refusal is not null) return patched;
            if (Text(patched.Object!, "uid") is { } uid && uid != current.Uid) return ApiStatus.Immutable(kind, key.Name, "metadata.uid", uid);
            return Replace(current, patched.Object!, dryRun, part);
        }
    }

    public StoreAnswer Delete(ResourceKind kind, ObjectKey key, Deletion deletion, bool dryRun)
    {
        lock (gate)
        {
            if (table.Of(kind).GetValueOrDefault(key) is not { } current) return ApiStatus.NotFound(kind, key.Name);
            return deletion.Refuse(current) is { } refusal ? refusal : removal.Delete(current, deletion, dryRun);
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
            var current = table.Of(kind).GetValueOrDefault(key);
            var metadata = current is null
                ? ObjectMetadata.New(kind, key, it["metadata"], MicroTime.FormatSeconds(clock.GetUtcNow()))
                : ObjectMetadata.Next(current, it["metadata"]);
            ObjectMetadata.TakeServerFields(it["metadata"], metadata);
            var next = Assemble(metadata, it, it["status"]);
            if (current is null) table.Commit("ADDED", kind, key, next, null);
            else if (!Same(next, current))
            {
                if (metadata["generation"]?.ToJsonString() == current.Text("metadata", "generation")) CountSpecChange(next, current);
                table.Commit("MODIFIED", kind, key, next, current);
            }
            return table.Of(kind)[key];
        }
    }

    /// <summary>The simulation's delete: gone at once, and what it owned with it. False when there was none.</summary>
    public bool Remove(ResourceKind kind, ObjectKey key)
    {
        lock (gate)
        {
            if (table.Of(kind).GetValueOrDefault(key) is not { } current) return false;
            removal.Take(current);
            return true;
        }
    }

    private StoreAnswer Replace(StoredObject current, JsonObject body, bool dryRun, Part part)
    {
        var (kind, key) = (current.Kind, current.Key);
        if (Text(body, "resourceVersion") is { } seen && seen != current.ResourceVersion) return ApiStatus.Modified(kind, key.Name);
        var was = current.ToJson();
        var next = part == Part.Status
            ? Assemble(ObjectMetadata.Next(current, was["metadata"]), was, body["status"])
            : Assemble(ObjectMetadata.Next(current, body["metadata"]), body, kind.HasStatus ? was["status"] : body["status"]);
        if (kind.Admit(key, next, current) is { } refusal) return refusal;
        // A write that changes nothing makes no version and no event.
        if (Same(next, current)) return next;
        CountSpecChange(next, current);
        return dryRun ? next : removal.CommitOrTake(current, next);
    }

    private static StoredObject[] Within(IEnumerable<StoredObject> all, string? inNamespace) =>
        [.. inNamespace is null ? all : all.Where(o => o.Key.Namespace == inNamespace)];

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
}
