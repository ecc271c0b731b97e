using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Evicts a pod: as a deletion, but the disruption budgets are asked first.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class PodEvict(RemedyPorts ports) : PodRemedy(ports)
{
    /// <inheritdoc/>
    public override RemedyDescription About { get; } = new("pod-evict", "Evict a pod", Actions.PodEvict, "pod-evict")
    {
        Cooldown = TimeSpan.FromMinutes(1),
        NoUndoBecause = "a pod that is gone is not brought back, but replaced by what keeps it",
        Verifies = "the pod gone, and its workload as ready as it wants to be",
    };

    /// <inheritdoc/>
    public override ImmutableArray<IGuard> Guards { get; } =
        [new TerminatingGuard(), new OwnerGuard(), new LastReadyGuard(), new EvictBudgetGuard(), new HolderGuard()];

    /// <inheritdoc/>
    protected override string Verb => "Evict";

    /// <inheritdoc/>
    protected override ClusterRightQuestion Needs(ActionTarget target) => new("create", string.Empty, "pods", "eviction", target.Namespace, target.Name);

    /// <inheritdoc/>
    protected override Task<ClusterAnswer> SendAsync(IClusterWriter cluster, ObjectIdentity pod, WriteHow how, CancellationToken cancellation) =>
        cluster.EvictAsync(pod, how, cancellation);
}
