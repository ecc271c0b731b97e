using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>One Deployment's objects: its ReplicaSets, and how its rollout goes.</summary>
internal sealed class DeploymentController(ObjectStore store, EventRecorder events, Workload workload, double began) : WorkloadController(store, events, workload)
{
    private readonly Conditions conditions = new();
    private readonly Dictionary<Revision, (string Uid, int Replicas, int There, int Ready, int Number)> sets = [];
    private Progress progress = new("NewReplicaSetAvailable", began, default);
    private Revision? current;
    private DeploymentFace last;

    protected override ResourceKind Kind => Kinds.Deployment;

    protected override string Component => "replicaset-controller";

    public override JsonObject OwnerOf(Pod pod) => PodStatus.Owner(Kinds.ReplicaSet, NameOf(pod.Revision), sets[pod.Revision].Uid);

    public override void Before(double t, bool quietly)
    {
        if (current is null && quietly) current = Workload.Current;
        if (current != Workload.Current) Roll(t);
        foreach (var revision in sets.Keys.Except(Workload.Revisions).ToList())
        {
            sets.Remove(revision);
            Store.Remove(Kinds.ReplicaSet, KeyOf(revision));
        }
        foreach (var revision in Workload.Revisions) WriteSet(revision, t, quietly);
    }

    public override void After(double t, bool quietly)
    {
        foreach (var revision in Workload.Revisions) WriteSet(revision, t, quietly);
        if (Workload.Stalled) return;
        var now = DeploymentFace.Of(Workload);
        progress = Judge(now, t);
        now = now with { Reason = progress.Reason };
        if (now == last) return;
        last = now;
        WriteStatus(root => root["status"] = Status(now, quietly ? began : t));
    }

    public override void Remove()
    {
        foreach (var revision in sets.Keys) Store.Remove(Kinds.ReplicaSet, KeyOf(revision));
        sets.Clear();
    }

    private string NameOf(Revision revision) => $"{Workload.Description.Name}-{revision.Hash}";

    private ObjectKey KeyOf(Revision revision) => new(Workload.Description.Namespace, NameOf(revision));

    private void Roll(double t)
    {
        current = Workload.Current;
        progress = new(sets.ContainsKey(current) ? "FoundNewReplicaSet" : "NewReplicaSetCreated", t, default);
        Store.Patch(Kind, Key, whole =>
        {
            var metadata = (JsonObject)whole["metadata"]!;
            if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
            annotations["deployment.kubernetes.io/revision"] = current.Number.ToString(CultureInfo.InvariantCulture);
            return whole;
        }, dryRun: false);
    }

    private void WriteSet(Revision revision, double t, bool quietly)
    {
        var its = Workload.Staying.Where(p => p.Revision == revision).ToList();
        var was = sets.GetValueOrDefault(revision);
        var now = (was.Uid, revision.Replicas, its.Count, its.Count(p => p.Ready), revision.Number);
        if (was.Uid is not null && was == now) return;
        var uid = Store.Put(Kinds.ReplicaSet, KeyOf(revision), ReplicaSet(revision, its.Count, now.Item4)).Uid;
        sets[revision] = now with { Uid = uid };
        if (quietly || was.Replicas == revision.Replicas) return;
        Events.Normal(About, "ScalingReplicaSet", string.Create(CultureInfo.InvariantCulture,
            $"Scaled {(revision.Replicas > was.Replicas ? "up" : "down")} replica set {NameOf(revision)} from {was.Replicas} to {revision.Replicas}"),
            "deployment-controller", t);
    }

    private JsonObject ReplicaSet(Revision revision, int there, int ready)
    {
        var labels = Manifests.Json(Manifests.Labels(Workload.Description));
        labels["pod-template-hash"] = revision.Hash;
        var template = (JsonObject)revision.Template.DeepClone();
        if (template["metadata"] is not JsonObject inner) template["metadata"] = inner = [];
        inner["labels"] = labels.DeepClone();
        var status = Counts(("replicas", there), ("fullyLabeledReplicas", there), ("readyReplicas", ready), ("availableReplicas", ready));
        status["observedGeneration"] = 1;
        if (there == 0) status["replicas"] = 0;
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            ["metadata"] = new JsonObject
            {
                ["creationTimestamp"] = Manifests.Time(revision.Since),
                ["labels"] = labels,
                ["annotations"] = new JsonObject
                {
                    ["deployment.kubernetes.io/desired-replicas"] = Text(Workload.Desired),
                    ["deployment.kubernetes.io/max-replicas"] = Text(Workload.Desired + RollingReplication.MaxSurge(Workload.Desired)),
                    ["deployment.kubernetes.io/revision"] = Text(revision.Number),
                },
                ["ownerReferences"] = new JsonArray(PodStatus.Owner(Kinds.Deployment, Workload.Description.Name, About.Uid)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = revision.Replicas,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = template,
            },
            ["status"] = status,
        };
    }

    // The deployment controller's own order: done, going on, or too long without a step ahead.
    private Progress Judge(DeploymentFace now, double t)
    {
        if (progress.Reason == "NewReplicaSetAvailable") return progress;
        var steps = (now.Updated, now.UpdatedReady, -(now.Replicas - now.Updated));
        if (now.Updated == now.Desired && now.Replicas == now.Desired && now.Available >= now.Desired) return new("NewReplicaSetAvailable", t, default);
        if (progress.Steps == default) return progress with { Steps = steps };
        if (steps.CompareTo(progress.Steps) > 0) return new("ReplicaSetUpdated", t, steps);
        var deadline = Store.Look(Kind, Key)?.Number("spec", "progressDeadlineSeconds") is { } given and > 0 ? given : 600;
        return t - progress.At > deadline ? progress with { Reason = "ProgressDeadlineExceeded" } : progress;
    }

    private JsonObject Status(DeploymentFace now, double t)
    {
        var status = new JsonObject { ["observedGeneration"] = now.Observed };
        foreach (var (name, value) in Counts(("replicas", now.Replicas), ("updatedReplicas", now.Updated), ("readyReplicas", now.Ready),
            ("availableReplicas", now.Available), ("unavailableReplicas", now.Unavailable))) status[name] = value!.DeepClone();
        status["terminatingReplicas"] = now.Ending;
        var least = now.Desired - RollingReplication.MaxUnavailable(now.Desired);
        var set = $"ReplicaSet \"{NameOf(Workload.Current)}\"";
        status["conditions"] = conditions.Write(t,
        [
            now.Available >= least ? new("Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : new("Available", false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
            progress.Reason switch
            {
                "NewReplicaSetAvailable" => new("Progressing", true, progress.Reason, $"{set} has successfully progressed."),
                "NewReplicaSetCreated" => new("Progressing", true, progress.Reason, $"Created new replica set \"{NameOf(Workload.Current)}\""),
                "FoundNewReplicaSet" => new("Progressing", true, progress.Reason, $"Found new replica set \"{NameOf(Workload.Current)}\""),
                "ProgressDeadlineExceeded" => new("Progressing", false, progress.Reason, $"{set} has timed out progressing."),
                _ => new("Progressing", true, progress.Reason, $"{set} is progressing."),
            },
        ], (it, updated) => it["lastUpdateTime"] = Manifests.Time(updated));
        return status;
    }

    private sealed record Progress(string Reason, double At, (int Updated, int Ready, int FewerOld) Steps);

    private readonly record struct DeploymentFace(
        long Observed, int Desired, int Replicas, int Updated, int UpdatedReady, int Ready, int Available, int Unavailable, int Ending, string Reason)
    {
        public static DeploymentFace Of(Workload workload)
        {
            var staying = workload.Staying.ToList();
            var ready = staying.Count(p => p.Ready);
            var wanted = workload.Revisions.Sum(r => r.Replicas);
            return new(workload.ObservedGeneration, workload.Desired, staying.Count, staying.Count(p => p.Revision == workload.Current),
                staying.Count(p => p.Revision == workload.Current && p.Ready), ready, ready, Math.Max(0, wanted - ready),
                workload.Pods.Count(p => p.Ending), "");
        }
    }
}
