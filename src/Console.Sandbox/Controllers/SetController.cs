using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>A StatefulSet's or DaemonSet's object.</summary>
internal sealed class SetController(ObjectStore store, EventRecorder events, Workload workload) : WorkloadController(store, events, workload)
{
    private readonly bool ordinal = workload.Description.Kind == "StatefulSet";
    private Revision settled = workload.Current;
    private SetFace last;

    protected override ResourceKind Kind => ordinal ? Kinds.StatefulSet : Kinds.DaemonSet;

    protected override string Component => ordinal ? "statefulset-controller" : "daemonset-controller";

    public override JsonObject OwnerOf(Pod pod) => PodStatus.Owner(Kind, Key.Name, About.Uid);

    public override void Before(double t, bool quietly)
    {
    }

    public override void After(double t, bool quietly)
    {
        if (Workload.Staying.All(p => p.Revision == Workload.Current && p.Ready)) settled = Workload.Current;
        var staying = Workload.Staying.ToList();
        var now = new SetFace(Workload.ObservedGeneration, Workload.Desired, Workload.Pods.Count, staying.Count(p => p.Ready),
            staying.Count(p => p.Revision == settled), staying.Count(p => p.Revision == Workload.Current), settled.Hash, Workload.Current.Hash);
        if (now == last || Workload.Stalled) return;
        last = now;
        WriteStatus(root => root["status"] = ordinal ? OfStatefulSet(now) : OfDaemonSet(now));
    }

    public override void Came(Pod pod, double t)
    {
        if (!ordinal) base.Came(pod, t);
        else Events.Normal(About, "SuccessfulCreate", $"create Pod {pod.Name} in StatefulSet {Key.Name} successful", Component, t);
    }

    public override void Ended(Pod pod, double t)
    {
        if (!ordinal) base.Ended(pod, t);
        else Events.Normal(About, "SuccessfulDelete", $"delete Pod {pod.Name} in StatefulSet {Key.Name} successful", Component, t);
    }

    private JsonObject OfStatefulSet(SetFace now)
    {
        var status = new JsonObject { ["observedGeneration"] = now.Observed, ["replicas"] = now.Pods };
        foreach (var (name, value) in Counts(("readyReplicas", now.Ready), ("currentReplicas", now.OfSettled), ("updatedReplicas", now.Updated)))
            status[name] = value!.DeepClone();
        status["currentRevision"] = $"{Key.Name}-{now.Settled}";
        status["updateRevision"] = $"{Key.Name}-{now.Current}";
        status["collisionCount"] = 0;
        status["availableReplicas"] = now.Ready;
        return status;
    }

    private static JsonObject OfDaemonSet(SetFace now)
    {
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = now.Pods,
            ["numberMisscheduled"] = 0,
            ["desiredNumberScheduled"] = now.Desired,
            ["numberReady"] = now.Ready,
            ["observedGeneration"] = now.Observed,
        };
        foreach (var (name, value) in Counts(("updatedNumberScheduled", now.Updated), ("numberAvailable", now.Ready), ("numberUnavailable", now.Desired - now.Ready)))
            status[name] = value!.DeepClone();
        return status;
    }

    private readonly record struct SetFace(
        long Observed, int Desired, int Pods, int Ready, int OfSettled, int Updated, string Settled, string Current);
}
