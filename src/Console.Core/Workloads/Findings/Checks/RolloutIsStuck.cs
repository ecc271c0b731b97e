namespace OpsConsole.Workloads;

/// <summary>A rollout that does not get on.</summary>
internal sealed class RolloutIsStuck : ICheck
{
    /// <inheritdoc/>
    public string Id => "rollout-stuck";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Workloads
        .Select(it => (Workload: it, Judged: RolloutJudge.Judge(it.Controller, [.. it.Pods.Select(pod => pod.Pod)])))
        .Where(it => it.Judged.State is RolloutState.Stuck)
        .Select(it => new Suspicion(
            FindingLevel.Problem, it.Workload.Title, "A rollout is stuck", $"{it.Judged.Words?.TrimEnd('.')}.",
            "Look at the newest pods' state and log; undo the rollout when it is at fault."));
}
