using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Overview;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Overview;

public sealed class OverviewComposerTests
{
    private static readonly QueueProfile Inbox = new("inbox", "Inbox", "items", "depth", null, null, null, null, null, null, 100, 1_000, null);
    private static readonly ObjectiveProfile Availability = new(
        "availability", "Availability 99.9%", ObjectiveKind.Availability, 0.999, TimeSpan.FromDays(30), "bad", null, "total", false, "requests");

    private readonly FakeTime time = new(Any.Noon);
    private readonly LiveState live;

    public OverviewComposerTests()
    {
        live = new LiveState(time);
        See(System("alpha"));
        live.Alerts.Observed(AlertBoard.Empty);
    }

    [Fact]
    public void A_system_in_which_nothing_fires_needs_nobody()
    {
        See(System("alpha") with { About = "Writes letters." });
        var summary = One();
        Assert.Equal((null, "Nothing firing", "Writes letters."), (summary.Worst, summary.Headline, summary.Detail));
        Assert.Empty(summary.Blind);
    }

    [Fact]
    public void Held_back_and_pending_alerts_do_not_burn_but_are_said()
    {
        See(Any.Alert(state: AlertState.Silenced), Any.Alert("B", state: AlertState.Inhibited), Any.Alert("C", state: AlertState.Pending));
        var summary = One();
        Assert.Equal((null, "Nothing firing", "2 held back, 1 pending"), (summary.Worst, summary.Headline, summary.Detail));
    }

    [Fact]
    public void A_system_without_a_leader_says_so_before_its_alerts()
    {
        See(Elects("alpha"));
        See(Any.Alert(summary: "something follows"));
        See(Leader(LeaderState.Nobody));

        var summary = One();
        Assert.Equal((Severity.Critical, "No leader", Any.Noon.AddMinutes(-6), "Nothing is reconciled."),
            (summary.Worst, summary.Headline, summary.HeadlineSince, summary.Detail));
    }

    [Theory]
    [InlineData("a,b", "Two leaders: a and b")]
    [InlineData("a,b,c", "3 leaders: a, b and c")]
    [InlineData("a,b,c,d,e", "5 leaders: a, b, c and 2 more")]
    public void Several_leaders_are_named(string names, string headline)
    {
        See(Elects("alpha"));
        See(Leader(LeaderState.SplitBrain) with { Leading = [.. names.Split(',')] });
        Assert.Equal((Severity.Critical, headline, "because"), (One().Worst, One().Headline, One().Detail));
    }

    [Fact]
    public void A_lease_that_does_not_exist_is_no_leader()
    {
        See(Elects("alpha"));
        See(Leader(LeaderState.LeaseMissing));
        Assert.Equal("No leader: the lease alpha-leader does not exist", One().Headline);
    }

    [Fact]
    public void A_disagreement_does_not_hide_a_critical_alert()
    {
        See(Elects("alpha"));
        See(Leader(LeaderState.Disagreement));
        Assert.Equal(Severity.Warning, One().Worst);
        See(Any.Alert(summary: "all pods are gone"));
        Assert.Equal((Severity.Critical, "all pods are gone"), (One().Worst, One().Headline));
    }

    [Fact]
    public void Of_the_worst_alerts_the_oldest_is_the_headline()
    {
        See(Any.Alert("A", summary: "first", minutes: 9), Any.Alert("B", summary: "then", minutes: 1), Any.Alert("C", severity: "warning", summary: "mild", minutes: 60));
        var summary = One();
        Assert.Equal(("first", Any.Noon.AddMinutes(-9), "2 more alerts fire"), (summary.Headline, summary.HeadlineSince, summary.Detail));
        Assert.Equal(["B", "A", "C"], summary.Alerts.Select(alert => alert.Name));
    }

    [Fact]
    public void An_alert_with_10_KB_of_text_does_not_fill_the_card()
    {
        See(Any.Alert(summary: new string('x', 10_000)));
        Assert.InRange(One().Headline.Length, 1, 250);
    }

    [Fact]
    public void A_burning_budget_says_how_long_it_lasts()
    {
        See(System("alpha") with { Slos = [Availability] });
        live.Slo.Observed(new SloBoard([Budget(BudgetHealth.Warning) with
        {
            Burning = Severity.Critical, Remaining = 0.4, Exhaustion = TimeSpan.FromHours(14), BurnRates = [new BurnRate(TimeSpan.FromHours(1), 0.0194, 19.4, false)],
        }]));
        Assert.Equal((Severity.Critical, "Availability 99.9%: budget gone in 14 h at this rate", "It burns 19.4 times as fast as it may, over 60 min"),
            (One().Worst, One().Headline, One().Detail));
    }

    [Fact]
    public void A_budget_that_is_used_up_but_does_not_burn_needs_nobody_now_and_is_said()
    {
        See(System("alpha") with { Slos = [Availability] });
        live.Slo.Observed(new SloBoard([Budget(BudgetHealth.Exhausted)]));
        Assert.Equal((null, "Nothing firing", "Availability 99.9%: the error budget is used up"), (One().Worst, One().Headline, One().Detail));
    }

    [Fact]
    public void A_queue_beyond_its_limit_says_how_deep_it_is()
    {
        See(System("alpha") with { Queues = [Inbox] });
        live.Queues.Observed(new QueueBoard([Queue(Severity.Critical) with { Depth = 12_400 }]));
        Assert.Equal((Severity.Warning, "Inbox: 12,400 items, growing", "more comes in than goes out"), (One().Worst, One().Headline, One().Detail));

        live.Queues.Observed(new QueueBoard([Queue(Severity.Critical) with { Depth = 46, Capacity = 50 }]));
        Assert.Equal("Inbox: 92% of 50 items used", One().Headline);
    }

    [Fact]
    public void What_was_never_seen_is_not_fine()
    {
        See(Elects("alpha") with { Slos = [Availability], Queues = [Inbox] });
        var summary = One();
        Assert.Equal(["leadership", "slo", "queues"], summary.Blind);
        Assert.Equal("Nothing firing, but the leader, error budgets and queues can't be seen", summary.Headline);
    }

    [Fact]
    public void What_is_there_without_data_is_not_fine()
    {
        See(Elects("alpha") with { Slos = [Availability], Queues = [Inbox] });
        See(Leader(LeaderState.Unknown));
        live.Slo.Observed(new SloBoard([Budget(BudgetHealth.NoData)]));
        live.Queues.Observed(new QueueBoard([Queue(Severity.Unknown)]));
        Assert.Equal(["leadership", "slo", "queues"], One().Blind);
    }

    [Fact]
    public void A_section_becomes_a_blind_spot_by_time_alone()
    {
        See(Any.Alert(state: AlertState.Silenced));
        Assert.Empty(One().Blind);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(("Can't tell what fires", "Not seen: alerts"), (One().Headline, One().Detail));
    }

    [Fact]
    public void An_alert_source_that_is_silent_makes_calm_doubtful_but_does_not_hide_what_fires()
    {
        live.Alerts.Observed(new AlertBoard([], ["am-1"]));
        Assert.Equal(("alerts", "Can't tell what fires"), (Assert.Single(One().Blind), One().Headline));

        live.Alerts.Observed(new AlertBoard([Any.Alert(summary: "down")], ["am-1"]));
        Assert.Equal((Severity.Critical, "down"), (One().Worst, One().Headline));

        live.Alerts.Failed("connection refused");
        Assert.Equal((Severity.Critical, "down"), (One().Worst, One().Headline));
        Assert.Equal(["alerts"], One().Blind);
    }

    [Fact]
    public void Systems_come_worst_first_then_the_doubtful_then_by_title()
    {
        live.Systems.Observed(new SystemCatalog(
            [Load(System("a-fine")), Load(Elects("b-doubtful")), Load(System("c-warns")), Load(System("d-burns"))], [new ProfileFault("bad", "systems/bad.yaml", [])]));
        See(Any.Alert(system: "c-warns", severity: "warning"), Any.Alert(system: "d-burns"), Any.Alert(system: ""), Any.Alert("X", "gone"),
            Any.Alert("Y", "a-fine", state: AlertState.Silenced), Any.Alert("Z", "a-fine", state: AlertState.Pending));
        var overview = OverviewComposer.Compose(live, time.GetUtcNow());

        Assert.Equal(["d-burns", "c-warns", "b-doubtful", "a-fine"], overview.Systems.Select(summary => summary.Profile.Id));
        Assert.Equal(2, overview.Unclaimed.Length);
        Assert.Equal((3, 1, 1, 1), (overview.Counts[Severity.Critical], overview.Counts[Severity.Warning], overview.HeldBack, overview.Pending));
        Assert.Equal("bad", Assert.Single(overview.Faults).Id);
    }

    [Fact]
    public void Nothing_new_gives_the_same_overview_and_a_change_keeps_the_other_summaries()
    {
        live.Systems.Observed(new SystemCatalog([Load(System("alpha")), Load(System("beta"))], []));
        See(Any.Alert(system: "alpha"));
        var first = OverviewComposer.Compose(live, time.GetUtcNow());
        Assert.Same(first, OverviewComposer.Compose(live, time.GetUtcNow(), first));

        See(Any.Alert(system: "alpha", summary: "changed"));
        var second = OverviewComposer.Compose(live, time.GetUtcNow(), first);
        Assert.NotSame(first, second);
        Assert.Same(first.Systems[1], second.Systems[1]);
    }

    [Fact]
    public void What_has_to_be_answered_first_stands_on_the_system_until_somebody_has_it()
    {
        See(System("alpha") with { Severities = [new SeverityClass("critical", 0, TimeSpan.FromMinutes(5), null, "platform", [])] });
        var (first, second) = (Any.Alert("A", minutes: 3), Any.Alert("B", minutes: 1));
        See(first, second);
        Assert.Equal((first, Any.Noon.AddMinutes(2)), (One().Due!.Alert, One().Due!.Clock.Until));

        live.Acknowledgements.Observed(new AckBoard([Any.Acknowledgement(first)]));
        Assert.Same(second, One().Due!.Alert);
        live.Acknowledgements.Observed(new AckBoard([Any.Acknowledgement(first), Any.Acknowledgement(second)]));
        Assert.Null(One().Due);
    }

    private static LoadedSystem Load(SystemProfile profile) => new(profile, [Matcher.Parse($"system={profile.Id}").Value], $"systems/{profile.Id}.yaml");

    private static SystemProfile System(string id) => new() { Id = id, Title = $"The {id}", ClaimsAlerts = [$"system=\"{id}\""] };

    private static SystemProfile Elects(string id) => System(id) with
    {
        Leader = new LeaderElectionProfile("ns", $"{id}-leader", null, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), 5, "Nothing is reconciled."),
    };

    private static LeaderStatus Leader(LeaderState state) => new() { System = "alpha", State = state, Because = "because", Since = Any.Noon.AddMinutes(-6) };

    private static ErrorBudget Budget(BudgetHealth health) => new() { System = "alpha", Objective = Availability, Health = health };

    private static QueueStatus Queue(Severity level) => new()
    {
        System = "alpha",
        Profile = Inbox,
        Level = level,
        Forecast = new DrainForecast(DrainOutlook.Growing, null, null, 2, "more comes in than goes out"),
    };

    private void See(SystemProfile profile) => live.Systems.Observed(new SystemCatalog([Load(profile)], []));

    private void See(params ImmutableArray<Alert> alerts) => live.Alerts.Observed(new AlertBoard(alerts, []));

    private void See(LeaderStatus leader) => live.Leadership.Observed(new LeadershipBoard([leader]));

    private SystemSummary One() => Assert.Single(OverviewComposer.Compose(live, time.GetUtcNow()).Systems);
}
