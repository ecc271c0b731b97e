using System.Collections.Immutable;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A deleted lease helps only when somebody is there to take it.</summary>
internal sealed class CandidateReadyGuard() : Guard(new(
    "candidate-ready", "the system's pods that elect a leader, without the holder", null, "none of them is ready to take over")
{ MayBeOverridden = true })
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var holder = Electors.Holder(scene);
        ImmutableArray<PodStatus> others = [.. Electors.Of(scene).Where(pod => pod.Pod.Id.Name != holder)];
        var ready = others.Ready();
        return ready.IsEmpty
            ? Block(scene, "Nobody is ready to take over", others.IsEmpty ? "there is no other pod" : $"not ready: {others.Names()}")
            : Pass(scene, "Somebody can take over", $"{Words.Count(ready.Length, "candidate")} ready: {ready.Names()}");
    }
}
