using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A scale to what is there already does nothing, and would be on record as if it had.</summary>
internal sealed class NoChangeGuard() : WorkloadGuard(new("no-change", "how many replicas are wanted now", null, "as many are wanted already"))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller) => controller.Desired == Wanted(scene)
        ? Block(scene, "That many are wanted already", $"{controller.Desired} wanted, {controller.Ready} ready")
        : Pass(scene, "The number changes", $"from {controller.Desired} to {Wanted(scene)}; {controller.Ready} ready now");
}
