using System.Text.Json.Nodes;
using KindTable = System.Collections.Immutable.ImmutableSortedDictionary<
    OpsConsole.Sandbox.Kubernetes.ObjectKey, OpsConsole.Sandbox.Kubernetes.StoredObject>;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>What exists now, under one growing version, and what changed lately. The store guards it with its lock.</summary>
internal sealed class ObjectTable(int logLimit, long firstVersion)
{
    private readonly Dictionary<ResourceKind, KindTable> objects = [];
    private readonly ChangeLog log = new(logLimit, firstVersion);

    public ChangeLog Log => log;

    /// <summary>Completed, and replaced, at each change.</summary>
    public TaskCompletionSource Changed { get; private set; } = NewSignal();

    public KindTable Of(ResourceKind kind) => objects.TryGetValue(kind, out var found) ? found : KindTable.Empty;

    /// <summary>What there was of a kind at a version: the present with the changes since undone. Null when they are forgotten.</summary>
    public KindTable? At(ResourceKind kind, long version)
    {
        if (log.Since(version) is not { } changes) return null;
        var state = Of(kind);
        foreach (var change in changes.Reverse().Where(c => c.Kind == kind))
            state = change.Before is null ? state.Remove(change.Object.Key) : state.SetItem(change.Object.Key, change.Before);
        return state;
    }

    public JsonObject Commit(string type, ResourceKind kind, ObjectKey key, JsonObject next, StoredObject? before)
    {
        var version = log.Version + 1;
        ObjectMetadata.SetVersion(next, version);
        var stored = new StoredObject(kind, key, next);
        objects[kind] = type == "DELETED" ? Of(kind).Remove(key) : Of(kind).SetItem(key, stored);
        log.Add(new(version, type, stored, before));
        var was = Changed;
        Changed = NewSignal();
        was.SetResult();
        return next;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
