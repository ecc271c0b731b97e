using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Two budgets over one pod: the cluster then evicts it under neither.</summary>
internal sealed class BudgetsOverlap : ICheck
{
    /// <inheritdoc/>
    public string Id => "budgets-overlap";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        var byPod = view.Budgets.SelectMany(budget => budget.Pods.Select(pod => (pod.Pod.Id, Budget: budget)))
            .GroupBy(it => (it.Id.Namespace, it.Id.Name), it => it.Budget).Where(budgets => budgets.Count() > 1);
        foreach (var same in byPod.GroupBy(pod => string.Join(" and ", pod.Select(it => it.Budget.Id.Name).Order(StringComparer.Ordinal))))
        {
            var (pods, first) = (same.Count(), same.First());
            yield return new(
                FindingLevel.Problem, $"PodDisruptionBudget {first.Key.Namespace}/{same.Key}", "Two budgets guard the same pods",
                string.Create(CultureInfo.InvariantCulture,
                    $"{same.Key} both fit {pods} {(pods == 1 ? "pod" : "pods")}, for example {first.Key.Name}. The cluster answers an eviction of such a pod with an error (500) and a drain never ends."),
                "Delete one of them, or narrow its selector.");
        }
    }
}
