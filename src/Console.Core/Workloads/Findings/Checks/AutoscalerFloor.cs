using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>An autoscaler that may go down to what a budget asks for: at low tide no pod may be evicted.</summary>
internal sealed class AutoscalerFloor : ICheck
{
    /// <inheritdoc/>
    public string Id => "autoscaler-floor";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        foreach (var it in view.Workloads.Where(it => it.Autoscaler is not null))
        {
            var names = it.Pods.Select(pod => pod.Pod.Id.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var over in view.Budgets.Where(budget => budget.Budget.MinAvailable is not null && budget.Pods.Any(pod => names.Contains(pod.Pod.Id.Name))).Take(1))
            {
                var least = it.Autoscaler!.Min;
                if (BudgetNeed.Of(over.Budget, least) is { } need && least <= need && BudgetNeed.Of(over.Budget, it.Autoscaler.Max) < it.Autoscaler.Max)
                {
                    yield return new(
                        FindingLevel.Warning, it.Title, "At its autoscaler's minimum no pod may be evicted",
                        string.Create(CultureInfo.InvariantCulture,
                            $"{it.Autoscaler.Id.Name} may go down to {least} replicas, and the budget {over.Budget.Id.Name} asks for {need} of them ({BudgetNeed.Words(over.Budget)}): when there is little to do, drains wait."),
                        string.Create(CultureInfo.InvariantCulture, $"Raise the autoscaler's minimum to {need + 1}, or lower the budget."));
                }
            }
        }
    }
}
