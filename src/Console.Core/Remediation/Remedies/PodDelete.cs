using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Deletes a pod: what keeps it makes a new one.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class PodDelete(RemedyPorts ports) : PodRemedy(ports)
{
    /// <inheritdoc/>
    public override RemedyDescription About { get; } = new("pod-delete", "Delete a pod", Actions.PodDelete, "pod-delete")
    {
        Cooldown = TimeSpan.FromMinutes(1),
        NoUndoBecause = "a pod that is gone is not brought back, but replaced by what keeps it",
        Verifies = "the pod gone, and its workload as ready as it wants to be",
    };

    /// <inheritdoc/>
    public override ImmutableArray<IGuard> Guards { get; } =
        [new TerminatingGuard(), new OwnerGuard(), new LastReadyGuard(), new DeleteBudgetGuard(), new HolderGuard()];

    /// <inheritdoc/>
    protected override string Verb => "Delete";

    /// <inheritdoc/>
    protected override ClusterRightQuestion Needs(ActionTarget target) => new("delete", string.Empty, "pods", null, target.Namespace, target.Name);

    /// <inheritdoc/>
    protected override Task<ClusterAnswer> SendAsync(IClusterWriter cluster, ObjectIdentity pod, WriteHow how, CancellationToken cancellation) =>
        cluster.DeleteAsync<Pod>(pod, how, cancellation);
}
