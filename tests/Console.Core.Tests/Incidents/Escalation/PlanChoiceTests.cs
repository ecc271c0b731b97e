using System.Collections.Immutable;
using OpsConsole.Incidents;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Which policy an alert follows, what its steps are when all is unrolled, and what is told of it beforehand.</summary>
public sealed class PlanChoiceTests
{
    private const string People = "people: [{subject: ada, name: Ada Ek}, {subject: ben, name: Ben Ek}]\n";

    private static readonly SystemProfile Billing = new()
    {
        Id = "billing",
        Title = "Billing",
        ClaimsAlerts = ["system=\"billing\""],
        Severities =
        [
            new SeverityClass("critical", 0, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), "ben", ImmutableDictionary<string, TimeSpan>.Empty.Add("DatabaseDown", TimeSpan.FromMinutes(2))),
            new SeverityClass("info", 3, TimeSpan.FromHours(2), null, "the team", ImmutableDictionary<string, TimeSpan>.Empty),
        ],
    };

    [Fact]
    public void The_first_policy_that_fits_is_taken()
    {
        var book = Book("""
            policies:
              - {name: teams, matchers: ['team="pay"'], steps: [{whom: [ada], by: [pager]}]}
              - {name: worst, systems: [billing], classes: [0], steps: [{whom: [ada], by: [pager]}]}
              - {name: later, only_then: true, steps: [{whom: [ada], by: [pager]}]}
              - {name: others, systems: [search], steps: [{whom: [ada], by: [pager]}]}
            """);

        Assert.Equal("teams", Plan(book, ("severity", "critical"), ("team", "pay"))!.Policy);
        Assert.Equal("worst", Plan(book, ("severity", "critical"))!.Policy);
        Assert.Null(Plan(book, ("severity", "info")));
        Assert.Contains("the policy worst (escalation.yaml:4) names billing, but neither it nor another fits", PlanChoice.Of(Labels(("severity", "info")), Billing, book).Because, StringComparison.Ordinal);
        Assert.Contains("no system claims the alert", PlanChoice.Of(Labels(("severity", "critical")), null, book).Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("critical", "X", "0 ada, 5 ada, 15 ben")]
    [InlineData("critical", "DatabaseDown", "0 ada, 2 ada, 15 ben")]
    [InlineData("info", "X", "0 ada, 120 ada")]
    [InlineData("warning", "X", "0 ada, 30 ada, 120 ada")]
    [InlineData("disaster", "X", "0 ada, 15 ada, 45 ada")]
    public void Where_no_policy_names_the_system_the_times_are_those_of_its_profile(string severity, string alert, string steps)
    {
        var plan = PlanChoice.Of(LabelSet.Of(("alertname", alert), ("severity", severity)), Billing, Book("usual: {whom: [ada], by: [pager]}")).Plan!;

        Assert.Equal(steps, string.Join(", ", plan.Steps.Select(step => $"{step.After.TotalMinutes:0} {string.Join('+', step.Whom)}")));
    }

    [Fact]
    public void Without_policies_nobody_is_told_and_that_is_said() =>
        Assert.Equal("no policy names billing, and without usual: alerts of such systems are told to nobody", PlanChoice.Of(Labels(("severity", "critical")), Billing, Book(string.Empty)).Because);

    [Fact]
    public void Rounds_and_the_policy_that_follows_are_unrolled_into_one_list()
    {
        var plan = Plan(Book("""
            policies:
              - {name: one, steps: [{whom: [ada], by: [pager]}, {after: 10m, whom: [ben], by: [pager]}], repeat: {every: 30m, at_most: 1}, then: two}
              - {name: two, only_then: true, steps: [{after: 5m, whom: [ben], by: [chat]}]}
            """), ("severity", "critical"))!;

        Assert.Equal(
            [(1, 0, "one", 1), (2, 10, "one", 1), (3, 30, "one", 2), (4, 40, "one", 2), (5, 65, "two", 1)],
            plan.Steps.Select(step => (step.Number, (int)step.After.TotalMinutes, step.Policy, step.Round)));
    }

    [Fact]
    public void What_would_happen_is_told_with_times_people_and_quiet_hours()
    {
        var book = Book("""
            rotations: [{name: primary, handover: daily, zone: UTC, at: "00:00", start: 2026-11-30, participants: [ada, ben]}]
            quiet_hours: [{classes: [3], from: "22:00", to: "07:00", zone: UTC}]
            usual: {whom: [primary], by: [pager, chat]}
            """);

        var forecast = EscalationForecast.Of(book, Labels(("severity", "info")), Billing, new DateTimeOffset(2026, 11, 30, 20, 30, 0, TimeSpan.Zero));

        Assert.Equal(3, forecast.Class);
        Assert.Equal(["20:30 Ada Ek (primary) ", "07:00 Ben Ek (primary) 07:00"], forecast.Steps.Select(step => $"{step.At:HH:mm} {step.Words} {step.QuietUntil:HH:mm}"));
    }

    [Fact]
    public void Systems_that_are_not_there_and_systems_of_which_nobody_is_told_are_warned_of()
    {
        var book = Book("policies:\n  - {name: one, systems: [biling], steps: [{whom: [ada], by: [pager]}]}");

        Assert.Equal(
            ["escalation.yaml:3 systems: no system 'biling' has a profile; did you mean 'billing'?", "escalation.yaml: nobody is told of the alerts of billing: no policy names it, and there is no usual"],
            EscalationWarnings.Of(book, new SystemCatalog([new LoadedSystem(Billing, [], "systems/billing.yaml")], [])).Select(warning => warning.ToString()));
    }

    [Theory]
    [InlineData("alertname=X, system=\"a,b\"", null)]
    [InlineData("system=a", "alert: has no name: write alertname=X among its labels")]
    [InlineData("alertname", "alert: 'alertname' is no label: write alertname=X, with commas between several")]
    [InlineData("alertname=~X", "alert: 'alertname=~X' is a matcher: an alert has labels with one value each, as in alertname=X")]
    [InlineData("alertname=X,alertname=Y", "alert: has two labels called alertname")]
    public void Labels_are_read_as_a_person_types_them(string text, string? problem) => Assert.Equal(problem, LabelList.Read(text) is { IsOk: false } wrong ? wrong.Explanation : null);

    private static EscalationPlan? Plan(EscalationBook book, params (string Name, string Value)[] labels) => PlanChoice.Of(Labels(labels), Billing, book).Plan;

    private static LabelSet Labels(params (string Name, string Value)[] labels) => LabelSet.Of([("alertname", "X"), .. labels]);

    private static EscalationBook Book(string yaml) => EscalationReaderTests.Read(People + yaml).Value;
}
