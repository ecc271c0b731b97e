using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Scaled to zero, it is switched off.</summary>
internal sealed class ToZeroGuard() : WorkloadGuard(new("to-zero", "the number that is asked for", null, "it is 0: nothing is left") { MayBeOverridden = true })
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller) => Wanted(scene) == 0
        ? Block(scene, "That switches it off", $"none of {Words.Count(controller.Desired, "replica")} is left")
        : Pass(scene, "Something is left", Words.Count(Wanted(scene), "replica"));
}
