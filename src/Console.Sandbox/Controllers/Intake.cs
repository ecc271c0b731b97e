using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>Tells the model what people have changed through the API since the last step.</summary>
internal sealed class Intake(ObjectStore store, WorkloadSet workloads, Scheduler scheduler)
{
    private static readonly ResourceKind[] Owners = [Kinds.Deployment, Kinds.StatefulSet, Kinds.DaemonSet];
    private readonly Dictionary<ObjectKey, double> strangers = [];
    private long seen;

    /// <summary>The namespaces in which budgets have to be worked out anew.</summary>
    public HashSet<string> Touched { get; } = [];

    public void Begin() => seen = store.Version;

    public void Step(double t)
    {
        if (store.Since(seen) is { } changes)
        {
            if (changes.Count > 0) seen = changes[^1].Version;
            foreach (var change in changes) Take(change, t);
        }
        else ReadAll(t);
        foreach (var it in workloads.All.Where(w => w.Workload is { Stalled: false, Deleted: false } w1 && w1.ObservedGeneration != w1.Generation))
            if (store.Look(WorkloadController.KindOf(it.Workload.Description.Kind), it.Key) is { } late) TakeUp(it.Workload, late, t);
        foreach (var (key, at) in strangers.Where(s => s.Value <= t).ToList())
        {
            strangers.Remove(key);
            store.Remove(Kinds.Pod, key);
        }
    }

    // The log has forgotten what lies between: everything is compared instead.
    private void ReadAll(double t)
    {
        seen = store.Version;
        foreach (var kind in Owners)
            foreach (var it in store.List(kind, null).Items) Take(new(seen, "MODIFIED", it, null), t);
        foreach (var it in store.List(Kinds.Pod, null).Items) Take(new(seen, "MODIFIED", it, null), t);
        foreach (var it in store.List(Kinds.Node, null).Items) Take(new(seen, "MODIFIED", it, null), t);
        foreach (var pod in workloads.All.SelectMany(w => w.Workload.Pods).Where(p => p.Uid is not null).ToList())
            if (store.Look(Kinds.Pod, PodController.KeyOf(pod))?.Uid != pod.Uid) pod.Workload.Kill(pod, t);
        foreach (var it in workloads.All.ToList())
            if (store.Look(WorkloadController.KindOf(it.Workload.Description.Kind), it.Key) is null) Delete(it.Workload);
    }

    private void Take(Change change, double t)
    {
        var (it, kind) = (change.Object, change.Kind);
        if (kind == Kinds.Pod) TakePod(change, t);
        else if (Owners.Contains(kind)) TakeWorkload(change, t);
        else if (kind == Kinds.Node) scheduler.Cordon(it.Key.Name, it.Text("spec", "unschedulable") == "true" && change.Type != "DELETED");
        if (kind == Kinds.Pod || kind == Kinds.PodDisruptionBudget || Owners.Contains(kind)) Touched.Add(it.Key.Namespace);
    }

    private void TakePod(Change change, double t)
    {
        var it = change.Object;
        var pod = workloads.PodOf(it.Key);
        // A pod of the same name may be back already: what became of the former one is no news of it.
        if (pod is not null && pod.Uid != it.Uid) return;
        if (change.Type == "DELETED")
        {
            strangers.Remove(it.Key);
            if (pod is not null) pod.Workload.Kill(pod, t);
            return;
        }
        if (it.At("metadata", "deletionTimestamp") is null) return;
        var grace = it.Number("metadata", "deletionGracePeriodSeconds");
        if (pod is not null) pod.End(t, grace);
        else strangers.TryAdd(it.Key, t + Math.Min(grace, 2));
    }

    private void TakeWorkload(Change change, double t)
    {
        var it = change.Object;
        var known = workloads.Find(change.Kind, it.Key);
        if (change.Type == "DELETED" || it.At("metadata", "deletionTimestamp") is not null)
        {
            if (known is not null) Delete(known.Workload);
            return;
        }
        if (known is null && Describe(change.Kind, it) is { } description)
        {
            var template = JsonObject.Create(it.At("spec", "template")!.Value)!;
            workloads.Add(known = WorkloadController.Of(store, workloads.Events, new(description, scheduler, template, t, alreadyRuns: false), t));
            known.Workload.Generation = known.Workload.ObservedGeneration = it.Number("metadata", "generation");
        }
        if (known is null) return;
        if (known.Workload.Deleted || known.Workload.Generation != it.Number("metadata", "generation")) TakeUp(known.Workload, it, t);
    }

    private static void Delete(Workload workload)
    {
        workload.Deleted = true;
        workload.Desired = 0;
    }

    private static void TakeUp(Workload workload, StoredObject it, double t)
    {
        workload.Deleted = false;
        workload.Generation = it.Number("metadata", "generation");
        if (workload.Stalled) return;
        workload.ObservedGeneration = workload.Generation;
        if (workload.Description.Kind != "DaemonSet")
            workload.Desired = it.At("spec", "replicas") is null ? 1 : (int)it.Number("spec", "replicas");
        if (it.Text("spec", "paused") != "true" && it.At("spec", "template") is { ValueKind: JsonValueKind.Object } template)
            workload.Roll(JsonObject.Create(template)!, t);
    }

    // A workload that somebody made through the API gets pods like any other, only no metrics and no scenarios.
    private static WorkloadDescription? Describe(ResourceKind kind, StoredObject it)
    {
        if (it.At("spec", "template", "spec", "containers") is not { ValueKind: JsonValueKind.Array } containers || containers.GetArrayLength() == 0)
            return null;
        var labels = it.At("spec", "selector", "matchLabels") is { ValueKind: JsonValueKind.Object } selector
            ? selector.EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString() ?? "") : [];
        return new()
        {
            Name = it.Key.Name,
            Namespace = it.Key.Namespace,
            Kind = kind.Kind,
            Replicas = it.At("spec", "replicas") is null ? 1 : (int)it.Number("spec", "replicas"),
            Container = containers[0].TryGetProperty("name", out var name) ? name.GetString() ?? "main" : "main",
            Labels = labels,
        };
    }
}
