using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>The nodes' objects: their conditions are what the exporter says of them, so that both tell the same.</summary>
internal sealed class NodeController(ObjectStore store, EventRecorder events, IReadOnlyList<string> nodes, Func<string, string, bool?> condition)
{
    private const double Heartbeat = 300;
    private readonly Dictionary<string, (Conditions Conditions, NodeFace Face, double Next)> known = [];

    public void Step(double t, double since, bool quietly)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            var face = new NodeFace(condition(node, "Ready"), condition(node, "MemoryPressure") == true, condition(node, "DiskPressure") == true);
            var was = known.GetValueOrDefault(node);
            if (was.Conditions is null)
            {
                var conditions = new Conditions();
                known[node] = (conditions, face, t + Heartbeat);
                store.Put(Kinds.Node, new("", node), New(i, node, since, Write(conditions, face, since, t)));
            }
            else if (was.Face != face || t >= was.Next) Update(node, was.Conditions, was.Face, face, t);
            if (!quietly && was.Conditions is not null) Tell(node, was.Face, face, t);
        }
    }

    private void Update(string node, Conditions conditions, NodeFace was, NodeFace face, double t)
    {
        known[node] = (conditions, face, t + Heartbeat);
        // A kubelet that is silent sends no heartbeat either.
        if (face.Ready is null && was.Ready is null) return;
        store.Patch(Kinds.Node, new("", node), whole =>
        {
            whole["status"]!["conditions"] = Write(conditions, face, t, t);
            return whole;
        }, dryRun: false, Part.Status);
    }

    private void Tell(string node, NodeFace was, NodeFace face, double t)
    {
        var about = new Involved(Kinds.Node, new("", node), store.Look(Kinds.Node, new("", node))?.Uid ?? "");
        void Say(string reason, string component) => events.Normal(about, reason, $"Node {node} status is now: {reason}", component, t);
        if (was.Ready != face.Ready) Say(face.Ready == true ? "NodeReady" : "NodeNotReady", face.Ready == true ? "kubelet" : "node-controller");
        if (was.Memory != face.Memory) Say(face.Memory ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory", "kubelet");
        if (was.Disk != face.Disk) Say(face.Disk ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure", "kubelet");
    }

    private static JsonArray Write(Conditions conditions, NodeFace face, double t, double heartbeat)
    {
        Condition Of(string type, bool holds, (string Reason, string Message) yes, (string Reason, string Message) no) => face.Ready is null
            ? new(type, null, "NodeStatusUnknown", "Kubelet stopped posting node status.")
            : new(type, holds, (holds ? yes : no).Reason, (holds ? yes : no).Message);
        return conditions.Write(t,
        [
            Of("MemoryPressure", face.Memory, ("KubeletHasInsufficientMemory", "kubelet has insufficient memory available"),
                ("KubeletHasSufficientMemory", "kubelet has sufficient memory available")),
            Of("DiskPressure", face.Disk, ("KubeletHasDiskPressure", "kubelet has disk pressure"),
                ("KubeletHasNoDiskPressure", "kubelet has no disk pressure")),
            Of("PIDPressure", false, ("KubeletHasInsufficientPID", "kubelet has insufficient PID available"),
                ("KubeletHasSufficientPID", "kubelet has sufficient PID available")),
            face.Ready switch
            {
                true => new("Ready", true, "KubeletReady", "kubelet is posting ready status"),
                false => new("Ready", false, "KubeletNotReady", "container runtime is down"),
                null => new("Ready", null, "NodeStatusUnknown", "Kubelet stopped posting node status."),
            },
        ], (it, _) => it["lastHeartbeatTime"] = Manifests.Time(heartbeat));
    }

    private static JsonObject New(int index, string name, double since, JsonArray conditions) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["creationTimestamp"] = Manifests.Time(since),
            ["labels"] = new JsonObject
            {
                ["kubernetes.io/arch"] = "amd64",
                ["kubernetes.io/hostname"] = name,
                ["kubernetes.io/os"] = "linux",
            },
        },
        ["spec"] = new JsonObject { ["podCIDR"] = string.Create(CultureInfo.InvariantCulture, $"10.42.{index}.0/24") },
        ["status"] = new JsonObject
        {
            ["capacity"] = Room("8", "32Gi"),
            ["allocatable"] = Room("7800m", "31Gi"),
            ["conditions"] = conditions,
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = string.Create(CultureInfo.InvariantCulture, $"10.0.0.{11 + index}") },
                new JsonObject { ["type"] = "Hostname", ["address"] = name }),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } },
            ["nodeInfo"] = new JsonObject
            {
                ["machineID"] = $"{Model.Signal.Hash(name):x8}",
                ["systemUUID"] = $"{Model.Signal.Hash(name, 1):x8}",
                ["bootID"] = $"{Model.Signal.Hash(name, 2):x8}",
                ["kernelVersion"] = "6.1.0-28-amd64",
                ["osImage"] = "Debian GNU/Linux 12 (bookworm)",
                ["containerRuntimeVersion"] = "containerd://2.0.4",
                ["kubeletVersion"] = "v1.36.2",
                ["kubeProxyVersion"] = "",
                ["operatingSystem"] = "linux",
                ["architecture"] = "amd64",
            },
        },
    };

    private static JsonObject Room(string cores, string memory) => new() { ["cpu"] = cores, ["memory"] = memory, ["pods"] = "110" };

    private readonly record struct NodeFace(bool? Ready, bool Memory, bool Disk);
}
