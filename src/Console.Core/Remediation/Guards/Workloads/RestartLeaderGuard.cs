using System.Collections.Immutable;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A restart takes the leader away, too: somebody must be there to lead.</summary>
internal sealed class RestartLeaderGuard() : WorkloadGuard(new(
    "leader", "whether one of its pods leads", "one does, and no other is ready; or who leads is not known", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller)
    {
        if (scene.Profile.Leader is null || (scene.Leader is not null && !Electors.IsWorkload(scene)))
        {
            return Pass(scene, "None of its pods leads", "its pods elect nobody");
        }

        if (scene.Leader is null)
        {
            return Warn(scene, "Who leads is not known", "leadership may change hands");
        }

        var holder = Electors.Holder(scene);
        ImmutableArray<PodStatus> others = [.. scene.Pods.Where(pod => pod.Pod.Id.Name != holder)];
        return scene.Pods.All(pod => pod.Pod.Id.Name != holder) ? Pass(scene, "None of its pods leads", holder is null ? "nobody leads" : $"{holder} leads")
            : others.Ready() is { IsEmpty: false } ready ? Pass(scene, "Leadership changes hands", $"{holder} leads; ready to take over: {ready.Names()}")
            : Warn(scene, "Nobody is ready to lead meanwhile", $"{holder} leads; no other of its pods is ready");
    }
}
