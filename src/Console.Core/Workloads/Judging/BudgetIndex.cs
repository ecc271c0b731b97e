using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>Finds the budgets over a pod without trying each: nearly every selector asks for at least one label by its value.</summary>
internal sealed class BudgetIndex
{
    private readonly Dictionary<(string Label, string Value), List<DisruptionBudget>> byLabel = [];
    private readonly List<DisruptionBudget> others = [];

    public BudgetIndex(IEnumerable<DisruptionBudget> budgets)
    {
        foreach (var budget in budgets)
        {
            ListOf(budget.Selector).Add(budget);
        }
    }

    /// <summary>The budgets that guard a pod with these labels, by name.</summary>
    /// <param name="labels">The labels.</param>
    public ImmutableArray<DisruptionBudget> Over(ImmutableDictionary<string, string> labels)
    {
        if (byLabel.Count == 0 && others.Count == 0)
        {
            return [];
        }

        var near = labels.SelectMany(label => byLabel.GetValueOrDefault((label.Key, label.Value)) ?? []).Concat(others);
        return [.. near.Where(budget => budget.Selector.Fits(labels)).OrderBy(budget => budget.Id.Name, StringComparer.Ordinal)];
    }

    private List<DisruptionBudget> ListOf(LabelSelector selector)
    {
        if (selector.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).FirstOrDefault() is not { Key: { } label, Value: var value })
        {
            return others;
        }

        if (!byLabel.TryGetValue((label, value), out var list))
        {
            byLabel[(label, value)] = list = [];
        }

        return list;
    }
}
