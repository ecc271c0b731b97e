using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Pages.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class AlertLayoutsTests
{
    private static readonly ImmutableHashSet<AlertState> Firing = [AlertState.Firing];
    private readonly AlertLayouts layouts = new(TimeProvider.System);

    [Fact]
    public void Everybody_who_looks_at_the_same_shares_one_layout()
    {
        var board = Board(Alert("a"), Alert("b"));

        Assert.Same(Of(board, "team=x"), Of(board, "team=x"));
        Assert.NotSame(Of(board, "team=x"), Of(Board(Alert("a")), "team=x"));
    }

    [Fact]
    public void Each_filter_and_each_choice_of_states_has_its_own()
    {
        var board = Board(Alert("a"), Alert("b"), Alert("c", AlertState.Silenced));

        Assert.Equal([3, 1, 1], new[] { string.Empty, "pod=a", "state=silenced" }.Select(filter => Of(board, filter).Fitting));
        Assert.Equal(2, Shown(layouts.Of(board, SystemCatalog.Empty, AlertFilter.All, Firing)));
        Assert.Equal(1, Shown(layouts.Of(board, SystemCatalog.Empty, AlertFilter.All, [AlertState.Silenced])));
        Assert.Equal(1, Shown(Of(board, "state=silenced")));
    }

    [Fact]
    public void What_time_alone_changes_is_laid_out_anew()
    {
        var board = Board(Alert("a"));

        Assert.NotSame(Of(board, "age<1h"), Of(board, "age<1h"));
    }

    [Fact]
    public void Filters_beyond_those_that_are_kept_are_answered_as_well()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"pod-{i:00}").ToArray();
        var board = Board([.. names.Select(name => Alert(name))]);

        Assert.All(names, name => Assert.Equal(1, Of(board, $"pod={name}").Fitting));
    }

    private static int Shown(AlertLayout layout) => layout.Sections.Sum(section => section.Counts.Total);

    private static AlertBoard Board(params Alert[] alerts) => new([.. alerts], []);

    private static Alert Alert(string pod, AlertState state = AlertState.Firing) =>
        new(pod, LabelSet.Of(("alertname", "Slow"), ("pod", pod)), LabelSet.Empty, state, TimeProvider.System.GetUtcNow());

    private AlertLayout Of(AlertBoard board, string filter) => layouts.Of(board, SystemCatalog.Empty, AlertFilter.Parse(filter).Value, Firing);
}
