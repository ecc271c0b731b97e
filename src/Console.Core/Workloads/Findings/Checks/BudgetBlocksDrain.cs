using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>A budget that refuses every eviction: a node can't be drained.</summary>
internal sealed class BudgetBlocksDrain : ICheck
{
    private const string Effect = "A drain of a node waits for ever: each eviction is answered with 429 and tried again.";

    /// <inheritdoc/>
    public string Id => "budget-blocks-drain";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Budgets.Select(Judge).OfType<Suspicion>();

    private static Suspicion? Judge(BudgetView it)
    {
        var pods = BudgetNeed.Pods(it);
        if (pods == 0)
        {
            return null;
        }

        var (words, seen) = (BudgetNeed.Words(it.Budget), Figures(it.Budget, pods));
        return BudgetNeed.Of(it.Budget, pods) switch
        {
            { } need when need >= pods && pods == 1 => Found(
                it, "Its only pod may never be evicted", $"{words} over 1 pod allows no eviction. {Effect} {seen}",
                "Run at least 2 replicas, or delete the budget: one replica and a budget exclude each other."),
            { } need when need >= pods && it.Budget.MaxUnavailable is not null => Found(
                it, $"{words} allows no eviction", $"None of {pods} pods may be away. {Effect} {seen}", "Allow at least 1: maxUnavailable 1."),
            { } need when need >= pods => Found(
                it, "No pod may be evicted",
                string.Create(CultureInfo.InvariantCulture, $"{words} of {pods} pods means that {need} must stay. {Effect} {seen}"),
                string.Create(CultureInfo.InvariantCulture, $"Set minAvailable below the replicas, at best to {(pods + 1) / 2} of {pods}, or run more replicas.")),
            _ when it.Budget.DisruptionsAllowed == 0 && it.Budget.CurrentHealthy >= pods => Found(
                it, "No pod may be evicted although all are healthy", $"{words} over {pods} healthy pods, and the cluster allows 0 disruptions. {Effect} {seen}",
                "Look whether the replicas were scaled down to what the budget asks for, and lower the one or raise the other."),
            _ => null,
        };
    }

    private static Suspicion Found(BudgetView it, string title, string why, string remedy) => new(FindingLevel.Warning, it.Title, title, why, remedy);

    private static string Figures(DisruptionBudget budget, int pods) => budget.DisruptionsAllowed is { } allowed
        ? string.Create(CultureInfo.InvariantCulture, $"Now {budget.CurrentHealthy} of {pods} are healthy and {allowed} may be evicted.")
        : "The cluster has not computed the budget yet.";
}
