using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Panels;

public sealed class PanelLinesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{method} {status}", "GET 500")]
    [InlineData("p95", "p95")]
    [InlineData("by { pod }", "by (no pod)")]
    [InlineData("", "{method=\"GET\", status=\"500\"}")]
    public void A_legend_is_filled_from_the_labels(string legend, string filled) =>
        Assert.Equal(filled, PanelLines.Legend(new PanelQuery("x", legend), LabelSet.Of(("method", "GET"), ("status", "500"))));

    [Fact]
    public void A_line_without_legend_and_labels_is_named_by_its_query() =>
        Assert.Equal("sum(x)", PanelLines.Legend(new PanelQuery("sum(x)", string.Empty), LabelSet.Empty));

    [Fact]
    public void Twenty_lines_are_drawn_and_the_largest_last_values_are_among_them()
    {
        var lines = Lines([.. Enumerable.Range(0, 40).Select(i => Series($"{i}", 100 - i, i))]);
        Assert.Equal(Enumerable.Range(20, 20).Reverse().Select(i => (double?)i), lines.Select(line => line.Last));
    }

    [Fact]
    public void What_is_no_number_is_a_gap_and_a_line_of_gaps_is_none()
    {
        var lines = Lines(Series("a", 1, double.NaN, 3, double.PositiveInfinity), Series("b", double.NaN));
        Assert.Equal([1, 3], Assert.Single(lines).Points.Select(point => point.Value));
    }

    private static ImmutableArray<PanelLine> Lines(params Series[] series) => PanelLines.Of(
        new PanelProfile("Requests", "req/s", [new PanelQuery("x", "{pod}")], null, string.Empty), [new RangeAnswer([.. series], [])]);

    private static Series Series(string pod, params double[] values) =>
        new(LabelSet.Of(("pod", pod)), [.. values.Index().Select(it => new Point(Noon.AddMinutes(it.Index), it.Item))]);
}
