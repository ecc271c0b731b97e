using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Pages.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class AlertSelectionTests
{
    private static readonly ImmutableArray<Alert> Alerts = [.. new[] { "A", "B", "C", "D" }.Select(name => Alert(name, "1")), Alert("B", "2")];

    private readonly AlertSelection selection = new();

    [Fact]
    public void A_press_selects_all_of_a_line_and_another_takes_it_out()
    {
        Press("B");
        Assert.Equal((2, 2), (selection.Count, Row("B").Selected));
        Assert.True(Row("B").IsSelected);

        Press("B");
        Assert.True(selection.IsEmpty);
    }

    [Fact]
    public void With_the_shift_key_all_lines_from_the_last_one_on_are_selected()
    {
        Press("B");
        Press("D", isRange: true);

        Assert.Equal(["B1", "B2", "C1", "D1"], selection.Among(new AlertBoard(Alerts, [])).Select(alert => alert.Fingerprint).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_gone_leaves_and_is_counted_until_the_next_press()
    {
        Press("A");
        Press("C");
        selection.Keep(new AlertBoard([Alerts[0]], []));

        Assert.Equal((1, 1), (selection.Count, selection.Gone));
        Press("A");
        Assert.True(selection.IsEmpty);
    }

    [Fact]
    public void A_line_whose_alerts_are_newer_stays_selected_and_one_that_is_drawn_the_same_is_the_same()
    {
        Press("A");
        var before = Rows([]);

        Assert.All(Rows(before).Zip(before).Where(pair => pair.First.Group is not null), pair => Assert.Same(pair.Second, pair.First));
        var newer = Rows(before, [Alerts[0] with { Value = 2 }, .. Alerts[1..]]);
        Assert.NotSame(before.Find(row => row.Key == Row("A").Key), newer.Find(row => row.Key == Row("A").Key));
        Assert.True(newer.Find(row => row.Key == Row("A").Key)!.IsSelected);
    }

    [Fact]
    public void All_that_fit_can_be_selected_and_none()
    {
        selection.Take(Alerts[..3]);
        Assert.Equal(3, selection.Count);

        selection.Clear();
        Assert.True(selection.IsEmpty);
    }

    private static Alert Alert(string name, string pod) =>
        new($"{name}{pod}", LabelSet.Of(("alertname", name), ("pod", pod)), LabelSet.Empty, AlertState.Firing, DateTimeOffset.UnixEpoch);

    private void Press(string name, bool isRange = false) => selection.Press(Row(name), Rows([]), isRange);

    private AlertRow Row(string name) => Rows([]).Single(row => row.Group?.Name == name);

    private List<AlertRow> Rows(List<AlertRow> before, ImmutableArray<Alert>? alerts = null) => AlertRows.Of(
        new AlertLayouts(TimeProvider.System).Of(new(new AlertBoard(alerts ?? Alerts, []), SystemCatalog.Empty, AckBoard.Empty, RecentPast.Empty), BoardView.Usual, AlertFilter.All),
        ImmutableHashSet<string>.Empty, selection, null, before);
}
