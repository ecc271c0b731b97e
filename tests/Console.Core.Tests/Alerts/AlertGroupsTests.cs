using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertGroupsTests
{
    private static readonly SystemCatalog Catalog = Catalogs.Of("alpha", "beta");

    [Fact]
    public void Alerts_are_grouped_by_system_and_name_worst_first()
    {
        var sections = AlertGroups.Of(
            [Any.Alert("Slow", "beta", "warning"), Any.Alert("NoLeader", "alpha", "critical"), Any.Alert("Lag", "alpha", "high", minutes: 1),
             Any.Alert("Odd", "", "info")],
            AlertGroups.Usual, Catalog);

        Assert.Equal(["The alpha", "The beta", "No system"], sections.Select(section => section.Title));
        Assert.Equal(["alpha", "beta", null], sections.Select(section => section.SystemId));
        Assert.Equal(["NoLeader", "Lag"], sections[0].Groups.Select(group => group.Name));
        Assert.Equal(1, sections[0].Counts.BySeverity[Severity.High]);
    }

    [Fact]
    public void What_needs_a_person_comes_before_what_is_worse_but_held_back()
    {
        var sections = AlertGroups.Of(
            [Any.Alert("Held", "alpha", "critical", AlertState.Silenced), Any.Alert("Burning", "beta", "warning"),
             Any.Alert("Soon", "beta", "critical", AlertState.Pending)],
            AlertGroups.Usual, Catalog);

        Assert.Equal(["Burning", "Soon", "Held"], sections.SelectMany(section => section.Groups).Select(group => group.Name));
    }

    [Fact]
    public void A_group_says_what_its_alerts_share_or_what_the_worst_says()
    {
        var one = Group(Any.Alert(summary: "down on a"));
        var same = Group(Any.Alert(summary: "down", labels: ("pod", "a")), Any.Alert(summary: "down", labels: ("pod", "b")));
        var mixed = Group(Any.Alert(summary: "down on a", minutes: 9, labels: ("pod", "a")), Any.Alert(summary: "down on b", minutes: 2, labels: ("pod", "b")),
            Any.Alert(summary: "slow on c", severity: "warning", minutes: 30, labels: ("pod", "c")));

        Assert.Equal(["down on a", "down", "Worst: down on b"], [one.Says, same.Says, mixed.Says]);
        Assert.Equal((Severity.Critical, 3, Any.Noon.AddMinutes(-2), Any.Noon.AddMinutes(-30)),
            (mixed.Worst, mixed.Counts.Firing, mixed.Newest, mixed.Oldest));
    }

    [Fact]
    public void Alerts_of_one_group_are_put_in_order_whatever_order_they_come_in()
    {
        Alert[] ordered =
        [
            Any.Alert(minutes: 1, labels: ("pod", "a")), Any.Alert(minutes: 5, labels: ("pod", "b")), Any.Alert(minutes: 9, labels: ("pod", "c")),
            Any.Alert(state: AlertState.Silenced, minutes: 2, labels: ("pod", "d")), Any.Alert(state: AlertState.Pending, labels: ("pod", "e")),
        ];

        Assert.Equal(ordered, Group(ordered).Alerts);
        Assert.Equal(ordered, Group([.. ordered.Reverse()]).Alerts);
        Assert.Equal(ordered, Group(ordered[1], ordered[0], ordered[4], ordered[2], ordered[3]).Alerts);
    }

    [Fact]
    public void Other_labels_can_make_the_sections_and_groups()
    {
        ImmutableArray<Alert> alerts = [Any.Alert(labels: ("team", "a")), Any.Alert("Lag", labels: ("team", "a")), Any.Alert()];
        var sections = AlertGroups.Of(alerts, ["team", "alertname", "severity"], Catalog);

        Assert.Equal(["No team", "a"], sections.Select(section => section.Title));
        Assert.Equal(["Lag · critical", "NoLeader · critical"], sections[1].Groups.Select(group => group.Name));
        Assert.Equal(3, sections.SelectMany(section => section.Groups).Select(group => group.Key).Distinct().Count());
    }

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_the_input()
    {
        var alerts = Enumerable.Range(0, 200).Select(i => Any.Alert($"Alert{i % 7}", i % 3 == 0 ? "alpha" : "beta",
            i % 2 == 0 ? "critical" : "warning", (AlertState)(i % 4), i % 5, labels: ("i", $"{i}"))).ToArray();
        var straight = AlertGroups.Of([.. alerts], AlertGroups.Usual, Catalog);
        Array.Reverse(alerts);
        var reversed = AlertGroups.Of([.. alerts], AlertGroups.Usual, Catalog);

        Assert.Equal(straight.SelectMany(section => section.Groups).SelectMany(group => group.Alerts),
            reversed.SelectMany(section => section.Groups).SelectMany(group => group.Alerts));
    }

    [Fact]
    public void Only_what_fires_and_is_not_held_back_counts_by_severity()
    {
        var counts = AlertCounts.Of([Any.Alert(), Any.Alert(state: AlertState.Silenced), Any.Alert(state: AlertState.Inhibited),
            Any.Alert(severity: "high", state: AlertState.Pending), Any.Alert(severity: "strange")]);

        Assert.Equal([(Severity.Critical, 1), (Severity.Unknown, 1)], counts.BySeverity.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal((2, 1, 1, 1, 2, 5), (counts.Firing, counts.Pending, counts.Silenced, counts.Inhibited, counts.HeldBack, counts.Total));
        Assert.Equal(Severity.Critical, counts.Worst);
        Assert.Null(AlertCounts.Of([]).Worst);
    }

    [Fact]
    public void What_comes_first_is_as_asked_for_sections_groups_and_alerts()
    {
        ImmutableArray<Alert> alerts =
        [
            Any.Alert("Old", "beta", "info", minutes: 90, labels: ("pod", "a")), Any.Alert("Old", "beta", "critical", minutes: 3, labels: ("pod", "b")),
            Any.Alert("New", "alpha", "warning", minutes: 1), Any.Alert("Bad", "alpha", "critical", minutes: 30),
        ];
        string Names(AlertSort sort) => string.Join(' ', AlertGroups.Of(alerts, AlertGroups.Usual, Catalog, sort).SelectMany(section => section.Groups).Select(group => group.Name));

        Assert.Equal("Bad New Old", Names(AlertSort.Worst));
        Assert.Equal("New Bad Old", Names(AlertSort.Newest));
        Assert.Equal("Old Bad New", Names(AlertSort.Oldest));
        Assert.Equal("Bad New Old", Names(AlertSort.Name));
        var group = AlertGroups.Of(alerts, AlertGroups.Usual, Catalog, AlertSort.Oldest)[0].Groups[0];
        Assert.Equal(["a", "b"], group.Alerts.Select(alert => alert.Labels["pod"]));
        Assert.Equal((Severity.Critical, "b"), (group.Worst, group.Lead.Labels["pod"]));
    }

    [Fact]
    public void Sections_of_any_label_are_told_apart_and_a_missing_value_is_no_value_that_looks_like_it()
    {
        var sections = AlertGroups.Of([Any.Alert(labels: ("team", "No team")), Any.Alert(), Any.Alert(labels: ("team", "a"))], ["team", "pod", "zone"], Catalog);

        Assert.Equal(["No team", "", "a"], sections.Select(section => section.Value).Order(StringComparer.Ordinal).OrderBy(value => value == "a").ThenBy(value => value.Length == 0));
        Assert.Equal(3, sections.Select(section => section.Value).Distinct().Count());
        Assert.Equal("no pod · no zone", sections[0].Groups[0].Name);
    }

    [Fact]
    public void Grouped_by_name_alone_the_groups_are_the_systems()
    {
        var section = Assert.Single(AlertGroups.Of([Any.Alert("Slow", "alpha"), Any.Alert("Slow", "beta")], ["alertname"], Catalog));

        Assert.Equal(("Slow", 2), (section.Title, section.Groups.Length));
    }

    private static AlertGroup Group(params Alert[] alerts) =>
        Assert.Single(Assert.Single(AlertGroups.Of([.. alerts], AlertGroups.Usual, Catalog)).Groups);
}
