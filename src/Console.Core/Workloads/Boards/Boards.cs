using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>A pod of a system.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Cluster">The cluster's name in the configuration.</param>
/// <param name="Pod">The pod.</param>
public sealed record PodStatus(string System, string Cluster, Pod Pod)
{
    /// <summary>The kind of the workload it belongs to (a Deployment, not its ReplicaSet); null when nobody keeps it.</summary>
    public string? WorkloadKind { get; init; }

    /// <summary>The name of the workload it belongs to.</summary>
    public string? Workload { get; init; }

    /// <summary>What kubectl prints as its status: <c>Running</c>, <c>CrashLoopBackOff</c>, <c>Init:0/1</c>, <c>Terminating</c>, <c>Completed</c>.</summary>
    public required string Words { get; init; }

    /// <summary>Why it is not as it should be, in a sentence; null when it is well.</summary>
    public string? Trouble { get; init; }
}

/// <summary>The pods of all systems.</summary>
/// <param name="Pods">One entry a pod, by system, namespace and name.</param>
public sealed record PodBoard(ImmutableArray<PodStatus> Pods)
{
    /// <summary>Systems whose pods are not known, with why; a system that is missing here and above has none.</summary>
    public ImmutableDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The pods of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<PodStatus> Of(string system) => Pods.Where(pod => pod.System == system);
}

/// <summary>An event of a system's namespaces.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Event">The event.</param>
public sealed record SystemEvent(string System, ClusterEvent Event);

/// <summary>The recent events of all systems.</summary>
/// <param name="Events">Newest first; a bounded number for each system.</param>
public sealed record EventBoard(ImmutableArray<SystemEvent> Events)
{
    /// <summary>Systems whose events are not known, with why.</summary>
    public ImmutableDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The events of a system, newest first.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<SystemEvent> Of(string system) => Events.Where(it => it.System == system);
}

/// <summary>The nodes of one cluster.</summary>
/// <param name="Cluster">The cluster's name in the configuration.</param>
/// <param name="Nodes">Its nodes, by name.</param>
/// <param name="Problem">Why they are not known (or no longer); null when they are.</param>
public sealed record ClusterNodes(string Cluster, ImmutableArray<Node> Nodes, string? Problem);

/// <summary>The nodes of all clusters.</summary>
/// <param name="Clusters">One entry a cluster.</param>
public sealed record NodeBoard(ImmutableArray<ClusterNodes> Clusters);
