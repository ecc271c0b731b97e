using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>An autoscaler that would like more replicas than it may have, for long.</summary>
internal sealed class AutoscalerAtMaximum : ICheck
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public string Id => "autoscaler-at-maximum";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        foreach (var it in view.Workloads)
        {
            if (it.Autoscaler is not { } autoscaler || autoscaler.Min >= autoscaler.Max)
            {
                continue;
            }

            var limited = autoscaler.Conditions.FirstOrDefault(condition => condition is { Type: "ScalingLimited", Status: "True", Reason: "TooManyReplicas" });
            if (limited is not null || (autoscaler.Current >= autoscaler.Max && autoscaler.Desired >= autoscaler.Max))
            {
                yield return new(
                    FindingLevel.Warning, it.Title, "Its autoscaler has been at its maximum for long",
                    string.Create(CultureInfo.InvariantCulture,
                        $"{autoscaler.Id.Name} has {autoscaler.Current} of at most {autoscaler.Max} replicas for more than {DurationText.Words(Long)}{Seen(autoscaler)}. More load will not be met by more pods."),
                    "Find out whether the load is real; then raise the maximum, or make each pod do more.")
                {
                    After = Long,
                    Since = Later(limited?.ChangedAt, autoscaler.LastScaledAt),
                };
            }
        }
    }

    // The condition keeps its time while only its reason changes (from too few to too many): the last scaling bounds it.
    private static DateTimeOffset? Later(DateTimeOffset? condition, DateTimeOffset? scaled) => condition > scaled ? condition : scaled ?? condition;

    private static string Seen(Autoscaler autoscaler) => autoscaler.Metrics.Where(metric => metric.Current is not null).ToArray() is { Length: > 0 } metrics
        ? $" ({string.Join(", ", metrics.Select(metric => $"{metric.Name} {metric.Current} of {metric.Target}"))})"
        : string.Empty;
}
