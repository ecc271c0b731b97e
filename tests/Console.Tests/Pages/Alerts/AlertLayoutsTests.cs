using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Pages.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class AlertLayoutsTests
{
    private readonly AlertLayouts layouts = new(TimeProvider.System);

    [Fact]
    public void Everybody_who_looks_at_the_same_shares_one_layout()
    {
        var sight = Sight(Alert("a"), Alert("b"));

        Assert.Same(Of(sight, "team=x"), Of(sight with { }, "team=x"));
        Assert.NotSame(Of(sight, "team=x"), Of(Sight(Alert("a")), "team=x"));
    }

    [Fact]
    public void Each_filter_and_each_choice_of_states_has_its_own()
    {
        var sight = Sight(Alert("a"), Alert("b"), Alert("c", AlertState.Silenced));

        Assert.Equal([3, 1, 1], new[] { string.Empty, "pod=a", "state=silenced" }.Select(filter => Of(sight, filter).Fitting));
        Assert.Equal(2, Shown(Of(sight, string.Empty)));
        Assert.Equal(1, Shown(Of(sight, string.Empty, BoardView.Usual with { States = [AlertState.Silenced] })));
        Assert.Equal(1, Shown(Of(sight, "state=silenced")));
    }

    [Fact]
    public void Each_grouping_and_each_order_has_its_own()
    {
        var sight = Sight(Alert("a"), Alert("b"));
        BoardView[] views = [BoardView.Usual, BoardView.Usual with { By = ["pod"] }, BoardView.Usual with { By = ["pod", "alertname"] }, BoardView.Usual with { Sort = AlertSort.Oldest }];

        Assert.Equal(views.Length, views.Select(view => Of(sight, string.Empty, view)).Distinct().Count());
        Assert.Equal([1, 2, 2, 1], views.Select(view => Of(sight, string.Empty, view).Sections.Length));
        Assert.Same(Of(sight, string.Empty, views[1]).MatrixOf("pod", "team"), Of(sight, string.Empty, views[1]).MatrixOf("pod", "team"));
    }

    [Fact]
    public void What_time_alone_changes_is_laid_out_anew()
    {
        var sight = Sight(Alert("a"));

        Assert.NotSame(Of(sight, "age<1h"), Of(sight, "age<1h"));
    }

    [Fact]
    public void Filters_beyond_those_that_are_kept_are_answered_as_well()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"pod-{i:00}").ToArray();
        var sight = Sight([.. names.Select(name => Alert(name))]);

        Assert.All(names, name => Assert.Equal(1, Of(sight, $"pod={name}").Fitting));
    }

    [Fact]
    public void What_somebody_has_is_counted_marked_and_left_out_when_that_is_wished()
    {
        var had = Alert("a");
        var sight = Sight(had, Alert("b")) with { Acknowledged = new AckBoard([Ack(had)]) };

        var layout = Of(sight, string.Empty);
        Assert.Equal((2, 1, 2), (layout.Counts.Firing, layout.Counts.Acknowledged, Shown(layout)));
        Assert.Equal((1, "Ada"), (layout.MarksOf(layout.Sections[0].Groups[0]).Acknowledged, layout.MarksOf(layout.Sections[0].Groups[0]).By!.By.Name));
        Assert.Equal(["b"], Of(sight, string.Empty, BoardView.Usual with { HidesAcknowledged = true }).Shown.Select(alert => alert.Fingerprint));
        Assert.Equal(["a"], Of(sight, "state=acknowledged", BoardView.Usual with { HidesAcknowledged = true }).Shown.Select(alert => alert.Fingerprint));
    }

    [Fact]
    public void What_was_forgotten_comes_first_with_until_when_and_what_nobody_has_last()
    {
        var (lately, forgotten, nobodys) = (Alert("a"), Alert("b"), Alert("c"));
        var sight = Sight(lately, forgotten, nobodys) with { Acknowledged = new AckBoard([Ack(lately), Ack(forgotten) with { At = forgotten.StartsAt.AddHours(-9) }]) };

        var layout = Of(sight, BoardView.Forgotten.Filter.ToString(), BoardView.Forgotten with { By = ["pod"] });
        Assert.Equal(["b", "a"], layout.Sections.Select(section => section.Value));
        Assert.True(layout.MarksOf(forgotten).TellsUntil);

        Assert.Equal(["b", "a", "c"], Of(sight, string.Empty, BoardView.Usual with { Sort = AlertSort.Acknowledged }).Sections[0].Groups[0].Alerts.Select(alert => alert.Fingerprint));
        Assert.False(Of(sight, string.Empty).MarksOf(forgotten).TellsUntil);
    }

    [Fact]
    public void Flapping_disagreement_and_causes_that_are_gone_are_marked()
    {
        var flaps = Alert("a");
        var disagrees = Alert("b") with { Views = [new("am-1", AlertState.Firing), new("am-2", AlertState.Silenced)] };
        var orphan = Alert("c", AlertState.Inhibited) with { InhibitedBy = ["ffff"] };
        var held = Alert("d", AlertState.Inhibited) with { InhibitedBy = ["a"] };
        var sight = Sight(flaps, disagrees, orphan, held) with { Past = RecentPast.Empty with { Starts = ImmutableDictionary<string, int>.Empty.Add("a", 4) } };

        var layout = Of(sight, string.Empty);

        Assert.Equal(new GroupMarks(0, null, 4, 0, 0), layout.MarksOf(flaps));
        Assert.Equal(new GroupMarks(0, null, 0, 1, 0), layout.MarksOf(disagrees));
        Assert.Equal(new GroupMarks(0, null, 0, 0, 1), layout.MarksOf(orphan));
        Assert.Equal(GroupMarks.None, layout.MarksOf(held));
    }

    [Fact]
    public void A_group_shows_the_clock_that_runs_out_first_and_none_once_somebody_has_it()
    {
        var alert = new Alert("a", LabelSet.Of(("alertname", "Slow"), ("severity", "critical")), LabelSet.Empty, AlertState.Firing, TimeProvider.System.GetUtcNow()) { System = "alpha" };
        var profile = new SystemProfile { Id = "alpha", Title = "Alpha", ClaimsAlerts = [], Severities = [new SeverityClass("critical", 0, TimeSpan.FromMinutes(5), null, "platform", [])] };
        var sight = Sight(alert, alert with { Fingerprint = "b", StartsAt = alert.StartsAt.AddMinutes(-2) }) with { Catalog = new SystemCatalog([new LoadedSystem(profile, [], "systems/alpha.yaml")], []) };

        var group = Of(sight, string.Empty).Sections[0].Groups[0];
        Assert.Equal(alert.StartsAt.AddMinutes(3), Of(sight, string.Empty).MarksOf(group).Due!.Until);
        Assert.Null(Of(sight with { Acknowledged = new AckBoard([Ack(alert)]) }, string.Empty).MarksOf(alert).Due);
    }

    [Fact]
    public void The_words_of_a_board_are_looked_up_once_also_when_only_something_else_is_newer()
    {
        var sight = Sight(Alert("a"));
        var words = layouts.WordsOf(sight);

        Assert.Same(words, layouts.WordsOf(sight with { Past = RecentPast.Empty with { ResolvedSince = DateTimeOffset.MinValue } }));
        Assert.NotSame(words, layouts.WordsOf(Sight(Alert("a"))));
    }

    internal static Acknowledgement Ack(Alert alert) => new()
    {
        Id = "1",
        Fingerprint = alert.Fingerprint,
        StartsAt = alert.StartsAt,
        AlertName = alert.Name,
        System = alert.System,
        By = new AckOwner("ada", "Ada"),
        At = alert.StartsAt.AddMinutes(1),
        Until = alert.StartsAt.AddHours(4),
        Comment = "looking",
    };

    private static int Shown(AlertLayout layout) => layout.Sections.Sum(section => section.Counts.Total);

    private static BoardSight Sight(params Alert[] alerts) => new(new AlertBoard([.. alerts], []), SystemCatalog.Empty, AckBoard.Empty, RecentPast.Empty);

    private static Alert Alert(string pod, AlertState state = AlertState.Firing) =>
        new(pod, LabelSet.Of(("alertname", "Slow"), ("pod", pod)), LabelSet.Empty, state, TimeProvider.System.GetUtcNow());

    private AlertLayout Of(BoardSight sight, string filter, BoardView? view = null) => layouts.Of(sight, view ?? BoardView.Usual, AlertFilter.Parse(filter).Value);
}
