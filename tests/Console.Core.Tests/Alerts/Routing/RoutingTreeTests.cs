using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts.Routing;

public sealed class RoutingTreeTests
{
    private const string Config = """
        global: {resolve_timeout: 5m, slack_api_url: <secret>}
        route:
          receiver: default
          group_by: [system, alertname]
          group_wait: 10s
          routes:
          - receiver: console
            continue: true
            repeat_interval: 1h
          - match: {severity: critical}
            match_re: {team: "a|b"}
            group_by: ['...']
            mute_time_intervals: [nights]
            routes:
            - receiver: pager
              matchers:
              - region!="eu"
              - '{pod=~"web-.*", zone!~"z9"}'
              active_time_intervals: [days]
        receivers:
        - name: default
        - name: console
          webhook_configs: [{url: <secret>}, {url: "http://somewhere.example/token"}]
        - name: pager
          pagerduty_configs: [{routing_key: <secret>}]
          slack_configs: [{channel: "#x"}]
        inhibit_rules:
        - source_match: {severity: critical}
          target_match_re: {severity: warning|info}
          equal: [system]
        - source_matchers: ['a="1"']
          target_matchers: ['b=~"2|3"']
        mute_time_intervals: [{name: nights, time_intervals: []}]
        time_intervals: [{name: days}]
        newer_than_we_know: {x: [1, {y: 2}]}
        """;

    private readonly RoutingTree tree = RoutingTree.Read(Config).Value;

    [Fact]
    public void A_configuration_is_read_with_old_and_new_matchers_and_what_is_inherited()
    {
        var pager = tree.Root.All().Single(route => route.Place == "1.0");

        Assert.Equal(["", "0", "1", "1.0"], tree.Root.All().Select(route => route.Place));
        Assert.Equal(["severity=\"critical\"", "team=~\"a|b\""], tree.Root.Routes[1].Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(["region!=\"eu\"", "pod=~\"web-.*\"", "zone!~\"z9\""], pager.Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(("pager", "10s", "5m", "4h", "..."), (pager.Receiver, pager.GroupWait, pager.GroupInterval, pager.RepeatInterval, Assert.Single(pager.GroupBy)));
        Assert.Equal(("default", "system, alertname", "1h"), (tree.Root.Routes[1].Receiver, string.Join(", ", tree.Root.Routes[0].GroupBy), tree.Root.Routes[0].RepeatInterval));

        // Muted is a route by itself, and not what is below it.
        Assert.Equal(("nights", 0, "days"), (Assert.Single(tree.Root.Routes[1].Mute), pager.Mute.Length, Assert.Single(pager.Active)));
        Assert.Equal(["days", "nights"], tree.Times);
    }

    [Fact]
    public void Of_receivers_their_kinds_are_known_and_nothing_else()
    {
        Assert.Equal(["default:", "console: webhook 2", "pager: pagerduty 1, slack 1"],
            tree.Receivers.Select(receiver => $"{receiver.Name}: {string.Join(", ", receiver.Ways.Select(way => $"{way.Kind} {way.Count}"))}".Trim()));
        Assert.DoesNotContain("somewhere", string.Join(' ', tree.Receivers.Select(receiver => $"{receiver.Name} {string.Join(' ', receiver.Ways)}")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_alerts_back_is_known_with_its_conditions()
    {
        Assert.Equal(["severity=\"critical\" > severity=~\"warning|info\" = system", "a=\"1\" > b=~\"2|3\" = "],
            tree.InhibitRules.Select(rule => $"{string.Join(',', rule.Sources)} > {string.Join(',', rule.Targets)} = {string.Join(',', rule.Equal)}"));
    }

    [Theory]
    [InlineData("alertname=X", "console")]
    [InlineData("severity=critical, team=a, pod=web-1", "console,pager")]
    [InlineData("severity=critical, team=a, pod=web-1, region=eu", "console,default")]
    [InlineData("severity=critical, team=ab, pod=web-1", "console")]
    public void An_alert_goes_the_way_that_Alertmanager_sends_it(string labels, string receivers) =>
        Assert.Equal(receivers, string.Join(',', tree.Root.Taking(LabelText.ReadLabels(labels).Value).Select(route => route.Receiver)));

    [Theory]
    [InlineData("route: {receiver: a}\nreceivers: [", "line 3")]
    [InlineData("receivers: []", "line 1: has no route")]
    [InlineData("- a", "line 1: is no configuration")]
    [InlineData("", "line 1: is no configuration")]
    [InlineData("route: {routes: [{receiver: b}]}", "line 1: the route at the top names no receiver")]
    [InlineData("route:\n  receiver: a\n  routes:\n  - matchers: ['a=~\"(\"']", "line 4: this matcher can't be read: '(' is no regular expression")]
    [InlineData("route:\n  receiver: a\n  match:\n    1a: b", "line 4: this matcher can't be read: '1a' is no label name")]
    public void What_can_not_be_read_is_said_with_its_line(string yaml, string problem)
    {
        var read = RoutingTree.Read(yaml);

        Assert.False(read.IsOk);
        Assert.Contains(problem, read.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_configuration_ends_in_a_sentence_and_not_in_the_end_of_the_process()
    {
        Assert.False(RoutingTree.Read(string.Concat(Enumerable.Repeat("[", 100_000))).IsOk);
        Assert.False(RoutingTree.Read($"route: {{receiver: a, routes: [{string.Join(',', Enumerable.Repeat("{receiver: b}", 6_000))}]}}").IsOk);
        Assert.False(RoutingTree.Read("a: &x [1]\nroute: *x").IsOk);
    }

    [Theory]
    [InlineData("a=\"x,y\", b=z\nc = \"1\"", "a=x,y|b=z|c=1")]
    [InlineData("{a=\"}\", b=\"\\\"\"}", "a=}|b=\"")]
    [InlineData("", "")]
    [InlineData(" , \n,", "")]
    public void Labels_are_read_with_commas_or_lines_between_them(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', LabelText.ReadLabels(text).Value.Select(label => $"{label.Key}={label.Value}")));

    [Theory]
    [InlineData("a=1, a=2", "a is written twice")]
    [InlineData("a=~\"x\"", "a label has one value: a=\"value\"")]
    [InlineData("nothing", "begins with a label's name")]
    [InlineData("a=\"x", "not closed")]
    public void Wrong_labels_are_named(string text, string what) => Assert.Contains(what, LabelText.ReadLabels(text).Explanation, StringComparison.Ordinal);

    [Fact]
    public void Labels_read_back_as_they_were_written() => Prop.ForAll(
        Gen.ArrayOf(Any.Texts).ToArbitrary(),
        values =>
        {
            var labels = LabelSet.Of(values.Take(40).Select((value, index) => KeyValuePair.Create($"l{index}", value)));
            return LabelText.ReadLabels(LabelText.WriteLabels(labels)).Value.Equals(labels);
        }).QuickCheckThrowOnFailure();
}
