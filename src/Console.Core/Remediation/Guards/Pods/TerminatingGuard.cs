using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A pod that is going goes no faster when it is told again.</summary>
internal sealed class TerminatingGuard() : PodGuard(new("terminating", "whether the pod is going already", null, "it is"))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, PodStatus pod) => pod.Pod.Id.DeletedAt is { } by
        ? Block(scene, "It is going already", by > scene.Now ? $"gone within {DurationText.Words(by - scene.Now)}" : $"due {DurationText.Words(scene.Now - by)} ago: its node may be gone")
        : Pass(scene, "It is not going yet", pod.Words);
}
