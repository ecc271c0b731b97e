using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>Whose a pod is.</summary>
internal static class Owners
{
    private const string HashLabel = "pod-template-hash";
    private static readonly ImmutableArray<string> NameLabels = ["app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/instance", "app"];

    /// <summary>The workload that keeps a pod; null when nobody does.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="replicaSets">The namespace's replica sets, as far as they are known.</param>
    public static WorkloadKey? WorkloadOf(Pod pod, Shelf<ReplicaSet> replicaSets) => pod.Id.Owner switch
    {
        null => null,
        { Kind: "ReplicaSet" } owner => OfReplicaSet(owner.Name, pod, replicaSets.Find(owner.Name)),
        { } owner => new WorkloadKey(owner.Kind, owner.Name),
    };

    /// <summary>
    /// The systems a pod, or what else lies in a namespace, belongs to. Where several share the namespace: those whose profile names its
    /// workload, else those that its labels name, else all, for a pod that is shown twice is better than one that is not shown.
    /// </summary>
    /// <param name="namespace">The namespace.</param>
    /// <param name="workload">Its workload; null when it has none.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="sharing">The systems that name the namespace.</param>
    public static ImmutableArray<SystemProfile> SystemsOf(
        string @namespace, WorkloadKey? workload, ImmutableDictionary<string, string> labels, ImmutableArray<SystemProfile> sharing)
    {
        if (sharing.Length < 2)
        {
            return sharing;
        }

        if (workload is { } key && sharing.Where(system => Names(system, @namespace, key)).ToImmutableArray() is { IsEmpty: false } named)
        {
            return named;
        }

        var called = NameLabels.Select(label => labels.GetValueOrDefault(label)).Where(value => value is not null).ToHashSet(StringComparer.Ordinal);
        return called.Count > 0 && sharing.Where(system => IsCalled(system, @namespace, called)).ToImmutableArray() is { IsEmpty: false } labelled
            ? labelled
            : sharing;
    }

    private static bool Names(SystemProfile system, string @namespace, WorkloadKey key) => system.Workloads.Any(
        workload => workload.Namespace == @namespace && workload.Kind == key.Kind && workload.Name == key.Name);

    private static bool IsCalled(SystemProfile system, string @namespace, HashSet<string?> called) =>
        called.Contains(system.Id) || system.Workloads.Any(workload => workload.Namespace == @namespace && called.Contains(workload.Name));

    private static WorkloadKey OfReplicaSet(string name, Pod pod, ReplicaSet? known)
    {
        if (known is not null)
        {
            return known.Id.Owner is { } owner ? new(owner.Kind, owner.Name) : new("ReplicaSet", name);
        }

        // Before the replica sets are told, the name tells: DEPLOYMENT-HASH.
        var tail = pod.Id.Labels.TryGetValue(HashLabel, out var hash) ? $"-{hash}" : null;
        return tail is not null && name.Length > tail.Length && name.EndsWith(tail, StringComparison.Ordinal)
            ? new("Deployment", name[..^tail.Length])
            : new("ReplicaSet", name);
    }
}
