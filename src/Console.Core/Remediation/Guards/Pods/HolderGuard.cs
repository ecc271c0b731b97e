using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>The pod that leads.</summary>
internal sealed class HolderGuard() : PodGuard(new("holder", "the system's lease", "the pod holds it and renews it: leadership changes hands; or who leads is not known", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, PodStatus pod)
    {
        if (scene.Profile.Leader is not { } election || election.Namespace != pod.Pod.Id.Namespace)
        {
            return Pass(scene, "It leads nothing", "no lease is held there");
        }

        return scene.Leader is null ? Warn(scene, "Who leads is not known", $"it may hold {election.Lease}")
            : Electors.Holder(scene) != pod.Pod.Id.Name ? Pass(scene, "It does not lead", Electors.Holder(scene) is { } other ? $"{other} holds {election.Lease}" : "nobody leads")
            : Renewal.Holds(scene.Leader, election, scene.Now) is false ? Pass(scene, "It stopped leading", $"{election.Lease} has run out")
            : Warn(scene, "It leads: leadership changes hands", $"it holds {election.Lease}; without it: {election.MeansWithoutLeader}");
    }
}
