using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>More pods of a workload that elects a leader are more contenders for its lease.</summary>
internal sealed class ScaleContendersGuard() : WorkloadGuard(new(
    "contenders", "the new number, where its pods elect a leader", "it is more than the profile's max_contenders", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller)
    {
        if (scene.Profile.Leader is not { } election || !Electors.IsWorkload(scene))
        {
            return Pass(scene, "Its pods elect nobody", "neither holder nor contender of a lease is of it");
        }

        var saw = $"{Words.Count(Wanted(scene), "contender")} for {election.Namespace}/{election.Lease}; more than {election.MaxContenders} get in each other's way";
        return Wanted(scene) > election.MaxContenders ? Warn(scene, "Many would contend for the lease", saw) : Pass(scene, "Few enough contend for the lease", saw);
    }
}
