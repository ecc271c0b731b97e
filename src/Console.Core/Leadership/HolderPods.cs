using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Leadership;

/// <summary>Whether a lease's holder is a living pod.</summary>
internal static class HolderPods
{
    /// <summary>What became of the holder's pod; null when it lives, or the holder's name is none of a pod.</summary>
    /// <param name="profile">The system.</param>
    /// <param name="election">Its election.</param>
    /// <param name="holder">The holder's name, without the part that a client library appends.</param>
    /// <param name="pods">The pods.</param>
    /// <param name="lived">A holder whose pod was seen; null when none was.</param>
    public static string? Judge(SystemProfile profile, LeaderElectionProfile election, string? holder, PodBoard pods, string? lived)
    {
        if (holder is null)
        {
            return null;
        }

        var its = Find(profile, election, holder, pods);
        return its switch
        {
            { Pod.Phase: "Succeeded" or "Failed" } => $"its pod has ended ({its.Words})",
            { Pod.Id.DeletedAt: not null } => "its pod is being deleted",
            null when holder == lived || IsPodOf(profile, election, holder) => $"{election.Namespace} has no pod of that name",
            _ => null,
        };
    }

    /// <summary>The holder's pod; null when there is none.</summary>
    /// <param name="profile">The system.</param>
    /// <param name="election">Its election.</param>
    /// <param name="holder">The holder's name.</param>
    /// <param name="pods">The pods.</param>
    public static PodStatus? Find(SystemProfile profile, LeaderElectionProfile election, string? holder, PodBoard pods) =>
        pods.Of(profile.Id).FirstOrDefault(pod => pod.Pod.Id.Name == holder && pod.Pod.Id.Namespace == election.Namespace);

    // Electors may call themselves by their node or as they like: only a name that a pod of the system could have is missed.
    private static bool IsPodOf(SystemProfile profile, LeaderElectionProfile election, string holder) => profile.Workloads.Any(workload =>
        workload.Namespace == election.Namespace && holder.StartsWith($"{workload.Name}-", StringComparison.Ordinal));
}
