using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Slo;

namespace OpsConsole.Core.Tests.Slo;

public sealed class BudgetProperties
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Arbitrary<(double Ratio, double Target, int Days)> Cases = (
        from ratio in Gen.Choose(0, 1_000_000)
        from target in Gen.Choose(500, 9999)
        from days in Gen.Choose(1, 90)
        select (ratio / 1e6, target / 1e4, days)).ToArbitrary();

    private static readonly Arbitrary<(double? Bad, double? Total)> Readings = (
        from bad in Odd()
        from total in Odd()
        select (bad, total)).ToArbitrary();

    [Fact]
    public void Never_is_more_left_than_the_whole_budget() => Prop.ForAll(Cases, it =>
        Judge(it.Target, it.Days, it.Ratio, it.Ratio).Remaining <= 1).QuickCheckThrowOnFailure();

    [Fact]
    public void More_errors_never_leave_more() => Prop.ForAll(Cases, it =>
        Judge(it.Target, it.Days, it.Ratio, 0).Remaining <= Judge(it.Target, it.Days, it.Ratio / 2, 0).Remaining).QuickCheckThrowOnFailure();

    [Fact]
    public void At_burn_one_an_untouched_budget_lasts_exactly_its_window() => Prop.ForAll(Cases, it =>
    {
        var lasts = Judge(it.Target, it.Days, 0, 1 - it.Target).Exhaustion!.Value;
        return Math.Abs((lasts - TimeSpan.FromDays(it.Days)).TotalSeconds) < 1;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_budget_lasts_exactly_as_long_as_its_burn_takes_to_use_up_what_is_left() => Prop.ForAll(Cases, it =>
    {
        var budget = Judge(it.Target, it.Days, it.Ratio / 1000, it.Ratio);
        return budget.Exhaustion is not { } lasts
            || Math.Abs(lasts / budget.Objective.Window * budget.Over(Hour)!.Rate!.Value - budget.Remaining!.Value) < 1e-3;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Exhausted_means_that_as_many_failed_as_may_fail() => Prop.ForAll(Cases, it =>
        (Judge(it.Target, it.Days, it.Ratio, 0).Health is BudgetHealth.Exhausted) == (it.Ratio / (1 - it.Target) >= 1))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Without_traffic_no_budget_is_exhausted_and_nothing_burns() => Prop.ForAll(Readings, it =>
    {
        var budget = Any.Judge(Any.Objective(), [.. BudgetMath.WindowsOf(Any.Objective()).Select(window => new WindowReading(window, it.Bad, 0))]);
        return budget is { Health: BudgetHealth.NoTraffic, Burning: null, Exhaustion: null, Remaining: 1 };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_a_server_answers_no_figure_is_absurd() => Prop.ForAll(Readings, it =>
    {
        var budget = Any.Judge(Any.Objective(), [.. BudgetMath.WindowsOf(Any.Objective()).Select(window => new WindowReading(window, it.Bad, it.Total))]);
        return budget.BurnRates.All(burn => burn.ErrorRatio is null or (>= 0 and <= 1))
            && budget.Remaining is null or (<= 1 and > -10_000)
            && (budget.Health is BudgetHealth.NoData) == (budget.Remaining is null);
    }).QuickCheckThrowOnFailure();

    private static ErrorBudget Judge(double target, int days, double ratio, double lastHour)
    {
        var objective = Any.Objective(target: target, window: TimeSpan.FromDays(days));
        return Any.Judge(objective, new(objective.Window, ratio, 1), new(Hour, lastHour, 1));
    }

    private static Gen<double?> Odd() => Gen.OneOf(
        Gen.Elements<double?>(null, 0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 1e-300, 1e300),
        Gen.Choose(0, 100000).Select(it => (double?)(it / 100.0)));
}
