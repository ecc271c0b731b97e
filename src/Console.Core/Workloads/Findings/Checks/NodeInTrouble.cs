using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Nodes in trouble that run pods of the system.</summary>
internal sealed class NodeInTrouble : ICheck
{
    /// <inheritdoc/>
    public string Id => "node-trouble";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        var here = view.Pods.Where(pod => pod.Pod is { Node: not null, Phase: "Running" or "Pending" }).ToLookup(pod => pod.Pod.Node!, StringComparer.Ordinal);
        foreach (var node in view.Nodes.Where(node => here.Contains(node.Id.Name)))
        {
            var wrong = node.Conditions.Select(condition => (Condition: condition, Judged: Judge(condition))).Where(it => it.Judged is not null)
                .OrderByDescending(it => it.Judged!.Value.Level).ToArray();
            if (wrong is [{ Judged: { } worst, Condition: var condition }, ..])
            {
                yield return new(
                    worst.Level, $"Node {node.Id.Name}", worst.Title,
                    string.Create(CultureInfo.InvariantCulture,
                        $"{here[node.Id.Name].Count()} of {view.Pods.Length} pods run on it. {worst.Effect} The node says: {string.Join("; ", wrong.Select(it => Words(it.Condition)))}."),
                    worst.Remedy)
                {
                    Since = condition.ChangedAt,
                };
            }
        }
    }

    private static string Words(Condition condition) =>
        (condition.Message is { Length: > 0 } message ? $"{condition.Type}: {message}" : $"{condition.Type} is {condition.Status}").TrimEnd('.');

    private static (FindingLevel Level, string Title, string Effect, string Remedy)? Judge(Condition condition) => condition switch
    {
        { Type: "Ready", Status: not "True" } => (
            FindingLevel.Problem, "A node that runs its pods is not ready", "Pods are moved away after 5 min; until then they may not be reachable.",
            "Look at the node's kubelet, network and machine; drain it when it stays away."),
        { Type: "MemoryPressure", Status: "True" } => (
            FindingLevel.Warning, "A node that runs its pods is short of memory", "Pods that use more than they asked for are evicted first.",
            "Evict the largest pod, or raise requests so that pods are spread better."),
        { Type: "DiskPressure", Status: "True" } => (
            FindingLevel.Warning, "A node that runs its pods is short of disk", "Images are deleted and pods evicted.", "Free the disk: logs, images, emptyDir volumes."),
        { Type: "PIDPressure", Status: "True" } => (
            FindingLevel.Warning, "A node that runs its pods is short of processes", "New processes fail, then pods are evicted.", "Find the pod that forks without end."),
        { Type: "NetworkUnavailable", Status: "True" } => (
            FindingLevel.Problem, "A node that runs its pods has no network", "Its pods can't be reached.", "Look at the node's network plugin."),
        _ => null,
    };
}
