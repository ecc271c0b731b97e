namespace OpsConsole.Workloads;

/// <summary>An autoscaler that can't read what it looks at, or can't scale: it leaves the replicas as they are.</summary>
internal sealed class AutoscalerIsBlind : ICheck
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public string Id => "autoscaler-blind";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Workloads
        .Select(it => (Workload: it, Wrong: it.Autoscaler?.Conditions.FirstOrDefault(IsWrong)))
        .Where(it => it.Wrong is not null)
        .Select(it => new Suspicion(
            FindingLevel.Warning, it.Workload.Title,
            it.Wrong!.Type == "AbleToScale" ? "Its autoscaler can't scale it" : "Its autoscaler can't read its metric",
            $"{it.Workload.Autoscaler!.Id.Name} says {it.Wrong.Reason}: {it.Wrong.Message} It leaves the replicas at {it.Workload.Autoscaler.Current}, whatever the load.",
            it.Wrong.Type == "AbleToScale"
                ? "Look at the autoscaler's target and its rights."
                : "Look at the metrics API (metrics-server or the adapter), and whether the pods have the resource requests that a percentage needs.")
        {
            After = Settling,
            Since = it.Wrong.ChangedAt,
        });

    // Switched off by 0 replicas is no failure.
    private static bool IsWrong(Condition condition) =>
        condition is { Type: "ScalingActive" or "AbleToScale", Status: "False", Reason: not "ScalingDisabled" };
}
