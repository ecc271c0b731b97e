namespace OpsConsole.Contract.Transcripts;

/// <summary>
/// What the console and kubectl read of an object, but for what controllers write in their own time (Suite awaits that). The kinds that are not listed here (Lease, Status, the reviews, budgets) are
/// compared whole.
/// </summary>
internal static class Matters
{
    private static readonly string[] Every = ["metadata.name", "metadata.namespace", "metadata.labels", "metadata.deletionTimestamp", "metadata.deletionGracePeriodSeconds"];

    private static readonly Dictionary<string, string[]> Parts = new()
    {
        ["Deployment"] = [.. Every, "spec.replicas", "spec.selector", "spec.paused"],
        ["StatefulSet"] = [.. Every, "spec.replicas", "spec.selector", "spec.serviceName"],
        ["ReplicaSet"] = [.. Every, "spec.replicas"],
        ["Scale"] = [.. Every, "spec.replicas", "status.selector"],
        ["Pod"] = [.. Every, "status.phase"],
        ["Node"] = ["metadata.name", "spec.unschedulable"],
        ["Namespace"] = ["metadata.name", "status.phase"],
        ["Event"] = ["metadata.namespace", "type", "reason", "involvedObject.kind", "involvedObject.name", "regarding.kind", "regarding.name"],
        ["HorizontalPodAutoscaler"] = [.. Every, "spec.minReplicas", "spec.maxReplicas", "spec.scaleTargetRef"],
        ["Table"] = ["columnDefinitions", "rows"],
        ["APIResourceList"] = ["groupVersion"],
        ["APIGroupList"] = [],
        ["APIVersions"] = ["versions"],
        ["APIGroup"] = ["name", "preferredVersion"],
        ["APIGroupDiscoveryList"] = [],
    };

    public static IReadOnlyList<string>? Of(string kind) => Parts.GetValueOrDefault(kind);
}
