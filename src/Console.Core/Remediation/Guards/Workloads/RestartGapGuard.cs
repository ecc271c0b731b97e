using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A restart of the only one that serves leaves a gap.</summary>
internal sealed class RestartGapGuard() : WorkloadGuard(new("last-ready", "how many replicas are ready", "there is one at most, or fewer than 2 are ready: a gap", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller)
    {
        var saw = $"{controller.Ready} of {controller.Desired} ready";
        return controller.Desired <= 1 || controller.Ready < 2 ? Warn(scene, "There may be a gap", saw) : Pass(scene, "Others serve meanwhile", saw);
    }
}
