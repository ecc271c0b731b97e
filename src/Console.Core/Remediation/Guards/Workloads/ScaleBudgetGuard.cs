using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>With as many replicas as a disruption budget asks for, none may be evicted: nodes can't be drained.</summary>
internal sealed class ScaleBudgetGuard() : WorkloadGuard(new(
    "budget", "the disruption budgets over its pods", "with the new number one of them allows no eviction any more", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller)
    {
        var wanted = Wanted(scene);
        var tight = scene.Budgets.Where(budget => wanted > 0 && BudgetNeed.Of(budget, wanted) is { } need && need >= wanted).ToList();
        return tight.Count > 0
                ? Warn(scene, "No pod could be evicted any more", string.Join("; ", tight.Select(budget =>
                    $"budget {budget.Id.Name}: {BudgetNeed.Words(budget)} of {Words.Count(wanted, "pod")} allows no eviction")))
            : scene.Budgets.IsEmpty ? Pass(scene, "No disruption budget guards it", "none selects its pods")
            : Pass(scene, "Its disruption budget leaves room", string.Join("; ", scene.Budgets.Select(budget => $"{budget.Id.Name}: {BudgetNeed.Words(budget)} of {wanted}")));
    }
}
