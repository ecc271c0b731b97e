using System.Collections.Immutable;
using OpsConsole.Leadership;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Which pods elect a leader among them. A profile does not say; holder and contenders tell.</summary>
internal static class Electors
{
    /// <summary>The holder's name, without the part that client libraries append; null when nobody holds the lease.</summary>
    /// <param name="scene">What is known now.</param>
    public static string? Holder(Scene scene) => Candidate.Of(scene.Leader?.Lease?.Holder) ?? scene.Leader?.Holder;

    /// <summary>The pods that contend for the lease: those of the workloads that holder and contenders belong to; all in its namespace when that can't be told.</summary>
    /// <param name="scene">What is known now, with the pods of the whole system.</param>
    public static ImmutableArray<PodStatus> Of(Scene scene)
    {
        if (scene.Profile.Leader is not { } election)
        {
            return [];
        }

        ImmutableArray<PodStatus> near = [.. scene.Pods.Where(pod => pod.Pod.Id.Namespace == election.Namespace)];
        ImmutableArray<PodStatus> electing = [.. near.Where(pod => Contends(scene, pod.Pod.Id.Name, pod.Workload))];
        var workloads = electing.Select(pod => pod.Workload).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return electing.IsEmpty ? near : [.. near.Where(pod => electing.Contains(pod) || (pod.Workload is { } its && workloads.Contains(its)))];
    }

    /// <summary>Whether the workload of the scene is one that elects.</summary>
    /// <param name="scene">What is known now, with the pods of the workload.</param>
    public static bool IsWorkload(Scene scene) => scene.Profile.Leader is { } election && scene.Call.Target.Namespace == election.Namespace
        && (scene.Pods.Any(pod => Contends(scene, pod.Pod.Id.Name, pod.Workload)) || IsNamedAfter(Holder(scene), scene.Call.Target.Name));

    /// <summary>Pods that serve and stay.</summary>
    /// <param name="pods">The pods.</param>
    public static ImmutableArray<PodStatus> Ready(this ImmutableArray<PodStatus> pods) => [.. pods.Where(pod => pod.Pod is { IsReady: true, Id.DeletedAt: null })];

    /// <summary>Names for a sentence, the first few of them.</summary>
    /// <param name="pods">The pods.</param>
    public static string Names(this ImmutableArray<PodStatus> pods) => Words.Some(pods.Select(pod => pod.Pod.Id.Name));

    private static bool Contends(Scene scene, string pod, string? workload) =>
        pod == Holder(scene) || scene.Leader?.Contenders?.Contains(pod) is true || (workload is not null && IsNamedAfter(Holder(scene), workload));

    private static bool IsNamedAfter(string? holder, string workload) => holder?.StartsWith($"{workload}-", StringComparison.Ordinal) is true;
}
