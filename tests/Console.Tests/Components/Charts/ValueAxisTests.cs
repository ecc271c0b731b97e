using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Components.Charts;

namespace OpsConsole.Tests.Components.Charts;

public sealed class ValueAxisTests
{
    [Theory]
    [InlineData("bytes", 1.7e9, "0 B,512 MiB,1 GiB,1.5 GiB")]
    [InlineData("bytes", 900, "0 B,256 B,512 B,768 B")]
    [InlineData("B/s", 3_000_000, "0 B/s,1 MiB/s,2 MiB/s,3 MiB/s")]
    [InlineData("s", 0.9, "0 s,200 ms,400 ms,600 ms,800 ms")]
    [InlineData("s", 400, "0 s,2 min,4 min,6 min")]
    [InlineData("s", 90_000, "0 s,6 h,12 h,18 h,1 d")]
    [InlineData("%", 93, "0%,20%,40%,60%,80%")]
    [InlineData("req/s", 340, "0,100,200,300")]
    [InlineData("connections", 3, "0,1,2,3")]
    [InlineData("leaders", 1, "0,1")]
    public void Ticks_are_round_in_the_unit(string unit, double highest, string words)
    {
        var axis = ValueAxis.Of([0, highest], unit);

        Assert.Equal(words.Split(','), axis.Ticks.Select(axis.Words));
    }

    [Fact]
    public void A_constant_line_is_inside_and_not_at_the_edge()
    {
        Assert.All(new double[] { 0, 5, -5, 1e12, 1e-6 }, value =>
        {
            var axis = ValueAxis.Of([value, value], "items");
            Assert.True(axis.Low <= value && value <= axis.High && axis.High > axis.Low);
            var free = ValueAxis.Of([value, value], "items", isFromZero: false);
            Assert.True(free.Low < value && value < free.High);
        });
    }

    [Fact]
    public void What_is_no_number_does_not_stretch_the_axis()
    {
        var axis = ValueAxis.Of([1, double.NaN, double.PositiveInfinity, 2, double.NegativeInfinity], "items");

        Assert.InRange(axis.High, 2, 3);
        Assert.Equal(0, axis.Low);
    }

    [Fact]
    public void Without_a_value_there_is_an_axis_without_ticks() => Assert.Empty(ValueAxis.Of([double.NaN], "s").Ticks);

    [Fact]
    public void Every_value_is_inside_and_so_are_all_ticks() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat[]>(), Gen.Elements("bytes", "s", "%", "items", "req/s", "").ToArbitrary(), (some, unit) =>
        {
            var values = some.Select(it => it.Item).Where(it => Math.Abs(it) < 1e100).ToArray();
            var axis = ValueAxis.Of(values, unit);
            return values.All(value => value >= axis.Low && value <= axis.High)
                && axis.Ticks.All(tick => tick >= axis.Low - (Math.Abs(axis.Low) * 1e-9) && tick <= axis.High + (Math.Abs(axis.High) * 1e-9))
                && axis.Ticks.Length <= 12 && axis.Ticks.Distinct().Count() == axis.Ticks.Length;
        }).QuickCheckThrowOnFailure();
}
