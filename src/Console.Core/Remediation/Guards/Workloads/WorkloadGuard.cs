using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A guard that looks at the workload's object; without it nothing can be told.</summary>
/// <param name="about">What it is.</param>
internal abstract class WorkloadGuard(GuardDescription about) : Guard(about)
{
    /// <inheritdoc/>
    public sealed override GuardAnswer Judge(Scene scene) => scene.Workload is { Controller: { } controller } workload
        ? Judge(scene, workload, controller)
        : Unknown(scene, "The workload can't be seen", scene.Workload?.Problem ?? $"{scene.Call.Target.Title} is not known");

    /// <summary>Judges what is seen.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="controller">Its object.</param>
    protected abstract GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller);

    /// <summary>The number of replicas that is asked for.</summary>
    /// <param name="scene">What is known now.</param>
    protected static int Wanted(Scene scene) => Replicas.Of(scene.Call.Parameters);
}
