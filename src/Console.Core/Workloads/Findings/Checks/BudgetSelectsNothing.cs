namespace OpsConsole.Workloads;

/// <summary>A budget that guards no pod at all.</summary>
internal sealed class BudgetSelectsNothing : ICheck
{
    /// <inheritdoc/>
    public string Id => "budget-selects-nothing";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Budgets
        .Where(it => it.Pods.IsEmpty && it.Budget.ExpectedPods == 0)
        .Select(it => new Suspicion(
            FindingLevel.Hint, it.Title, "Guards no pod",
            $"{BudgetNeed.Words(it.Budget)}, but its selector fits 0 pods of {it.Budget.Id.Namespace}: whoever relies on it is not protected.",
            "Correct the selector, or delete the budget."));
}
