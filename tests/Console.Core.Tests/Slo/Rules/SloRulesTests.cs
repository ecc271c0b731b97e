using System.Collections.Immutable;
using OpsConsole.Slo.Rules;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo.Rules;

public sealed class SloRulesTests
{
    private static readonly Uri Runbooks = new("https://wiki.example.com/runbooks/");

    [Fact]
    public void An_objective_has_one_alert_that_calls_and_one_that_waits_each_of_two_pairs_of_windows()
    {
        var (fast, slow) = (Alert("ErrorBudgetBurnFast", Any.Objective()), Alert("ErrorBudgetBurnSlow", Any.Objective()));

        Assert.Equal("""
            (
              slo:error:ratio_rate1h{system="billing",slo="availability"} / 0.001 > 14.4
              and
              slo:error:ratio_rate5m{system="billing",slo="availability"} / 0.001 > 14.4
            )
            or
            (
              slo:error:ratio_rate6h{system="billing",slo="availability"} / 0.001 > 6
              and
              slo:error:ratio_rate30m{system="billing",slo="availability"} / 0.001 > 6
            )
            """, fast!.Expression);
        Assert.Contains("slo:error:ratio_rate1d{system=\"billing\",slo=\"availability\"} / 0.001 > 3\n", slow!.Expression, StringComparison.Ordinal);
        Assert.Contains("slo:error:ratio_rate3d{system=\"billing\",slo=\"availability\"} / 0.001 > 1\n", slow.Expression, StringComparison.Ordinal);
        Assert.Equal(["Availability, over 30d.", "14.4 over 1h and 5m is 2% of the budget.", "6 over 6h and 30m is 5% of the budget."], fast.Comment);
        Assert.Equal([("severity", "critical"), ("system", "billing"), ("slo", "availability")], fast.Labels.Select(label => (label.Key, label.Value)));
        Assert.Equal("https://wiki.example.com/runbooks/billing/error-budget-burn", fast.Annotations.Single(note => note.Key == "runbook_url").Value);
    }

    [Fact]
    public void A_pair_that_is_longer_than_the_objectives_own_window_is_left_out_and_that_is_said()
    {
        var objective = Any.Objective(window: TimeSpan.FromHours(2));

        Assert.DoesNotContain("ratio_rate6h", Alert("ErrorBudgetBurnFast", objective)!.Expression, StringComparison.Ordinal);
        Assert.Contains("6 over 6h and 30m is left out: the objective's own window is 2h.", Alert("ErrorBudgetBurnFast", objective)!.Comment);
        Assert.Null(Alert("ErrorBudgetBurnSlow", objective));
        Assert.Equal(["slo:error:ratio_rate5m", "slo:error:ratio_rate1h"], Ratios(objective));
    }

    [Fact]
    public void A_pair_that_not_even_a_total_failure_reaches_is_left_out_and_that_is_said()
    {
        var alert = Alert("ErrorBudgetBurnFast", Any.Objective(target: 0.9))!;

        Assert.DoesNotContain("14.4", alert.Expression, StringComparison.Ordinal);
        Assert.Contains("14.4 over 1h and 5m is left out: all may fail and the budget of 10% burns 10 times too fast at most.", alert.Comment);
    }

    [Fact]
    public void While_an_alert_of_somebodys_own_calls_and_the_short_window_remembers_the_fast_one_keeps_quiet()
    {
        var objective = Any.Objective() with { PagedBy = ["Down", "Errors"] };

        var expression = Alert("ErrorBudgetBurnFast", objective)!.Expression;
        Assert.Contains("unless on (system)\n  max_over_time(ALERTS{system=\"billing\",alertname=~\"Down|Errors\",alertstate=\"firing\"}[5m])", expression, StringComparison.Ordinal);
        Assert.Contains("alertstate=\"firing\"}[30m])", expression, StringComparison.Ordinal);
        Assert.DoesNotContain("ALERTS", Alert("ErrorBudgetBurnSlow", objective)!.Expression, StringComparison.Ordinal);
    }

    [Fact]
    public void An_objective_that_states_another_once_more_is_recorded_and_has_no_alerts()
    {
        var profile = Profile("billing", Any.Objective(), Any.Objective("errors") with { SameAs = "availability" });

        Assert.Equal(4, SloRules.Records([profile]).Single().Rules.Length);
        Assert.All(SloRules.Alerts([profile], Runbooks).SelectMany(group => group.Rules), rule => Assert.Contains(new KeyValuePair<string, string>("slo", "availability"), rule.Labels));
    }

    [Fact]
    public void Severities_have_the_labels_of_the_profile()
    {
        var profile = Profile("billing", Any.Objective()) with
        {
            Severities = [new("P1", 0, TimeSpan.FromMinutes(5), null, "a", ImmutableDictionary<string, TimeSpan>.Empty), new("P3", 2, TimeSpan.FromHours(1), null, "a", ImmutableDictionary<string, TimeSpan>.Empty)],
        };

        Assert.Equal(["P1", "P3"], SloRules.Alerts([profile], Runbooks).Single().Rules.Select(rule => rule.Labels[0].Value));
    }

    [Fact]
    public void A_calendars_periods_are_reckoned_with_their_usual_length()
    {
        var objective = Any.Objective(window: TimeSpan.FromDays(7)) with { Calendar = new CalendarWindow(CalendarPeriod.Week, "Europe/Berlin") };

        Assert.Equal(
            ["Availability, over a week (Europe/Berlin, reckoned as 7d).", "3 over 1d and 2h is 42.86% of the budget.", "1 over 3d and 6h is 42.86% of the budget."],
            Alert("ErrorBudgetBurnSlow", objective)!.Comment);
    }

    [Fact]
    public void One_rule_sums_a_window_up_for_all_objectives_of_the_systems_that_are_meant()
    {
        var ratios = SloRules.Ratios([Profile("b", Any.Objective()), Profile("a", Any.Objective())]).Single().Rules;

        Assert.Equal(7, ratios.Length);
        Assert.Equal(
            "sum by (system, slo) (sum_over_time(slo:bad:rate5m{system=~\"a|b\"}[1h]))\n  / (sum by (system, slo) (sum_over_time(slo:total:rate5m{system=~\"a|b\"}[1h])) > 0)",
            ratios.OfType<RecordingRule>().Single(rule => rule.Record == "slo:error:ratio_rate1h").Expression);
    }

    [Fact]
    public void The_order_of_the_profiles_makes_no_difference()
    {
        SystemProfile[] profiles = [Profile("a", Any.Objective()), Profile("b", Any.Objective("runs")), Profile("c")];

        Assert.Equal(Text(profiles), Text(profiles.Reverse()));
        Assert.DoesNotContain("slo.c", Text(profiles), StringComparison.Ordinal);
    }

    internal static SystemProfile Profile(string id, params ObjectiveProfile[] objectives) =>
        new() { Id = id, Title = id, ClaimsAlerts = [$"system=\"{id}\""], Slos = [.. objectives] };

    private static string Text(IEnumerable<SystemProfile> profiles)
    {
        var all = profiles.ToArray();
        return RuleText.Prometheus([.. SloRules.Records(all), .. SloRules.Ratios(all), .. SloRules.Alerts(all, Runbooks)]);
    }

    private static AlertingRule? Alert(string name, ObjectiveProfile objective) =>
        SloRules.Alerts([Profile("billing", objective)], Runbooks).SelectMany(group => group.Rules).OfType<AlertingRule>().SingleOrDefault(rule => rule.Alert == name);

    private static IEnumerable<string> Ratios(ObjectiveProfile objective) =>
        SloRules.Ratios([Profile("billing", objective)]).SelectMany(group => group.Rules).OfType<RecordingRule>().Select(rule => rule.Record);
}
