using System.Collections.Immutable;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>The last pod that serves.</summary>
internal sealed class LastReadyGuard() : PodGuard(new("last-ready", "the ready pods of its workload", "it is the last of them", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, PodStatus pod)
    {
        ImmutableArray<PodStatus> others = [.. scene.Pods.Where(it => it.Pod.Id.Uid != pod.Pod.Id.Uid)];
        return others.Ready() is { IsEmpty: false } ready ? Pass(scene, "Others serve meanwhile", $"{Words.Count(ready.Length, "other")} ready: {ready.Names()}")
            : pod.Pod.IsReady ? Warn(scene, "It is the last one ready", others.IsEmpty ? "it has no others" : $"not ready: {others.Names()}")
            : Pass(scene, "It serves nobody now", $"{pod.Words}; no other is ready either");
    }
}
