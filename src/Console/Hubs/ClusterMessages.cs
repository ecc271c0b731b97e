using System.Collections.Immutable;
using OpsConsole.Components.Format;
using OpsConsole.Workloads;

namespace OpsConsole.Hubs;

/// <summary>One workload.</summary>
internal sealed record WorkloadMessage(
    string System, string Kind, string Namespace, string Name, int? Ready, int Usual, string? Problem, int? Desired, int? Updated, string Rollout,
    string? RolloutWords, int? RestartsInHour, ImmutableArray<string> Pending)
{
    public static IReadOnlyList<WorkloadMessage> Of(WorkloadBoard board) => [.. board.Workloads.Select(workload => new WorkloadMessage(
        workload.System, workload.Profile.Kind, workload.Profile.Namespace, workload.Profile.Name, workload.Ready, workload.Profile.Usual,
        workload.Problem, workload.Controller?.Desired, workload.Controller?.Updated, Words.Of(workload.Rollout), workload.RolloutWords,
        workload.RestartsInHour, workload.Pending))];
}

/// <summary>One pod.</summary>
internal sealed record PodMessage(
    string System, string Namespace, string Name, string? Workload, string Status, string? Trouble, bool Ready, int Restarts, string? Node,
    DateTimeOffset? CreatedAt, string? LastEnd)
{
    public static PodMessage Of(PodStatus pod) => new(
        pod.System, pod.Pod.Id.Namespace, pod.Pod.Id.Name, pod.Workload, pod.Words, pod.Trouble, pod.Pod.IsReady, pod.Pod.Restarts, pod.Pod.Node,
        pod.Pod.Id.CreatedAt, PodWords.LastEnd(pod.Pod));
}

/// <summary>The pods, and the systems whose pods are not known.</summary>
internal sealed record PodsMessage(IReadOnlyList<PodMessage> Pods, ImmutableSortedDictionary<string, string> NotKnown)
{
    public static PodsMessage Of(PodBoard board) => new([.. board.Pods.Select(PodMessage.Of)], board.Problems.ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <summary>One event.</summary>
internal sealed record EventMessage(
    string System, string Namespace, string Kind, string Name, bool Warning, string Reason, string Message, int Count, DateTimeOffset? At)
{
    public static EventMessage Of(SystemEvent it) => new(
        it.System, it.Event.Id.Namespace, it.Event.AboutKind, it.Event.AboutName, it.Event.IsWarning, it.Event.Reason, it.Event.Message, it.Event.Count,
        it.Event.At);
}

/// <summary>The events, newest first, and the systems whose events are not known.</summary>
internal sealed record EventsMessage(IReadOnlyList<EventMessage> Events, ImmutableSortedDictionary<string, string> NotKnown)
{
    public static EventsMessage Of(EventBoard board) => new([.. board.Events.Select(EventMessage.Of)], board.Problems.ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <summary>One node; its conditions by type, as the cluster writes them.</summary>
internal sealed record NodeMessage(string Cluster, string Name, bool Unschedulable, ImmutableSortedDictionary<string, string> Conditions);

/// <summary>The nodes, and the clusters whose nodes are not known.</summary>
internal sealed record NodesMessage(IReadOnlyList<NodeMessage> Nodes, ImmutableSortedDictionary<string, string> NotKnown)
{
    public static NodesMessage Of(NodeBoard board) => new(
        [.. board.Clusters.SelectMany(cluster => cluster.Nodes.Select(node => new NodeMessage(
            cluster.Cluster, node.Id.Name, node.Unschedulable,
            node.Conditions.DistinctBy(condition => condition.Type).ToImmutableSortedDictionary(condition => condition.Type, condition => condition.Status, StringComparer.Ordinal))))],
        board.Clusters.Where(cluster => cluster.Problem is not null).ToImmutableSortedDictionary(cluster => cluster.Cluster, cluster => cluster.Problem!, StringComparer.Ordinal));
}

/// <summary>One finding.</summary>
internal sealed record FindingMessage(string System, string Check, string Level, string Target, string Title, string Why, string Remedy, DateTimeOffset? Since);

/// <summary>A check that can't be made.</summary>
internal sealed record GapMessage(string System, string Check, string Because);

/// <summary>The findings, worst first within a system, and what could not be checked.</summary>
internal sealed record FindingsMessage(IReadOnlyList<FindingMessage> Findings, IReadOnlyList<GapMessage> NotChecked)
{
    public static FindingsMessage Of(FindingBoard board) => new(
        [.. board.Findings.Select(finding => new FindingMessage(
            finding.System, finding.Check, Words.Of(finding.Level), finding.Target, finding.Title, finding.Why, finding.Remedy, finding.Since))],
        [.. board.Gaps.Select(gap => new GapMessage(gap.System, gap.Check, gap.Because))]);
}
