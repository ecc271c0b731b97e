using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>A budget that asks for more than half of the pods: it works, but one pod in trouble blocks drains.</summary>
internal sealed class BudgetIsTight : ICheck
{
    /// <inheritdoc/>
    public string Id => "budget-tight";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        foreach (var it in view.Budgets)
        {
            var pods = BudgetNeed.Pods(it);
            var half = (pods + 1) / 2;
            if (it.Budget.MinAvailable is not null && BudgetNeed.Of(it.Budget, pods) is { } need && need > half && need < pods)
            {
                yield return new(
                    FindingLevel.Hint, it.Title, "Leaves little room for a drain",
                    string.Create(CultureInfo.InvariantCulture,
                        $"{BudgetNeed.Words(it.Budget)} of {pods} pods lets {pods - need} be away; a pod that is not ready counts as away, so little trouble blocks a drain."),
                    string.Create(CultureInfo.InvariantCulture, $"At most half, rounded up, is usual: minAvailable {half} of {pods}."));
            }
        }
    }
}
