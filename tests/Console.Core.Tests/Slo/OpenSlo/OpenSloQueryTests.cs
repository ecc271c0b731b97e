using OpsConsole.Slo.OpenSlo;

namespace OpsConsole.Core.Tests.Slo.OpenSlo;

public sealed class OpenSloQueryTests
{
    [Theory]
    [InlineData("requests_total", "sum(rate(requests_total[$window]))")]
    [InlineData(" requests_total{code=~\"2..|3..\", path=\"/a{b}[5m]\"} ", "sum(rate(requests_total{code=~\"2..|3..\", path=\"/a{b}[5m]\"}[$window]))")]
    [InlineData("sum(requests_total{a='b'})", "sum(rate(requests_total{a='b'}[$window]))")]
    [InlineData("sum by (job) ( requests_total )", "sum by (job) (rate(requests_total[$window]))")]
    [InlineData("sum(rate(requests_total[5m]))", "sum(rate(requests_total[$window]))")]
    [InlineData("sum(rate(a[{{.window}}])) + sum(increase(b{x=\"[1h]\"}[10m]))", "sum(rate(a[$window])) + sum(increase(b{x=\"[1h]\"}[$window]))")]
    [InlineData("avg_over_time(up[30m:1m])", "avg_over_time(up[$window:1m])")]
    public void A_counter_is_asked_for_its_increase_over_the_window(string query, string asked) =>
        Assert.Equal(asked, OpenSloQuery.PerSecond(query, isCounter: true).Value);

    [Theory]
    [InlineData("a + b")]
    [InlineData("sum(a) / 2")]
    [InlineData("requests_total offset 5m")]
    [InlineData("max(requests_total)")]
    [InlineData("SELECT value FROM metrics")]
    [InlineData("requests_total{a=\"b}")]
    public void A_counter_that_cant_be_asked_is_refused(string query) => Assert.Equal(
        "must be a selector (name{label=\"value\"}), a sum of one, or have a range ([5m]): a counter is asked for its increase",
        OpenSloQuery.PerSecond(query, isCounter: true).Problems.Single().What);

    [Theory]
    [InlineData("sum(good_now)", "avg_over_time((sum(good_now))[$window:1m])")]
    [InlineData("sum(rate(good_total[5m]))", "sum(rate(good_total[$window]))")]
    public void What_goes_up_and_down_is_averaged_over_the_window(string query, string asked) =>
        Assert.Equal(asked, OpenSloQuery.PerSecond(query, isCounter: false).Value);

    [Theory]
    [InlineData("a[{{.window}}]", true)]
    [InlineData("a[$__rate_interval]", true)]
    [InlineData("a[5m]", false)]
    [InlineData("a{b=\"[x]\"}", false)]
    public void A_range_is_open_when_it_is_no_duration(string query, bool isOpen) => Assert.Equal(isOpen, OpenSloQuery.HasOpenRange(query));
}
