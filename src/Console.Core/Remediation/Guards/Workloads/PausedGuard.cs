using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A paused workload takes a restart up only once somebody resumes it: it would come as a surprise.</summary>
internal sealed class PausedGuard() : WorkloadGuard(new("paused", "whether the workload is paused", null, "it is: the restart would wait until somebody resumes it"))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller) => controller.Paused
        ? Block(scene, "Its rollout is paused", "the restart would wait until somebody resumes it: resume it first")
        : Pass(scene, "It is not paused", "a restart begins at once");
}
