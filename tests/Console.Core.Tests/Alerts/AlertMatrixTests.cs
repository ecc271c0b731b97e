using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertMatrixTests
{
    private static readonly SystemCatalog Catalog = Catalogs.Of("alpha", "beta");

    [Fact]
    public void Each_place_tells_how_many_there_are_and_the_worst_of_them()
    {
        var matrix = AlertMatrix.Of(
            [Any.Alert("A", "alpha", "critical", AlertState.Silenced), Any.Alert("B", "alpha", "warning"), Any.Alert("C", "beta", "critical"), Any.Alert("D", "", "info")],
            "severity", "system", Catalog);

        Assert.Equal(["The beta", "The alpha", "No system"], matrix.Lines.Select(line => line.Head.Title));
        Assert.Equal(["critical", "warning", "info"], matrix.Columns.Select(column => column.Title));
        Assert.Equal((2, "C"), (matrix.Columns[0].Tally.Alerts, matrix.Columns[0].Tally.Lead.Name));
        Assert.Equal([1, 1, null], matrix.Lines[1].Cells.Select(cell => cell?.Alerts));
        Assert.Equal(AlertState.Silenced, matrix.Lines[1].Cells[0]!.Lead.State);
        Assert.Equal((0, 0), (matrix.HiddenColumns, matrix.HiddenLines));
    }

    [Fact]
    public void The_worst_and_largest_are_shown_where_not_all_fit_and_the_rest_is_counted()
    {
        ImmutableArray<Alert> alerts = [.. Enumerable.Range(0, 100).Select(i => Any.Alert(severity: i == 99 ? "critical" : "info", labels: [("pod", $"p{i:00}"), ("zone", $"z{i * 3}")]))];

        var matrix = AlertMatrix.Of([.. alerts, .. Enumerable.Range(0, 200).Select(i => Any.Alert(severity: "info", labels: [("pod", "p07"), ("zone", $"y{i}")]))], "pod", "zone", Catalog);

        Assert.Equal((AlertMatrix.MostColumns, 40), (matrix.Columns.Length, matrix.HiddenColumns));
        Assert.Equal((AlertMatrix.MostLines, 100), (matrix.Lines.Length, matrix.HiddenLines));
        Assert.Equal(["p99", "p07"], matrix.Columns.Take(2).Select(column => column.Value));
    }

    [Fact]
    public void Without_alerts_there_is_nothing() => Assert.Empty(AlertMatrix.Of([], "a", "b", Catalog).Lines);
}
