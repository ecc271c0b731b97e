using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A deletion asks no disruption budget; an eviction would.</summary>
internal sealed class DeleteBudgetGuard() : PodGuard(new(
    "budget", "the disruption budgets over the pod", "one of them allows no eviction now, which a deletion does not ask; or they are not known", null))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, PodStatus pod)
    {
        var tight = scene.Budgets.Where(budget => budget.DisruptionsAllowed is null or <= 0).Select(budget => budget.Id.Name).ToList();
        return scene.Workload is null ? Warn(scene, "Its disruption budgets are not known", "a deletion asks none; an eviction would")
            : tight.Count > 0 ? Warn(scene, "Its disruption budget would not allow this", $"{Words.Some(tight)} allows 0 evictions now; a deletion does not ask")
            : Pass(scene, "No disruption budget is hurt", scene.Budgets.IsEmpty ? "none guards it" : EvictBudgetGuard.Figures(scene));
    }
}
