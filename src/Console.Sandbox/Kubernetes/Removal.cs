using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>Takes objects away: at once, after their grace, or once nobody's finalizer holds them; and with them what they own.</summary>
internal sealed class Removal(ObjectTable table, TimeProvider clock)
{
    private const string Foreground = "foregroundDeletion";

    // Owners that are marked and wait until the last of what they own is gone, and namespaces that wait until they are empty.
    private readonly Dictionary<string, StoredObject> waiting = [];
    private readonly HashSet<string> emptying = [];

    public StoreAnswer Delete(StoredObject current, Deletion deletion, bool dryRun)
    {
        var (kind, key) = (current.Kind, current.Key);
        if (kind == Kinds.Namespace) return DeleteNamespace(current, dryRun);
        var grace = deletion.GraceOf(current);
        var foreground = kind.OwnsOthers && deletion.Propagation == Propagation.Foreground;
        var stays = grace > 0 || foreground || HasFinalizers(current);
        var going = current.ToJson();
        if (stays && IsGoing(current) && grace >= current.Number("metadata", "deletionGracePeriodSeconds")) return going;
        if (stays || kind.EndsGracefully) Mark(current, going, grace, foreground);
        if (dryRun) return new(going, null) { Removed = !stays };
        if (!stays) return new(Take(current, going, deletion.Propagation), null) { Removed = true };
        var marked = table.Commit("MODIFIED", kind, key, going, current);
        if (foreground) Await(table.Of(kind)[key]);
        return marked;
    }

    /// <summary>Stores a write, unless it lets go of an object that was only held back from going: it then goes.</summary>
    public JsonObject CommitOrTake(StoredObject current, JsonObject next)
    {
        if (current.Kind != Kinds.Namespace && IsReleased(next)) return Take(current, next);
        var stored = table.Commit("MODIFIED", current.Kind, current.Key, next, current);
        if (current.Kind == Kinds.Namespace) FinishNamespace(current.Key.Name);
        return stored;
    }

    /// <summary>Gone at once, whoever asked.</summary>
    public JsonObject Take(StoredObject current, JsonObject? last = null, Propagation propagation = Propagation.Background)
    {
        var gone = table.Commit("DELETED", current.Kind, current.Key, last ?? current.ToJson(), current);
        if (current.Kind.OwnsOthers && propagation == Propagation.Orphan) Orphan(current);
        else if (current.Kind.OwnsOthers)
            foreach (var dependent in Dependents(current)) Delete(dependent, new(), dryRun: false);
        foreach (var owner in Owners(current))
            if (waiting.TryGetValue(owner, out var held)) Finish(held);
        FinishNamespace(current.Key.Namespace);
        return gone;
    }

    private void Mark(StoredObject current, JsonObject going, long grace, bool foreground)
    {
        if (!IsGoing(current)) ObjectMetadata.BumpGeneration(going);
        ObjectMetadata.SetDeletion(going, clock.GetUtcNow().AddSeconds(grace), grace);
        if (!foreground) return;
        var finalizers = going["metadata"]!["finalizers"]?.DeepClone() as JsonArray ?? [];
        if (!finalizers.Any(f => f?.ToString() == Foreground)) finalizers.Add(Foreground);
        going["metadata"]!["finalizers"] = finalizers;
    }

    private void Await(StoredObject owner)
    {
        waiting[owner.Uid] = owner;
        foreach (var dependent in Dependents(owner)) Delete(dependent, new() { Propagation = Propagation.Foreground }, dryRun: false);
        Finish(owner);
    }

    private void Finish(StoredObject owner)
    {
        if (!waiting.ContainsKey(owner.Uid) || Dependents(owner).Count > 0) return;
        waiting.Remove(owner.Uid);
        if (table.Of(owner.Kind).GetValueOrDefault(owner.Key) is { } current && current.Uid == owner.Uid) Take(current);
    }

    private void Orphan(StoredObject owner)
    {
        foreach (var dependent in Dependents(owner))
        {
            var free = dependent.ToJson();
            var references = (JsonArray)free["metadata"]!["ownerReferences"]!;
            foreach (var reference in references.Where(r => r?["uid"]?.ToString() == owner.Uid).ToList()) references.Remove(reference);
            if (references.Count == 0) ((JsonObject)free["metadata"]!).Remove("ownerReferences");
            table.Commit("MODIFIED", dependent.Kind, dependent.Key, free, dependent);
        }
    }

    // The answer is the namespace as it goes; its objects go first, each in its own way, and then it, unless a finalizer holds it.
    private StoreAnswer DeleteNamespace(StoredObject current, bool dryRun)
    {
        var going = current.ToJson();
        if (!IsGoing(current)) ObjectMetadata.SetDeletion(going, clock.GetUtcNow(), null);
        if (going["status"] is JsonObject status) status["phase"] = "Terminating";
        if (dryRun || IsGoing(current)) return going;
        table.Commit("MODIFIED", current.Kind, current.Key, going, current);
        emptying.Add(current.Key.Name);
        // Owners first: what they own then goes with them, and nobody makes it anew.
        foreach (var inside in Inside(current.Key.Name).OrderBy(o => Owners(o).Any()).ToList())
            if (table.Of(inside.Kind).GetValueOrDefault(inside.Key) is { } left) Delete(left, new(), dryRun: false);
        FinishNamespace(current.Key.Name);
        return going;
    }

    private void FinishNamespace(string name)
    {
        if (!emptying.Contains(name)) return;
        var all = Inside(name).ToList();
        if (all.Any(o => o.Kind != Kinds.Event) || table.Of(Kinds.Namespace).GetValueOrDefault(new("", name)) is not { } left || HasFinalizers(left)) return;
        emptying.Remove(name);
        foreach (var told in all) table.Commit("DELETED", told.Kind, told.Key, told.ToJson(), told);
        table.Commit("DELETED", left.Kind, left.Key, left.ToJson(), left);
    }

    private IEnumerable<StoredObject> Inside(string inNamespace) =>
        Kinds.All.Where(k => k.Namespaced).SelectMany(k => table.Of(k).Values.Where(o => o.Key.Namespace == inNamespace));

    private List<StoredObject> Dependents(StoredObject owner) =>
        [.. Inside(owner.Key.Namespace).Where(o => o.Kind != Kinds.Event && Owners(o).Contains(owner.Uid))];

    private static IEnumerable<string> Owners(StoredObject it) => it.At("metadata", "ownerReferences") is { ValueKind: JsonValueKind.Array } references
        ? references.EnumerateArray().Select(r => r.TryGetProperty("uid", out var uid) ? uid.GetString() ?? "" : "")
        : [];

    private static bool IsReleased(JsonObject next) => next["metadata"] is JsonObject metadata && metadata.ContainsKey("deletionTimestamp")
        && !metadata.ContainsKey("finalizers") && metadata["deletionGracePeriodSeconds"]?.ToJsonString() is null or "0";

    private static bool IsGoing(StoredObject it) => it.At("metadata", "deletionTimestamp") is not null;

    private static bool HasFinalizers(StoredObject it) => it.At("metadata", "finalizers") is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0;
}
