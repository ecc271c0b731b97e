using OpsConsole.Components;
using OpsConsole.Metrics;

namespace OpsConsole.Tests.Components;

public sealed class SparkShapeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_goes_from_edge_to_edge_and_begins_at_zero()
    {
        var points = Every(1, 50, 100);
        var shape = new SparkShape([points], null);

        Assert.Equal("29", shape.Y(0));
        Assert.Equal("M0 28.7 50 16 100 3.1", shape.Line(points));
    }

    [Fact]
    public void A_gap_in_the_points_is_a_gap_in_the_line()
    {
        var points = Every(1, 1, 1, 1).Concat(Every(1, 1, 1, 1).Select(point => point with { At = point.At.AddMinutes(30) })).ToList();

        Assert.Equal(2, Pieces(new SparkShape([points], null).Line(points)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Where_there_is_no_number_there_is_no_line(double value)
    {
        var points = Every(1, 1, value, 1, 1);
        var shape = new SparkShape([points], null);

        Assert.Equal(2, Pieces(shape.Line(points)));
        Assert.Equal(2, shape.Area(points).Count(letter => letter == 'Z'));
        Assert.DoesNotContain("NaN", shape.Line(points), StringComparison.Ordinal);
        Assert.DoesNotContain("∞", shape.Line(points), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_draws_nothing()
    {
        Assert.Equal(string.Empty, new SparkShape([], null).Line([]));
        Assert.Equal(string.Empty, new SparkShape([[]], null).Area([]));
        var numberless = Every(double.NaN, double.NaN);
        Assert.Equal(string.Empty, new SparkShape([numberless], null).Area(numberless));
    }

    [Fact]
    public void One_point_is_inside_the_chart()
    {
        var points = Every(5);

        Assert.Equal("M0 3.1h0", new SparkShape([points], null).Line(points));
        Assert.EndsWith("Z", new SparkShape([points], null).Area(points), StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_zero_lies_on_the_floor()
    {
        var points = Every(0, 0, 0);

        Assert.Equal("M0 29 50 29 100 29", new SparkShape([points], null).Line(points));
    }

    [Fact]
    public void What_is_below_zero_is_inside_too()
    {
        var points = Every(-10, 10);

        Assert.Equal("M0 29 100 3.1", new SparkShape([points], null).Line(points));
    }

    [Fact]
    public void A_limit_above_all_points_is_inside_and_one_that_is_no_number_is_ignored()
    {
        var points = Every(1, 2);

        Assert.Equal("3.1", new SparkShape([points], 100).Y(100));
        Assert.Equal(new SparkShape([points], null).Line(points), new SparkShape([points], double.NaN).Line(points));
    }

    [Fact]
    public void An_area_goes_down_to_the_floor_and_back_to_where_it_began() =>
        Assert.EndsWith(" 100 30 0 30Z", new SparkShape([Every(1, 2)], null).Area(Every(1, 2)), StringComparison.Ordinal);

    private static int Pieces(string path) => path.Count(letter => letter == 'M');

    private static List<Point> Every(params double[] values) => [.. values.Select((value, index) => new Point(Noon.AddMinutes(index), value))];
}
