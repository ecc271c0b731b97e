using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>A workload that has not as many available pods as it should, for long.</summary>
internal sealed class ReplicasMismatch : ICheck
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Id => "replicas-mismatch";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Workloads
        .Where(it => it.Controller.Available != it.Controller.Desired)
        .Select(it => new Suspicion(
            it.Controller.Available == 0 ? FindingLevel.Problem : FindingLevel.Warning, it.Title,
            it.Controller.Available < it.Controller.Desired ? "Fewer replicas are available than wanted" : "More replicas are available than wanted",
            string.Create(CultureInfo.InvariantCulture,
                $"{it.Controller.Available} of {it.Controller.Desired} are available for more than {DurationText.Words(Long)}{Because(it)}."),
            "Look at its pods, events and rollout: quota, nodes, images and the controller manager are the usual reasons.")
        {
            After = Long,
        });

    private static string Because(WorkloadView it) =>
        it.Pods.Select(pod => PodTrouble.Of(pod.Pod)?.Summary).FirstOrDefault(words => words is not null) is { } words ? $": {words.TrimEnd('.')}" : string.Empty;
}
