using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>What a budget asks for, in pods. Percentages round up, as the cluster does.</summary>
internal static class BudgetNeed
{
    /// <summary>How many of so many pods must stay; null when the budget says nothing that can be understood.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="pods">How many there are.</param>
    public static int? Of(DisruptionBudget budget, int pods) => budget switch
    {
        { MinAvailable: { } least } => Count(least, pods),
        { MaxUnavailable: { } most } => Count(most, pods) is { } away ? Math.Max(0, pods - away) : null,
        _ => null,
    };

    /// <summary>How many pods a budget counts: what the cluster says, else what its selector fits.</summary>
    /// <param name="view">The budget and its pods.</param>
    public static int Pods(BudgetView view) => view.Budget.ExpectedPods > 0 ? view.Budget.ExpectedPods : view.Pods.Length;

    /// <summary>As it is written: <c>minAvailable 2</c>.</summary>
    /// <param name="budget">The budget.</param>
    public static string Words(DisruptionBudget budget) =>
        budget.MinAvailable is { } least ? $"minAvailable {least}" : $"maxUnavailable {budget.MaxUnavailable ?? "(not given)"}";

    private static int? Count(string written, int pods)
    {
        var share = written.EndsWith('%');
        return !int.TryParse(share ? written.AsSpan(0, written.Length - 1) : written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? null
            : share ? (int)Math.Ceiling(number * pods / 100.0)
            : number;
    }
}
