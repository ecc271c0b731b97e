using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>What shows of a pod: when it is as it was, there is nothing to write.</summary>
internal readonly record struct PodFace(
    bool Running, PodHold Hold, bool Waiting, bool Failing, bool Unready, long Restarts, bool Ending, string Node, double RunSince)
{
    public static PodFace Of(Pod pod) =>
        new(pod.Running, pod.Hold, pod.Waiting, pod.Failing, pod.Unready, pod.Restarts, pod.Ending, pod.Node, pod.RunSince);

    public bool Ready => Running && !Waiting && !Failing && !Unready;
}

/// <summary>A pod's object as scheduler and kubelet write it.</summary>
internal static class PodStatus
{
    private const int LongestBackOff = 300;

    public static JsonObject New(Pod pod, JsonObject owner)
    {
        var it = pod.Workload.Description;
        var template = pod.Revision.Template;
        var labels = (JsonObject?)template["metadata"]?["labels"]?.DeepClone() ?? [];
        var metadata = new JsonObject { ["creationTimestamp"] = Manifests.Time(pod.CreatedAt) };
        if (it.Kind == "Deployment") labels["pod-template-hash"] = pod.Revision.Hash;
        else labels["controller-revision-hash"] = it.Kind == "StatefulSet" ? $"{it.Name}-{pod.Revision.Hash}" : pod.Revision.Hash;
        if (it.Kind == "StatefulSet")
        {
            labels["apps.kubernetes.io/pod-index"] = pod.Slot.ToString(CultureInfo.InvariantCulture);
            labels["statefulset.kubernetes.io/pod-name"] = pod.Name;
        }
        metadata["generateName"] = it.Kind == "StatefulSet" ? $"{it.Name}-" : pod.Name[..^5];
        metadata["labels"] = labels;
        if (template["metadata"]?["annotations"] is JsonObject { Count: > 0 } annotations) metadata["annotations"] = annotations.DeepClone();
        metadata["ownerReferences"] = new JsonArray(owner);
        return new() { ["metadata"] = metadata, ["spec"] = Spec(pod) };
    }

    public static JsonObject Owner(ResourceKind kind, string name, string uid) => new()
    {
        ["apiVersion"] = kind.ApiVersion,
        ["kind"] = kind.Kind,
        ["name"] = name,
        ["uid"] = uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static JsonObject Of(Pod pod, Conditions conditions, double t)
    {
        var status = new JsonObject { ["phase"] = pod.Phase, ["conditions"] = conditions.Write(t, ConditionsOf(pod), (it, _) => it["lastProbeTime"] = null) };
        status["qosClass"] = "Burstable";
        if (pod.Hold == PodHold.Unschedulable) return status;
        var host = HostIp(pod);
        status["hostIP"] = host;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = host });
        if (pod.Running)
        {
            status["podIP"] = pod.Ip;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = pod.Ip });
        }
        status["startTime"] = Manifests.Time(pod.ReadyAt == double.MaxValue ? pod.CreatedAt : Math.Max(pod.CreatedAt, pod.ReadyAt - 5));
        status["containerStatuses"] = new JsonArray(Container(pod));
        return status;
    }

    public static string HostIp(Pod pod)
    {
        var index = pod.Workload.Scheduler.Nodes.ToList().IndexOf(pod.Node);
        return string.Create(CultureInfo.InvariantCulture, $"10.0.0.{11 + Math.Max(0, index)}");
    }

    public static string BackOff(Pod pod)
    {
        var seconds = Math.Min(LongestBackOff, 10 * (int)Math.Pow(2, Math.Min(6, pod.Restarts - 1)));
        return $"back-off {TimeSpan.FromSeconds(seconds):m'm's's'} restarting failed container={pod.Workload.Description.Container} "
            + $"pod={pod.Name}_{pod.Workload.Description.Namespace}({pod.Uid})";
    }

    private static IEnumerable<Condition> ConditionsOf(Pod pod)
    {
        var container = pod.Workload.Description.Container;
        if (pod.Hold == PodHold.Unschedulable) return [new("PodScheduled", false, "Unschedulable", pod.Workload.Scheduler.WhyNone)];
        var (reason, message) = pod.Ready ? ("", "") : ("ContainersNotReady", $"containers with unready status: [{container}]");
        return
        [
            new("PodReadyToStartContainers", pod.Running || pod.Hold == PodHold.ImagePull),
            new("Initialized", true),
            new("Ready", pod.Ready, reason, message),
            new("ContainersReady", pod.Ready, reason, message),
            new("PodScheduled", true),
        ];
    }

    private static JsonObject Spec(Pod pod)
    {
        var spec = (JsonObject)pod.Revision.Template["spec"]!.DeepClone();
        if (pod.Node.Length > 0) spec["nodeName"] = pod.Node;
        spec["tolerations"] = new JsonArray(Toleration("not-ready"), Toleration("unreachable"));
        spec["priority"] = 0;
        spec["enableServiceLinks"] = true;
        spec["preemptionPolicy"] = "PreemptLowerPriority";
        if (pod.Workload.Description.Kind == "StatefulSet") (spec["hostname"], spec["subdomain"]) = (pod.Name, pod.Workload.Description.Name);
        return spec;
    }

    private static JsonObject Toleration(string condition) => new()
    {
        ["key"] = $"node.kubernetes.io/{condition}",
        ["operator"] = "Exists",
        ["effect"] = "NoExecute",
        ["tolerationSeconds"] = 300,
    };

    private static JsonObject Container(Pod pod)
    {
        var id = "containerd://" + Id(pod, pod.Restarts);
        var last = new JsonObject();
        if (pod.Ends.Count > 0 && pod.Ends[^1] is var end)
            last["terminated"] = new JsonObject
            {
                ["exitCode"] = end.ExitCode,
                ["reason"] = end.Reason,
                ["startedAt"] = Manifests.Time(end.StartedAt),
                ["finishedAt"] = Manifests.Time(end.FinishedAt),
                ["containerID"] = "containerd://" + Id(pod, pod.Restarts - 1),
            };
        var it = new JsonObject
        {
            ["name"] = pod.Workload.Description.Container,
            ["state"] = State(pod),
            ["lastState"] = last,
            ["ready"] = pod.Ready,
            ["restartCount"] = pod.Restarts,
            ["image"] = pod.Revision.Image,
            ["imageID"] = pod.Running ? $"{pod.Revision.Image}@sha256:{Hex(pod.Revision.Image)}" : "",
        };
        if (pod.Running) it["containerID"] = id;
        it["started"] = pod.Running && !pod.Waiting;
        return it;
    }

    private static JsonObject State(Pod pod) => pod switch
    {
        { Waiting: true } => Waits("CrashLoopBackOff", BackOff(pod)),
        { Running: true } => new() { ["running"] = new JsonObject { ["startedAt"] = Manifests.Time(pod.RunSince) } },
        { Hold: PodHold.ImagePull } => Waits("ImagePullBackOff",
            $"Back-off pulling image \"{pod.Revision.Image}\": ErrImagePull: {pod.Revision.Image}: not found"),
        _ => Waits("ContainerCreating", ""),
    };

    private static JsonObject Waits(string reason, string message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message.Length > 0) waiting["message"] = message;
        return new() { ["waiting"] = waiting };
    }

    private static string Id(Pod pod, long run) => Hex($"{pod.Name}/{pod.CreatedAt}/{run}");

    private static string Hex(string seed) =>
        string.Concat(Enumerable.Range(0, 8).Select(i => Signal.Hash(seed, i).ToString("x8", CultureInfo.InvariantCulture)));
}
