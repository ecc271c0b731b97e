using AngleSharp.Dom;
using OpsConsole.Alerts;
using OpsConsole.Components.Charts;
using OpsConsole.Metrics;
using static OpsConsole.Tests.Components.Charts.SomeChart;

namespace OpsConsole.Tests.Components.Charts;

public sealed class TimeChartTests
{
    [Fact]
    public async Task A_gap_and_a_value_that_is_no_number_part_the_line()
    {
        var points = Every(1, 2, double.NaN, 3, 4).Concat(Every(5, 6).Select(point => point with { At = point.At.AddMinutes(30) })).ToList();

        var path = (await DrawAsync([new("a", points)])).QuerySelector("path[data-line]")!.GetAttribute("d")!;

        Assert.Equal(3, path.Count(letter => letter == 'M'));
        Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_point_alone_is_a_dot()
    {
        var path = (await DrawAsync([new("a", Every(3))])).QuerySelector("path[data-line]")!.GetAttribute("d")!;

        Assert.EndsWith("h0", path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_line_is_filled_and_each_has_a_row_with_last_min_and_max()
    {
        var chart = await DrawAsync([new("used", Every(10, 30, 20)), new("limit", Every(100, 100, 100))], ("Unit", "%"));

        Assert.Single(chart.QuerySelectorAll("path.area"));
        var rows = chart.QuerySelectorAll(".chart-legend tbody tr").Select(row => row.Children.Select(cell => cell.TextContent.Trim()).ToArray()).ToArray();
        Assert.Equal([["used", "20%", "10%", "30%"], ["limit", "100%", "100%", "100%"]], rows);
    }

    [Fact]
    public async Task A_line_that_ended_before_the_others_says_until_when_it_went()
    {
        var chart = await DrawAsync([new("here", Every(1, 1, 1, 1)), new("gone", Every(1, 1))]);

        var rows = chart.QuerySelectorAll(".chart-legend tbody tr").Select(row => row.TextContent).ToArray();
        Assert.DoesNotContain("until", rows[0], StringComparison.Ordinal);
        Assert.Contains("until 12:01", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_nothing_it_says_so_and_claims_no_zero()
    {
        var chart = await DrawAsync([new("a", Every(double.NaN, double.PositiveInfinity))]);

        Assert.Contains("No data in this range", chart.TextContent, StringComparison.Ordinal);
        Assert.Null(chart.QuerySelector(".chart-legend"));
        Assert.Equal(string.Empty, chart.QuerySelector("path[data-line]")!.GetAttribute("d"));
    }

    [Fact]
    public async Task Words_from_outside_stay_words()
    {
        const string Hostile = "</text><script>alert(1)</script>\" onload=\"alert(2)";
        var chart = await DrawAsync(
            [new(Hostile, Every(1, 2))], ("Label", Hostile), ("Unit", Hostile), ("Group", "g"),
            ("Thresholds", new ChartThreshold[] { new(1, Hostile, Severity.Critical) }),
            ("Marks", new ChartMark[] { new(Noon, null, ChartMarkKind.Note, Hostile) }),
            ("Bands", new ChartBand[] { new(Hostile, Every(2, 2), Every(1, 1)) }));

        Assert.Empty(chart.QuerySelectorAll("script, [onload]"));
        Assert.Equal(Hostile, chart.QuerySelector(".chart-legend .cut")!.TextContent);
        Assert.Equal(Hostile, chart.QuerySelector(".chart-limit")!.TextContent);
    }

    [Fact]
    public async Task A_picture_without_a_cursor_and_a_slider_with_one()
    {
        Assert.Equal("img", (await DrawAsync([new("a", Every(1, 2))])).QuerySelector(".chart-plot")!.GetAttribute("role"));

        var chart = await DrawAsync([new("a", Every(1, 2.5, double.NaN, 4))], ("Group", "g"));

        var plot = chart.QuerySelector(".chart-plot")!;
        Assert.Equal(("slider", "0", "3"), (plot.GetAttribute("role"), plot.GetAttribute("tabindex"), plot.GetAttribute("aria-valuemax")));
        Assert.Equal("1,2.5,,4", chart.QuerySelector("tr[data-values]")!.GetAttribute("data-values"));
        Assert.Equal("60000", chart.QuerySelector("[data-chart]")!.GetAttribute("data-step"));
    }

    [Fact]
    public async Task A_threshold_that_is_no_number_is_left_out_and_the_others_are_inside()
    {
        var chart = await DrawAsync([new("a", Every(1, 2))], ("Thresholds", new ChartThreshold[] { new(double.NaN, "no"), new(50, "limit") }));

        Assert.Equal(["limit"], chart.QuerySelectorAll(".chart-limit").Select(it => it.TextContent));
        Assert.InRange(Percent(chart.QuerySelector(".chart-limit")!), 0, 15);
    }

    [Fact]
    public async Task Marks_that_stand_close_share_a_place_and_those_outside_the_range_have_none()
    {
        ChartMark[] marks =
        [
            new(Noon.AddMinutes(30), null, ChartMarkKind.Alert, "fired", "alerts/1", Severity.Critical), new(Noon.AddMinutes(31), null, ChartMarkKind.Action, "scaled"),
            new(Noon.AddMinutes(50), null, ChartMarkKind.Note, "alone", "notes/1"), new(Noon.AddDays(-1), null, ChartMarkKind.Note, "long ago"),
            new(Noon.AddDays(-1), Noon.AddMinutes(5), ChartMarkKind.Silence, "since yesterday"),
        ];

        var chart = await DrawAsync([new("a", Every(1, 2))], ("Marks", marks));

        var places = chart.QuerySelectorAll(".chart-marks li");
        Assert.Equal(["since yesterday", "fired\nscaled", "alone"], places.Select(it => it.FirstElementChild!.GetAttribute("title")));
        Assert.Equal("notes/1", places[2].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("critical", places[1].FirstElementChild!.GetAttribute("data-sev"));
        var span = Assert.Single(chart.QuerySelectorAll("rect.mark-span"));
        Assert.Equal(("0", "83.3"), (span.GetAttribute("x"), span.GetAttribute("width")));
    }

    [Fact]
    public async Task A_band_is_filled_between_its_edges()
    {
        var chart = await DrawAsync([new("depth", Every(5, 4))], ("Bands", new ChartBand[] { new("likely", Every(6, 6), Every(2, 1)) }));

        Assert.EndsWith("Z", chart.QuerySelector("path.band")!.GetAttribute("d"), StringComparison.Ordinal);
        Assert.Contains("likely", chart.QuerySelector(".chart-legend")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_times_of_the_axis_are_those_of_the_zone()
    {
        var chart = await DrawAsync([new("a", Every(1, 2))], ("Zone", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")));

        Assert.Equal("21:00", chart.QuerySelector(".chart-x time")!.TextContent);
        Assert.Equal("2026-11-21T12:00:00.000Z", chart.QuerySelector(".chart-x time")!.GetAttribute("datetime"));
    }

    [Fact]
    public void Readings_of_many_points_are_no_more_than_a_screen_tells_apart()
    {
        var points = Enumerable.Range(0, 20_000).Select(i => new Point(Noon.AddSeconds(i), i)).ToList();

        var readings = ChartReadings.Of([new("a", points)]);

        Assert.InRange(readings.Count, 2, 1001);
        Assert.Equal(readings.Count, readings.Values(points).Split(',').Length);
    }

    private static double Percent(IElement element) => double.Parse(
        element.GetAttribute("style")!.Replace("--value: ", string.Empty, StringComparison.Ordinal).TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);
}
