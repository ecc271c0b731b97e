using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertMergeTests
{
    private static readonly SystemCatalog Catalog = Catalogs.Of("alpha", "beta");

    [Fact]
    public void One_alert_in_two_Alertmanagers_is_one_alert_with_two_origins()
    {
        var alert = Any.Alert(minutes: 5) with { Receivers = ["pager"] };
        var board = Merge([Answered("am-1", alert), Answered("am-2", alert with { StartsAt = Any.Noon.AddMinutes(-7), Receivers = ["chat"] })]);

        var merged = Assert.Single(board.Alerts);
        Assert.Equal(["am-1", "am-2"], merged.Origins);
        Assert.Equal(["pager", "chat"], merged.Receivers);
        Assert.Equal(Any.Noon.AddMinutes(-7), merged.StartsAt);
        Assert.Empty(merged.Views);
    }

    [Fact]
    public void Silenced_in_one_and_active_in_another_fires_and_the_disagreement_is_kept()
    {
        var alert = Any.Alert();
        var merged = Assert.Single(Merge([Answered("am-1", alert with { State = AlertState.Silenced, SilencedBy = ["s1"] }), Answered("am-2", alert)]).Alerts);

        Assert.Equal(AlertState.Firing, merged.State);
        Assert.Equal(["s1"], merged.SilencedBy);
        Assert.Equal([new AlertView("am-1", AlertState.Silenced), new AlertView("am-2", AlertState.Firing)], merged.Views);
    }

    [Fact]
    public void A_source_that_does_not_answer_keeps_its_last_alerts_and_is_named()
    {
        var board = Merge([Failed("am-1", Any.Alert("OnlyThere")), Answered("am-2", Any.Alert("Here"))]);

        Assert.Equal(["am-1"], board.Silent);
        Assert.Equal(["Here", "OnlyThere"], board.Alerts.Select(alert => alert.Name));
        Assert.Equal([false, true], board.Alerts.Select(board.IsLastKnown));
    }

    [Fact]
    public void A_source_that_answers_outvotes_one_whose_word_is_old()
    {
        var alert = Any.Alert();
        var board = Merge([Failed("am-1", alert), Answered("am-2", alert with { State = AlertState.Silenced })]);
        Assert.Equal(AlertState.Silenced, Assert.Single(board.Alerts).State);
        Assert.False(board.IsLastKnown(board.Alerts[0]));
    }

    [Fact]
    public void Pending_alerts_come_from_the_rules_and_firing_ones_do_not()
    {
        var board = Merge([Answered("am-1", Any.Alert("Fires"))],
            [Rules("prom-1", Any.Alert("Soon", state: AlertState.Pending), Any.Alert("NotDeliveredYet"))]);

        Assert.Equal(["Fires", "Soon"], board.Alerts.Select(alert => alert.Name).Order());
        Assert.Equal(["prom-1"], board.Alerts.Single(alert => alert.Name == "Soon").Origins);
    }

    [Fact]
    public void A_pending_alert_of_two_evaluators_is_one()
    {
        var soon = Any.Alert("Soon", state: AlertState.Pending);
        Assert.Equal(["prom-1", "prom-2"], Assert.Single(Merge([Answered("am-1")], [Rules("prom-1", soon), Rules("prom-2", soon)]).Alerts).Origins);
    }

    [Fact]
    public void An_alert_that_was_delivered_with_external_labels_is_not_shown_a_second_time_as_pending()
    {
        var delivered = Any.Alert("NoLeader", labels: [("pod", "a"), ("cluster", "north")]);
        var pending = Any.Alert("NoLeader", state: AlertState.Pending, labels: ("pod", "a"));
        var other = Any.Alert("NoLeader", state: AlertState.Pending, labels: ("pod", "b"));

        var board = Merge([Answered("am-1", delivered)], [Rules("prom-1", pending, other)]);
        Assert.Equal([delivered.Fingerprint, other.Fingerprint], board.Alerts.Select(alert => alert.Fingerprint));
    }

    [Fact]
    public void While_an_Alertmanager_is_silent_or_none_is_configured_firing_alerts_come_from_the_rules_too()
    {
        var fires = Any.Alert("New");
        Assert.Equal("New", Assert.Single(Merge([], [Rules("prom-1", fires)]).Alerts).Name);
        Assert.Equal(["New"], Merge([Failed("am-1"), Answered("am-2")], [Rules("prom-1", fires)]).Alerts.Select(alert => alert.Name));
    }

    [Fact]
    public void The_first_system_whose_matchers_hold_claims_the_alert()
    {
        var catalog = new SystemCatalog([Catalogs.System("alpha", "system=alpha"), Catalogs.System("all", "alertname=~.+")], []);
        var board = AlertMerge.Merge([Answered("am", Any.Alert("A"), Any.Alert("B", "other"))], [], catalog, AlertBoard.Empty);
        Assert.Equal(["alpha", "all"], board.Alerts.OrderBy(alert => alert.Name).Select(alert => alert.System));
    }

    [Fact]
    public void The_board_is_worst_first_then_newest()
    {
        var board = Merge([Answered("am", Any.Alert("Old", minutes: 9), Any.Alert("Mild", severity: "warning", minutes: 1), Any.Alert("New", minutes: 2),
            Any.Alert("Held", state: AlertState.Silenced, minutes: 0))]);
        Assert.Equal(["New", "Old", "Held", "Mild"], board.Alerts.Select(alert => alert.Name));
    }

    [Fact]
    public void Nothing_new_gives_the_same_board_and_a_change_keeps_the_other_instances()
    {
        var first = Merge([Answered("am", Any.Alert("A"), Any.Alert("B"))]);
        var again = AlertMerge.Merge([Answered("am", Any.Alert("B"), Any.Alert("A"))], [], Catalog, first);
        Assert.Same(first, again);

        var changed = AlertMerge.Merge([Answered("am", Any.Alert("A"), Any.Alert("B", state: AlertState.Silenced))], [], Catalog, first);
        Assert.NotSame(first, changed);
        Assert.Same(first.Alerts.Single(alert => alert.Name == "A"), changed.Alerts.Single(alert => alert.Name == "A"));

        Assert.NotSame(first, AlertMerge.Merge([Failed("am", Any.Alert("A"), Any.Alert("B"))], [], Catalog, first));
    }

    [Fact]
    public void Every_field_that_a_page_shows_makes_a_change()
    {
        var alert = Any.Alert(summary: "one");
        var first = Merge([Answered("am", alert)]);
        Alert[] changes =
        [
            alert with { Annotations = LabelSet.Of(("summary", "two")) }, alert with { StartsAt = Any.Noon }, alert with { Value = 3 },
            alert with { State = AlertState.Inhibited }, alert with { SilencedBy = ["s"] }, alert with { InhibitedBy = ["f"] },
            alert with { Receivers = ["r"] }, alert with { GeneratorUrl = new Uri("http://prometheus.example/graph") },
        ];
        Assert.All(changes, changed => Assert.NotSame(first, AlertMerge.Merge([Answered("am", changed)], [], Catalog, first)));
    }

    private static AlertBoard Merge(ImmutableArray<SourceReading<Alert>> alertmanagers, ImmutableArray<SourceReading<RuleGroup>>? rules = null) =>
        AlertMerge.Merge(alertmanagers, rules ?? [], Catalog, AlertBoard.Empty);

    private static SourceReading<Alert> Answered(string source, params Alert[] alerts) => new(source, [.. alerts], Any.Noon, null);

    private static SourceReading<Alert> Failed(string source, params Alert[] alerts) => new(source, [.. alerts], Any.Noon, "connection refused");

    private static SourceReading<RuleGroup> Rules(string source, params Alert[] alerts) => new(source, [Some.Group(source, alerts)], Any.Noon, null);
}
