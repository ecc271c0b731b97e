namespace OpsConsole.Sandbox.Model;

/// <summary>Finds a node for a pod: the same one each time, unless that one is cordoned.</summary>
internal sealed class Scheduler(IReadOnlyList<string> nodes)
{
    private readonly HashSet<string> cordoned = [];

    public IReadOnlyList<string> Nodes => nodes;

    public void Cordon(string node, bool closed)
    {
        if (closed) cordoned.Add(node);
        else cordoned.Remove(node);
    }

    /// <summary>Null when no node takes it; empty when there are no nodes at all.</summary>
    public string? Place(Fleet.WorkloadDescription workload, int slot)
    {
        if (nodes.Count == 0) return "";
        // A DaemonSet's pod belongs to its node, cordoned or not.
        if (workload.Kind == "DaemonSet") return nodes[slot % nodes.Count];
        var first = (Signal.Hash(workload.Name) + (uint)slot) % (uint)nodes.Count;
        for (var i = 0u; i < nodes.Count; i++)
            if (nodes[(int)((first + i) % (uint)nodes.Count)] is var node && !cordoned.Contains(node)) return node;
        return null;
    }

    public string WhyNone => $"0/{nodes.Count} nodes are available: {nodes.Count} {(cordoned.Count == nodes.Count
        ? "node(s) were unschedulable" : "Insufficient memory")}. preemption: 0/{nodes.Count} nodes are available: "
        + $"{nodes.Count} {(cordoned.Count == nodes.Count ? "Preemption is not helpful for scheduling" : "No preemption victims found for incoming pod")}.";
}
