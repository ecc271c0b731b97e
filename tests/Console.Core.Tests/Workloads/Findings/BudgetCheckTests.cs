using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class BudgetCheckTests
{
    [Theory]
    [InlineData("1", null, 1, "Its only pod may never be evicted")]
    [InlineData("3", null, 3, "No pod may be evicted")]
    [InlineData("4", null, 3, "No pod may be evicted")]
    [InlineData("100%", null, 3, "No pod may be evicted")]
    [InlineData("67%", null, 3, "No pod may be evicted")]
    [InlineData(null, "0", 3, "maxUnavailable 0 allows no eviction")]
    [InlineData(null, "0%", 3, "maxUnavailable 0% allows no eviction")]
    [InlineData(null, "0", 1, "Its only pod may never be evicted")]
    [InlineData("2", null, 3, null)]
    [InlineData("50%", null, 3, null)]
    [InlineData("66%", null, 3, null)]
    [InlineData(null, "1", 3, null)]
    [InlineData(null, "10%", 3, null)]
    [InlineData(null, "1", 1, null)]
    [InlineData("2", null, 0, null)]
    [InlineData("many", null, 3, null)]
    public void A_budget_that_must_keep_all_its_pods_blocks_a_drain(string? least, string? most, int pods, string? title)
    {
        var found = new BudgetBlocksDrain().Only(View(Made.Budget("api", least, most), pods));
        Assert.Equal(title, found?.Title);
        Assert.All(found is null ? [] : new[] { found }, it => Assert.Equal((FindingLevel.Warning, "PodDisruptionBudget fleet/api"), (it.Level, it.Target)));
    }

    [Theory]
    [InlineData(0, 3, true)]
    [InlineData(0, 2, false)]
    [InlineData(1, 3, false)]
    [InlineData(null, 3, false)]
    public void No_disruption_allowed_matters_only_while_all_are_healthy(int? allowed, int healthy, bool found)
    {
        var budget = Made.Budget("api", "2") with { DisruptionsAllowed = allowed, CurrentHealthy = healthy, ExpectedPods = 3, DesiredHealthy = 2 };
        Assert.Equal(found, new BudgetBlocksDrain().Only(View(budget, 3)) is not null);
    }

    [Fact]
    public void The_figures_are_told()
    {
        var budget = Made.Budget("api", "67%") with { DisruptionsAllowed = 0, CurrentHealthy = 2, ExpectedPods = 3 };
        var found = new BudgetBlocksDrain().Only(View(budget, 3))!;
        Assert.StartsWith("minAvailable 67% of 3 pods means that 3 must stay.", found.Why, StringComparison.Ordinal);
        Assert.EndsWith("Now 2 of 3 are healthy and 0 may be evicted.", found.Why, StringComparison.Ordinal);
        Assert.Contains("at best to 2 of 3", found.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", 3, false)]
    [InlineData("3", 4, true)]
    [InlineData("2", 4, false)]
    [InlineData("3", 5, false)]
    [InlineData("4", 5, true)]
    [InlineData("75%", 4, true)]
    [InlineData("5", 5, false)]
    [InlineData("1", 1, false)]
    public void More_than_half_rounded_up_is_tight(string least, int pods, bool found)
    {
        var hint = new BudgetIsTight().Only(View(Made.Budget("api", least), pods));
        Assert.Equal(found, hint is { Level: FindingLevel.Hint });
    }

    [Fact]
    public void Two_budgets_over_one_pod_are_a_problem_told_once()
    {
        var view = Views.Of([Made.Budget("api", "1"), Made.Budget("api", "1", name: "old"), Made.Budget("web", "1"), .. Views.Pods("api", 3), .. Views.Pods("web", 2)]);
        var found = new BudgetsOverlap().Only(view)!;
        Assert.Equal((FindingLevel.Problem, "PodDisruptionBudget fleet/api and old"), (found.Level, found.Target));
        Assert.StartsWith("api and old both fit 3 pods, for example api-5d8f-0.", found.Why, StringComparison.Ordinal);
        Assert.Null(new BudgetsOverlap().Only(View(Made.Budget("api", "1"), 3)));
    }

    [Fact]
    public void A_budget_that_guards_no_pod_is_a_hint()
    {
        Assert.Equal(FindingLevel.Hint, new BudgetSelectsNothing().Only(View(Made.Budget("typo", "1"), 3))!.Level);
        Assert.Null(new BudgetSelectsNothing().Only(View(Made.Budget("api", "1"), 3)));
        Assert.Null(new BudgetSelectsNothing().Only(View(Made.Budget("typo", "1") with { ExpectedPods = 3 }, 3)));
    }

    [Fact]
    public void An_empty_selector_guards_every_pod()
    {
        var all = Made.Budget("all", "6") with { Selector = Made.Selector() };
        Assert.NotNull(new BudgetBlocksDrain().Only(Views.Of([all, .. Views.Pods("api", 3), .. Views.Pods("web", 3)])));
    }

    private static SystemView View(DisruptionBudget budget, int pods) => Views.Of([budget, .. Views.Pods("api", pods)]);
}
