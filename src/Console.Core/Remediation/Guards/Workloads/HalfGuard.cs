using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A large step down takes away more than one can see the effect of.</summary>
internal sealed class HalfGuard() : WorkloadGuard(new("half", "the size of the step", "fewer than half of now are left", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller) => Wanted(scene) * 2 < controller.Desired
        ? Warn(scene, "Fewer than half are left", $"{Wanted(scene)} of {controller.Desired}")
        : Pass(scene, "The step is small enough", $"from {controller.Desired} to {Wanted(scene)}");
}
