namespace OpsConsole.Benchmarks;

/// <summary>What the console may take, line by line, beside what was measured in this run and what it is compared with there.</summary>
internal static class Budgets
{
    private static readonly List<(string What, string Seen, string Beside, string Budget, bool IsMet)> Lines = [];

    /// <summary>One line.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="seen">How much it was.</param>
    /// <param name="beside">The base of the same run, or empty where the budget is a figure of its own.</param>
    /// <param name="budget">How much it may be.</param>
    /// <param name="isMet">Whether it is no more.</param>
    public static void Add(string what, string seen, string beside, string budget, bool isMet) => Lines.Add((what, seen, beside, budget, isMet));

    /// <summary>A time in milliseconds that must stay below another.</summary>
    public static void AddTime(string what, double seen, string beside, double budget) =>
        Add(what, $"{Figures.Show(seen)} ms", beside, $"below {Figures.Show(budget)} ms", seen < budget);

    /// <summary>Prints them, when there are any.</summary>
    public static void Print()
    {
        if (Lines.Count == 0)
        {
            return;
        }

        var table = new Table($"Budgets, load {Machine.Load}", "what", "seen", "beside", "budget", "met");
        foreach (var line in Lines)
        {
            table.Add(line.What, line.Seen, line.Beside, line.Budget, line.IsMet ? "yes" : "NO");
        }

        table.Print();
    }
}
