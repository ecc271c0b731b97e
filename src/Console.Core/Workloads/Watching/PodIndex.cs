using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>Which workload: <c>Deployment api</c>, within a namespace.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
internal readonly record struct WorkloadKey(string Kind, string Name);

/// <summary>The pods of one workload.</summary>
internal sealed class PodGroup
{
    private readonly SortedDictionary<string, Pod> pods = new(StringComparer.Ordinal);

    public static PodGroup Empty { get; } = new();

    public IReadOnlyCollection<Pod> Pods => pods.Values;

    /// <summary>Grows with each change of a pod.</summary>
    public long Version { get; private set; }

    public void Put(Pod pod)
    {
        pods[pod.Id.Name] = pod;
        Version++;
    }

    public void Remove(string name)
    {
        pods.Remove(name);
        Version++;
    }
}

/// <summary>
/// The pods of one namespace with what was made of each: a change of one pod makes that pod's entries anew and no other's.
/// </summary>
/// <param name="cluster">The cluster's name.</param>
/// <param name="replicaSets">The namespace's replica sets: they tell which Deployment a pod belongs to.</param>
internal sealed class PodIndex(string cluster, Shelf<ReplicaSet> replicaSets)
{
    private readonly SortedDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkloadKey, PodGroup> groups = [];
    private bool ownersChanged;

    /// <summary>The systems that name the namespace.</summary>
    public ImmutableArray<SystemProfile> Systems { get; private set; } = [];

    /// <summary>Grows with each change.</summary>
    public long Version { get; private set; }

    /// <summary>What the pods keep in mind of restarts.</summary>
    public RestartLedger Restarts { get; } = new();

    /// <summary>The pods of a workload.</summary>
    /// <param name="key">The workload.</param>
    public PodGroup Of(WorkloadKey key) => groups.GetValueOrDefault(key) ?? PodGroup.Empty;

    /// <summary>A pod's entries, one a system; empty when there is no such pod.</summary>
    /// <param name="pod">The pod's name.</param>
    public ImmutableArray<PodStatus> Find(string pod) => entries.TryGetValue(pod, out var entry) ? entry.Statuses : [];

    /// <summary>A system's pods, by name.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<PodStatus> Of(string system)
    {
        foreach (var entry in entries.Values)
        {
            foreach (var status in entry.Statuses)
            {
                if (status.System == system)
                {
                    yield return status;
                }
            }
        }
    }

    /// <summary>A pod came, changed, or went.</summary>
    /// <param name="before">As it was; null when it is new.</param>
    /// <param name="after">As it is; null when it is gone.</param>
    /// <param name="at">When.</param>
    public void Replace(Pod? before, Pod? after, DateTimeOffset at)
    {
        Version++;
        var left = before is not null && entries.Remove(before.Id.Name, out var entry) ? entry.Workload : null;
        var joined = after is null ? null : Owners.WorkloadOf(after, replicaSets);
        if (left is { } group && (after is null || left != joined))
        {
            Leave(group, before!.Id.Name);
        }

        Restarts.Seen(before, after, joined, at);
        if (after is not null)
        {
            Enter(after, joined);
        }
    }

    /// <summary>A replica set came, changed, or went: some pods' workload may be another now.</summary>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is.</param>
    public void OwnerReplaced(ReplicaSet? before, ReplicaSet? after) =>
        ownersChanged |= before is null || after is null || before.Id.Owner != after.Id.Owner;

    /// <summary>Gives the pods to these systems from now on.</summary>
    /// <param name="systems">Those that name the namespace.</param>
    public void Share(ImmutableArray<SystemProfile> systems)
    {
        if (Systems.SequenceEqual(systems))
        {
            return;
        }

        (Systems, Version) = (systems, Version + 1);
        foreach (var (name, entry) in entries.ToArray())
        {
            entries[name] = entry with { Statuses = Statuses(entry.Pod, entry.Workload) };
        }
    }

    /// <summary>Looks again whose pods are whose, when a replica set made it doubtful.</summary>
    public void Settle()
    {
        if (!ownersChanged)
        {
            return;
        }

        ownersChanged = false;
        foreach (var entry in entries.Values.Where(entry => Owners.WorkloadOf(entry.Pod, replicaSets) != entry.Workload).ToArray())
        {
            Version++;
            if (entry.Workload is { } left)
            {
                Leave(left, entry.Pod.Id.Name);
            }

            var joined = Owners.WorkloadOf(entry.Pod, replicaSets);
            Restarts.Moved(entry.Pod, joined);
            Enter(entry.Pod, joined);
        }
    }

    private void Enter(Pod pod, WorkloadKey? workload)
    {
        entries[pod.Id.Name] = new Entry(pod, workload, Statuses(pod, workload));
        if (workload is { } key)
        {
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = new PodGroup();
            }

            group.Put(pod);
        }
    }

    private void Leave(WorkloadKey workload, string pod)
    {
        if (groups.TryGetValue(workload, out var group))
        {
            group.Remove(pod);
            if (group.Pods.Count == 0)
            {
                groups.Remove(workload);
            }
        }
    }

    private ImmutableArray<PodStatus> Statuses(Pod pod, WorkloadKey? workload)
    {
        var (words, trouble) = (PodWords.Of(pod), PodTrouble.Of(pod)?.Sentence);
        return [.. Owners.SystemsOf(pod.Id.Namespace, workload, pod.Id.Labels, Systems).Select(system => new PodStatus(system.Id, cluster, pod)
        {
            WorkloadKind = workload?.Kind,
            Workload = workload?.Name,
            Words = words,
            Trouble = trouble,
        })];
    }

    private sealed record Entry(Pod Pod, WorkloadKey? Workload, ImmutableArray<PodStatus> Statuses);
}
