using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Pods that crash again and again.</summary>
internal sealed class CrashLoops : ICheck
{
    private const int Often = 3;
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Id => "crash-loop";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        foreach (var it in view.Workloads)
        {
            if (Looping(it, view.Now) is not { Length: > 0 } pods)
            {
                continue;
            }

            var how = pods.Select(pod => PodTrouble.Of(pod.Pod)).FirstOrDefault(trouble => trouble is { Reason: "CrashLoopBackOff" })?.Message ?? LastEnd(pods[0].Pod);
            yield return new(
                FindingLevel.Problem, it.Title, pods.Length == 1 ? "A pod crashes again and again" : "Pods crash again and again",
                string.Create(CultureInfo.InvariantCulture,
                    $"{pods.Length} of {it.Pods.Length} pods: {string.Join(", ", pods.Take(3).Select(pod => pod.Pod.Id.Name))}{(pods.Length > 3 ? " and others" : string.Empty)}{(how is null ? string.Empty : $"; {how}")}. The cluster waits longer before each new start, up to 5 min."),
                "Read the log of the run before (previous), then mend what it says, or undo the last rollout.");
        }
    }

    /// <summary>The pods of a workload that crash again and again: also in the short while in which they run.</summary>
    /// <param name="it">The workload.</param>
    /// <param name="now">The time.</param>
    public static PodStatus[] Looping(WorkloadView it, DateTimeOffset now)
    {
        var lately = it.Restarts.Where(restarts => now - restarts.At <= Lately).ToLookup(restarts => restarts.Pod, restarts => restarts.Count);
        return [.. it.Pods.Where(pod => pod.Pod.Id.DeletedAt is null
            && (pod.Pod.Containers.Any(container => container.State is { Phase: ContainerPhase.Waiting, Reason: "CrashLoopBackOff" })
                || lately[pod.Pod.Id.Name].Sum() >= Often))];
    }

    private static string? LastEnd(Pod pod) => pod.Containers.FirstOrDefault(container => container.Last is not null) is { Last: { } last } container
        ? $"{container.Name} ended with {PodTrouble.Ended(last)}"
        : null;
}
