using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class SloRecordsTests
{
    [Fact]
    public void What_is_recorded_is_an_average_of_four_rates_over_five_minutes()
    {
        Assert.Equal("avg_over_time((\nsum(rate(bad[5m]))\n)[59s999ms:15s])", SloRecords.BadOf(Any.Objective()));
        Assert.Equal("avg_over_time((\nsum(rate(all[5m]))\n)[59s999ms:15s])", SloRecords.TotalOf(Any.Objective()));
    }

    [Fact]
    public void Where_only_good_events_are_known_the_bad_ones_are_the_rest_and_never_less_than_none() =>
        Assert.Equal(
            "avg_over_time((\nclamp_min((\nsum(rate(all[5m]))\n) - (\nsum(rate(good[5m]))\n), 0)\n)[59s999ms:15s])",
            SloRecords.BadOf(Any.Objective(bad: null, good: "sum(rate(good[$window]))")));

    [Fact]
    public void Of_time_the_whole_is_one_beside_which_labels_do_not_matter() =>
        Assert.Contains("clamp_min(1 - (\navg_over_time(led[5m])\n), 0)", SloRecords.BadOf(Any.Objective(bad: null, good: "avg_over_time(led[$window])") with { Kind = ObjectiveKind.Time }), StringComparison.Ordinal);

    [Theory]
    [InlineData(99.9, null)]
    [InlineData(50, null)]
    [InlineData(100, "it would leave no budget")]
    [InlineData(140, "it would leave no budget")]
    [InlineData(0, "it would promise nothing")]
    [InlineData(-5, "it would promise nothing")]
    [InlineData(1, "is in per cent: 1 as a share would be 100%")]
    [InlineData(0.999, "is in per cent: 0.999 is a share; write 99.9")]
    [InlineData(double.NaN, "is no number")]
    [InlineData(double.PositiveInfinity, "is no number")]
    [InlineData(99.99999999999, "must leave a budget")]
    public void A_target_that_can_not_be_promised_is_refused_with_the_reason(double percent, string? says)
    {
        var wrong = ObjectiveTarget.Wrong(percent);
        Assert.Equal(says is null, wrong is null);
        Assert.Contains(says ?? string.Empty, wrong ?? string.Empty, StringComparison.Ordinal);
    }
}
