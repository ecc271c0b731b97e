using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>What several checks of a lease need.</summary>
internal static class LeaseFacts
{
    /// <summary>For a finding's target.</summary>
    /// <param name="election">The election.</param>
    public static string Title(LeaderElectionProfile election) => $"Lease {election.Namespace}/{election.Lease}";

    /// <summary>The workload whose pods elect: the one that the holder is of, or whose name the holder's begins with; null when none is.</summary>
    /// <param name="view">The system.</param>
    public static WorkloadView? Electors(SystemView view) => view is not { Leader.Holder: { Length: > 0 } holder, Profile.Leader: { } election } ? null
        : view.Workloads.FirstOrDefault(it => it.Controller.Id.Namespace == election.Namespace && it.Pods.Any(pod => pod.Pod.Id.Name == holder))
            ?? view.Workloads.Where(it => it.Controller.Id.Namespace == election.Namespace
                && holder.StartsWith($"{it.Controller.Id.Name}-", StringComparison.Ordinal)).MaxBy(it => it.Controller.Id.Name.Length);
}
