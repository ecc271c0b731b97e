using System.Collections.Immutable;
using OpsConsole.Leadership;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>Cuts one system out of the picture, for the checks.</summary>
/// <param name="picture">What the clusters told.</param>
/// <param name="now">The time.</param>
internal sealed class ViewComposer(FleetPicture picture, DateTimeOffset now)
{
    private static readonly ImmutableArray<(string What, string Effect, Func<NamespacePicture, Shelf> Of)> Kinds =
    [
        ("disruption budgets", "PDB findings", it => it.Budgets),
        ("autoscalers", "HPA findings", it => it.Autoscalers),
        ("pods", "findings about pods", it => it.Pods),
        ("deployments", "findings about rollouts and replicas", it => it.Deployments),
        ("stateful sets", "findings about them", it => it.StatefulSets),
        ("daemon sets", "findings about them", it => it.DaemonSets),
        ("replica sets", "findings that need a pod's Deployment", it => it.ReplicaSets),
    ];

    /// <summary>Whether all that a system needs was told or failed: before, what is not seen would look as if it were not there.</summary>
    /// <param name="system">The system.</param>
    public bool IsReady(SystemProfile system) => Shelves(system).All(shelf => shelf.Told || shelf.Problem is not null);

    /// <summary>The view of a system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="leader">Who leads it.</param>
    /// <param name="certificates">Its certificates.</param>
    public SystemView Of(SystemProfile system, LeaderStatus? leader, ImmutableArray<Certificate> certificates)
    {
        var places = picture.Of(system).ToArray();
        var pods = places.SelectMany(place => place.PodsOf.Of(system.Id)).ToImmutableArray();
        return new SystemView(system, now)
        {
            Workloads = [.. places.SelectMany(place => WorkloadsOf(system, place, pods))],
            Missing = [.. system.Workloads.Where(IsMissing(system))],
            Pods = pods,
            Budgets = [.. places.SelectMany(place => BudgetsOf(system, place, pods))],
            Nodes = system.Cluster is { } cluster && picture.Nodes.TryGetValue(cluster, out var nodes) ? [.. nodes.Objects] : [],
            Leader = leader,
            Certificates = certificates,
        };
    }

    /// <summary>What can't be checked of a system now.</summary>
    /// <param name="system">The system.</param>
    public IEnumerable<FindingGap> GapsOf(SystemProfile system)
    {
        if (picture.NoCluster(system) is { } why)
        {
            return [new FindingGap(system.Id, "everything in the cluster", why)];
        }

        if (!IsReady(system))
        {
            return [new FindingGap(system.Id, "everything in the cluster", "waiting for the cluster's first answer")];
        }

        return Kinds.Select(kind => Gap(system, kind.What, kind.Effect, kind.Of)).Append(NodeGap(system)).OfType<FindingGap>();
    }

    private IEnumerable<Shelf> Shelves(SystemProfile system) => picture.Of(system).SelectMany(place => Kinds.Select(kind => kind.Of(place)))
        .Concat(system.Cluster is { } cluster && picture.Nodes.TryGetValue(cluster, out var nodes) ? [nodes] : []);

    private FindingGap? Gap(SystemProfile system, string what, string effect, Func<NamespacePicture, Shelf> of) =>
        picture.Of(system).Select(of).FirstOrDefault(shelf => shelf.NotServed is not null) is { } absent
            ? new(system.Id, what, $"this cluster does not serve {absent.NotServed}; {effect} are off")
            : picture.Blindness(system, of) is { } why ? new(system.Id, what, $"as last seen; {why}") : null;

    private FindingGap? NodeGap(SystemProfile system) =>
        system.Cluster is not { } cluster || !picture.Nodes.TryGetValue(cluster, out var nodes) ? null
        : nodes.NotServed is { } what ? new(system.Id, "nodes", $"this cluster does not serve {what}; findings about nodes are off")
        : nodes.Blindness is { } why ? new(system.Id, "nodes", why)
        : null;

    private Func<WorkloadProfile, bool> IsMissing(SystemProfile system) => workload =>
        picture.Find(system, workload.Namespace) is { } place
        && place.ControllersOf(workload.Kind) is { IsLive: true, NotServed: null }
        && place.Find(new WorkloadKey(workload.Kind, workload.Name)) is null;

    private IEnumerable<WorkloadView> WorkloadsOf(SystemProfile system, NamespacePicture place, ImmutableArray<PodStatus> pods)
    {
        var own = pods.Where(pod => pod.Pod.Id.Namespace == place.Name && pod.Workload is not null)
            .ToLookup(pod => new WorkloadKey(pod.WorkloadKind!, pod.Workload!));
        var controllers = place.Deployments.Objects.Concat<PodController>(place.StatefulSets.Objects).Concat(place.DaemonSets.Objects);
        foreach (var controller in controllers)
        {
            var key = new WorkloadKey(controller.Kind, controller.Id.Name);
            if (Owners.SystemsOf(place.Name, key, controller.Id.Labels, place.Systems).Contains(system))
            {
                yield return new WorkloadView(controller, [.. own[key]])
                {
                    Profile = system.Workloads.FirstOrDefault(it => it.Kind == key.Kind && it.Namespace == place.Name && it.Name == key.Name),
                    Autoscaler = place.AutoscalerOf(key),
                    Restarts = [.. place.PodsOf.Restarts.InHour(key, now)],
                };
            }
        }
    }

    // Where several systems share the namespace, a budget is of those whose pods it guards; one that guards none may be anybody's.
    private static IEnumerable<BudgetView> BudgetsOf(SystemProfile system, NamespacePicture place, ImmutableArray<PodStatus> pods)
    {
        var guarded = pods.Where(pod => pod.Pod.Id.Namespace == place.Name && pod.Pod.Phase is not ("Succeeded" or "Failed"))
            .SelectMany(pod => place.BudgetIndex.Over(pod.Pod.Id.Labels).Select(budget => (Budget: budget.Id.Name, Pod: pod)))
            .ToLookup(it => it.Budget, it => it.Pod, StringComparer.Ordinal);
        var guardsOthers = place.Systems.Length < 2 ? _ => false : GuardsAny(place);
        return place.Budgets.Objects
            .Select(budget => new BudgetView(budget, [.. guarded[budget.Id.Name]]))
            .Where(it => it.Pods.Length > 0 || !guardsOthers(it.Budget));
    }

    private static Func<DisruptionBudget, bool> GuardsAny(NamespacePicture place)
    {
        var guarding = place.Pods.Objects.SelectMany(pod => place.BudgetIndex.Over(pod.Id.Labels)).Select(budget => budget.Id.Name).ToHashSet(StringComparer.Ordinal);
        return budget => guarding.Contains(budget.Id.Name);
    }
}
