using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A holder that only sleeps may wake up and believe that it still leads.</summary>
internal sealed class HolderGoneGuard() : Guard(new(
    "holder-gone", "the pod that holds the lease, and the nodes",
    "the pod is there and may wake up; it can't be told whether it is; or a node is NotReady, whose kubelet could still run it", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        if (Electors.Holder(scene) is not { } holder)
        {
            return Pass(scene, "Nobody holds the lease", "no holder is named in it");
        }

        var pod = scene.Pods.FirstOrDefault(it => it.Pod.Id.Name == holder && it.Pod.Id.Namespace == scene.Call.Target.Namespace);
        return pod switch
        {
            { Pod.Phase: "Succeeded" or "Failed" } => Pass(scene, "The holder's pod has ended", $"{holder}: {pod.Words}"),
            { } => Warn(scene, "The holder's pod is there and may wake up", $"{holder}: {pod.Words}{Node(scene, pod.Pod.Node)}"),
            null when scene.Leader?.HolderPod is null => Warn(scene, "Whether the holder lives can't be told", $"{holder} is the name of no pod that is known"),
            null => Gone(scene, holder),
        };
    }

    private GuardAnswer Gone(Scene scene, string holder)
    {
        var silent = scene.Nodes.Where(node => !IsReady(node)).Select(node => node.Id.Name).ToList();
        return silent.Count == 0
            ? Pass(scene, "The holder is no living pod", $"{holder}: {scene.Leader!.HolderPod}")
            : Warn(scene, "A node may come back with the holder", $"{holder}: {scene.Leader!.HolderPod}; NotReady: {Words.Some(silent)}, whose kubelet could still run it");
    }

    private static string Node(Scene scene, string? name) => scene.Nodes.FirstOrDefault(node => node.Id.Name == name) is { } node && !IsReady(node)
        ? $"; its node {name} is NotReady: its kubelet could still run it"
        : string.Empty;

    private static bool IsReady(Node node) => node.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });
}
