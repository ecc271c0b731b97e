using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class AutoscalerCheckTests
{
    [Fact]
    public void An_autoscaler_that_fits_the_profile_is_a_hint_with_its_bounds()
    {
        var found = new AutoscalerOwns().Only(View(Made.Autoscaler("api", 2, 5, 3, 4)))!;
        Assert.Equal((FindingLevel.Hint, "Deployment fleet/api", "A scale by hand will be undone"), (found.Level, found.Target, found.Title));
        Assert.StartsWith("api-hpa keeps it between 2 and 5; now 3, it wants 4.", found.Why, StringComparison.Ordinal);
        Assert.Null(new AutoscalerOwns().Only(View(Made.Autoscaler("other", 2, 5, 3))));
    }

    [Theory]
    [InlineData(1, 5, "It may go down to 1; the profile allows no fewer than 2")]
    [InlineData(2, 6, "It may go up to 6; the profile allows no more than 5")]
    public void Bounds_outside_the_profiles_are_a_warning(int min, int max, string words)
    {
        var found = new AutoscalerOwns().Only(View(Made.Autoscaler("api", min, max, 3)))!;
        Assert.Equal(FindingLevel.Warning, found.Level);
        Assert.Contains(words, found.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void At_0_replicas_it_is_switched_off() =>
        Assert.Equal("0 replicas have switched its autoscaler off", new AutoscalerOwns().Only(View(Made.Autoscaler("api", 2, 5, 0), replicas: 0))!.Title);

    [Theory]
    [InlineData(2, "2", true)]
    [InlineData(3, "2", false)]
    [InlineData(1, "50%", true)]
    [InlineData(2, "50%", false)]
    public void A_minimum_that_the_budget_asks_for_blocks_drains_at_low_tide(int min, string least, bool found) =>
        Assert.Equal(found, new AutoscalerFloor().Only(View(Made.Autoscaler("api", min, 5, 5), budget: Made.Budget("api", least))) is { Level: FindingLevel.Warning });

    [Fact]
    public void At_its_maximum_counts_from_the_condition_or_the_last_scaling_whichever_is_later()
    {
        var limited = Made.Condition("ScalingLimited", "True", "TooManyReplicas", at: Made.Noon.AddHours(-3));
        var autoscaler = Made.Autoscaler("api", 2, 5, 5) with
        {
            Conditions = [limited],
            LastScaledAt = Made.Noon.AddMinutes(-20),
            Metrics = [new AutoscalerMetric("cpu", "70%", "95%")],
        };
        var found = new AutoscalerAtMaximum().Only(View(autoscaler))!;
        Assert.Equal((TimeSpan.FromMinutes(15), Made.Noon.AddMinutes(-20)), (found.After, found.Since));
        Assert.Contains("has 5 of at most 5 replicas for more than 15 min (cpu 95% of 70%)", found.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 5, 4, false)]
    [InlineData(2, 5, 5, true)]
    [InlineData(5, 5, 5, false)]
    public void Without_the_condition_the_figures_tell(int min, int max, int current, bool found) =>
        Assert.Equal(found, new AutoscalerAtMaximum().Only(View(Made.Autoscaler("api", min, max, current))) is not null);

    [Theory]
    [InlineData("ScalingActive", "False", "FailedGetResourceMetric", "Its autoscaler can't read its metric")]
    [InlineData("AbleToScale", "False", "FailedGetScale", "Its autoscaler can't scale it")]
    [InlineData("ScalingActive", "False", "ScalingDisabled", null)]
    [InlineData("ScalingActive", "True", "ValidMetricFound", null)]
    public void One_that_is_blind_is_told_by_its_conditions(string type, string status, string reason, string? title) => Assert.Equal(
        title, new AutoscalerIsBlind().Only(View(Made.Autoscaler("api", 2, 5, 3) with { Conditions = [Made.Condition(type, status, reason, "no metrics.")] }))?.Title);

    private static SystemView View(Autoscaler autoscaler, int replicas = 3, DisruptionBudget? budget = null) => Views.Of(
        Made.System(Made.Profile("api")),
        [Made.Deployment("api", replicas), autoscaler, .. budget is null ? Array.Empty<IClusterObject>() : [budget], .. Views.Pods("api", replicas)]);
}
