using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Two changes at once hide which of them did it.</summary>
internal sealed class RolloutGuard() : WorkloadGuard(new("rollout", "the workload's rollout", "one is under way, or stuck, or it can't be told", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller) => workload.Rollout switch
    {
        RolloutState.Complete => Pass(scene, "No rollout is under way", $"{controller.Updated} of {controller.Desired} are of the newest template"),
        RolloutState.Paused => Pass(scene, "Its rollout is paused", workload.RolloutWords ?? "by a person"),
        RolloutState.Stuck => Warn(scene, "A rollout is stuck", workload.RolloutWords ?? "it does not get on"),
        RolloutState.Progressing => Warn(scene, "A rollout is under way", workload.RolloutWords ?? "it gets on"),
        _ => Warn(scene, "Its rollout can't be told", workload.RolloutWords ?? "not known"),
    };
}
