using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>An eviction asks the disruption budgets: what they refuse is known before.</summary>
internal sealed class EvictBudgetGuard() : PodGuard(new(
    "budget", "the disruption budgets over the pod", "they are not known, and the cluster's rehearsal alone tells",
    "one of them allows no eviction now, or there are two, which the cluster answers with an error; a pod that has ended or not begun is not asked for"))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, PodStatus pod)
    {
        if (pod.Pod.Phase is "Pending" or "Succeeded" or "Failed")
        {
            return Pass(scene, "No disruption budget is asked", $"it serves nobody: {pod.Words}");
        }

        if (scene.Workload is null)
        {
            return Warn(scene, "Its disruption budgets are not known", "the cluster's rehearsal alone tells");
        }

        return scene.Budgets switch
        {
            [] => Pass(scene, "No disruption budget guards it", "none selects it"),
            [_, _, ..] => Block(scene, "Two disruption budgets guard it", $"{Words.Some(scene.Budgets.Select(it => it.Id.Name))}: the cluster answers such an eviction with an error"),
            [{ DisruptionsAllowed: > 0 }] => Pass(scene, "Its disruption budget allows it", Figures(scene)),
            [{ } budget] when !pod.Pod.IsReady && budget.DisruptionsAllowed is not null && budget.CurrentHealthy >= budget.DesiredHealthy =>
                Pass(scene, "Its disruption budget does not count it", $"it is not ready; {Figures(scene)}"),
            [{ DisruptionsAllowed: null } budget] => Unknown(scene, "Its disruption budget is not computed yet", $"{budget.Id.Name} tells no number of allowed evictions"),
            [_] => Block(scene, "Its disruption budget allows no eviction", Figures(scene)),
        };
    }

    /// <summary>The budgets' figures, in words.</summary>
    /// <param name="scene">What is known now.</param>
    public static string Figures(Scene scene) => string.Join("; ", scene.Budgets.Select(budget =>
        $"{budget.Id.Name}: {BudgetNeed.Words(budget)}, {budget.CurrentHealthy} of {budget.ExpectedPods} healthy, {budget.DisruptionsAllowed ?? 0} may be evicted now"));
}
