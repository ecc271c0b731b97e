using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>All that the console keeps of one namespace of one cluster.</summary>
internal sealed class NamespacePicture
{
    private long budgetsIndexed = -1;

    public NamespacePicture(string cluster, string name)
    {
        (Cluster, Name) = (cluster, name);
        ReplicaSets = new((before, after, _) => PodsOf!.OwnerReplaced(before, after));
        PodsOf = new PodIndex(cluster, ReplicaSets);
        Pods = new(PodsOf.Replace);
    }

    public string Cluster { get; }

    public string Name { get; }

    public Shelf<Deployment> Deployments { get; } = new();

    public Shelf<StatefulSet> StatefulSets { get; } = new();

    public Shelf<DaemonSet> DaemonSets { get; } = new();

    public Shelf<ReplicaSet> ReplicaSets { get; }

    public Shelf<Pod> Pods { get; }

    public Shelf<ClusterEvent> Events { get; } = new();

    public Shelf<DisruptionBudget> Budgets { get; } = new();

    public Shelf<Autoscaler> Autoscalers { get; } = new();

    /// <summary>The pods with what was made of them.</summary>
    public PodIndex PodsOf { get; }

    /// <summary>The systems that name the namespace.</summary>
    public ImmutableArray<SystemProfile> Systems => PodsOf.Systems;

    /// <summary>The budgets, ready to be asked which guard a pod.</summary>
    public BudgetIndex BudgetIndex
    {
        get
        {
            if (budgetsIndexed != Budgets.Version)
            {
                (field, budgetsIndexed) = (new BudgetIndex(Budgets.Objects), Budgets.Version);
            }

            return field!;
        }
    }

    /// <summary>The shelf of a workload's kind; null when the kind is none of the cluster's.</summary>
    /// <param name="kind">The kind, as a profile names it.</param>
    public Shelf? ControllersOf(string kind) => kind switch
    {
        "Deployment" => Deployments,
        "StatefulSet" => StatefulSets,
        "DaemonSet" => DaemonSets,
        _ => null,
    };

    /// <summary>A workload's object; null when there is none.</summary>
    /// <param name="key">The workload.</param>
    public PodController? Find(WorkloadKey key) => key.Kind switch
    {
        "Deployment" => Deployments.Find(key.Name),
        "StatefulSet" => StatefulSets.Find(key.Name),
        "DaemonSet" => DaemonSets.Find(key.Name),
        _ => null,
    };

    /// <summary>The autoscaler of a workload; null when nobody but people scales it.</summary>
    /// <param name="key">The workload.</param>
    public Autoscaler? AutoscalerOf(WorkloadKey key) =>
        Autoscalers.Objects.FirstOrDefault(autoscaler => autoscaler.TargetKind == key.Kind && autoscaler.TargetName == key.Name);
}
