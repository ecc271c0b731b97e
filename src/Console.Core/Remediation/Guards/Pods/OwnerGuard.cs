using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A pod that nobody keeps does not come back.</summary>
internal sealed class OwnerGuard() : PodGuard(new("owner", "what keeps the pod", "nothing does: nobody brings it back", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, PodStatus pod) => pod is { WorkloadKind: { } kind, Workload: { } name }
        ? Pass(scene, "It is brought back", $"{kind} {name} keeps it")
        : Warn(scene, "Nobody brings it back", "no workload keeps it");
}
