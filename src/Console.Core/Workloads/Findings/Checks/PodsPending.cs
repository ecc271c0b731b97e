using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Pods that wait for long to be started.</summary>
internal sealed class PodsPending : ICheck
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Id => "pods-pending";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        // By the cluster's clock, which may not be ours: what was made in our future has not waited.
        var waiting = view.Pods.Where(pod => pod.Pod is { Phase: "Pending", Id.DeletedAt: null } && pod.Pod.Id.CreatedAt is { } made && view.Now - made >= Long);
        foreach (var same in waiting.GroupBy(pod => pod.Workload is null ? $"Pod {pod.Pod.Id.Namespace}/{pod.Pod.Id.Name}" : $"{pod.WorkloadKind} {pod.Pod.Id.Namespace}/{pod.Workload}"))
        {
            var pods = same.ToArray();
            var why = pods.Select(pod => PodTrouble.Of(pod.Pod)?.Summary).FirstOrDefault(words => words is not null) ?? pods[0].Words;
            yield return new(
                FindingLevel.Warning, same.Key, pods.Length == 1 ? "A pod waits to be started" : "Pods wait to be started",
                string.Create(CultureInfo.InvariantCulture, $"{pods.Length} {(pods.Length == 1 ? "has" : "have")} been pending for more than {DurationText.Words(Long)}. {why.TrimEnd('.')}."),
                "Unschedulable: free room or add nodes, look at taints, affinity and quota. An image that can't be pulled: look at its name and the pull secret. A missing config: make it.")
            {
                Since = pods.Min(pod => pod.Pod.Id.CreatedAt),
            };
        }
    }
}
