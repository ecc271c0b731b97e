using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.HandOvers;

/// <summary>What the next shift must know.</summary>
public sealed class HandOverTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_nobody_has_comes_worst_first_what_somebody_has_oldest_first_and_what_is_held_back_in_neither()
    {
        var (had, forgotten) = (Any.Alert("Had"), Any.Alert("Forgotten"));
        var hand = HandOverReport.Of(new HandOverScene(Any.Noon)
        {
            Alerts = new AlertBoard(
            [
                Any.Alert("Warns", severity: "warning", minutes: 50), Any.Alert("Pods", labels: ("pod", "a")), Any.Alert("Pods", minutes: 9, labels: ("pod", "b")), had, forgotten,
                Any.Alert("Held", state: AlertState.Silenced), Any.Alert("Waits", state: AlertState.Pending), Any.Alert("Watchdog", severity: "none"), Any.Alert("Test", labels: (TestAlert.Label, "1")),
            ], []),
            Acknowledgements = new AckBoard([Any.Acknowledgement(had), Any.Acknowledgement(forgotten, "Ben") with { At = Any.Noon.AddHours(-3) }]),
        });
        Assert.Equal([("Pods", 2, Any.Noon.AddMinutes(-9)), ("Warns", 1, Any.Noon.AddMinutes(-50))], hand.Unacknowledged.Select(alerts => (alerts.Name, alerts.Count, alerts.Since)));
        Assert.Equal([("Forgotten", "Ben"), ("Had", "Ada")], hand.Acknowledged.Select(alerts => (alerts.Name, alerts.Acknowledgement!.By.Name)));
    }

    [Fact]
    public void Silences_that_end_within_the_shift_and_budgets_that_are_low_or_burn_are_told()
    {
        var hand = HandOverReport.Of(new HandOverScene(Any.Noon)
        {
            Silences = new SilenceBoard([Silence("late", 9), Silence("soon", 2), Silence("over", -1, SilenceState.Expired)], 0, SilenceBoard.Empty.Silent),
            Budgets = new SloBoard([Budget("fine", BudgetHealth.Healthy, 0.9), Budget("low", BudgetHealth.Warning, 0.3), Budget("gone", BudgetHealth.Exhausted, -0.2), Budget("burns", BudgetHealth.Healthy, 0.8, Severity.Critical), Budget("unknown", BudgetHealth.NoData, null)]),
        });
        Assert.Equal(["soon"], hand.SilencesEnding.Select(seen => seen.Silence.Id));
        Assert.Equal(["gone", "low", "burns"], hand.Budgets.Select(budget => budget.System));
    }

    [Fact]
    public void What_was_done_within_the_shift_is_told_newest_first_and_one_deed_on_many_alerts_once()
    {
        var (one, other, old) = (Any.Alert("Pods", labels: ("pod", "a")), Any.Alert("Pods", labels: ("pod", "b")), Any.Alert("Old"));
        var hand = HandOverReport.Of(new HandOverScene(Any.Noon)
        {
            Acknowledgements = new AckBoard([.. new[] { one, other }.Select(alert => Any.Acknowledgement(alert) with { At = Any.Noon.AddMinutes(-5) }), Any.Acknowledgement(old) with { At = Any.Noon.AddHours(-9) }]),
            Silences = new SilenceBoard([Silence("soon", 2)], 0, SilenceBoard.Empty.Silent),
        });
        Assert.Equal([("Ada", "acknowledged Pods"), ("ada", "silenced a=\"b\"")], hand.Done.Select(done => (done.Who, done.Says)));
    }

    [Fact]
    public async Task Its_Markdown_tells_of_incidents_with_their_notes_and_says_what_is_not_known()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var clock = new FakeTime(Any.Noon);
        await using var console = new IncidentWorld(store, clock);
        console.Fires(IncidentWorld.Alert, Any.Alert("<b>bold</b>", "beta", "warning"));
        var incident = await console.OpenedAsync(new NewIncident("Checkout *fails*", 0) { Alerts = [IncidentWorld.Alert.Fingerprint] });
        IncidentWorld.Must(await console.Desk.NoteAsync(incident.Id, "rolled back\n# twice", null, IncidentWorld.Ben, Cancellation));
        await console.ClosedAsync(await console.OpenedAsync(new NewIncident("Over", 0) { Systems = ["alpha"] }));
        await console.ShownAsync();
        console.Live.Acknowledgements.Observed(AckBoard.Empty);
        console.Live.Actions.Failed("the database is away");

        var hand = await console.Get<HandOverDesk>().ReadAsync(Cancellation);
        Assert.Equal(["silences: nothing is known (not observed yet)", "actions: nothing is known (the database is away)", "error budgets: nothing is known (not observed yet)"], hand.Doubts);
        var text = HandOverDesk.Markdown(hand);
        Assert.StartsWith("# Hand-over, 2026-11-21 12:00 UTC\n", text, StringComparison.Ordinal);
        Assert.Contains("**Not sure:** actions: nothing is known (the database is away)\n", text, StringComparison.Ordinal);
        Assert.Contains("## Firing, and nobody has it\n\n- Critical: NoLeader of alpha, since 2026-11-21 11:55 UTC (5 min)\n- Warning: &lt;b&gt;bold&lt;/b&gt; of beta, since", text, StringComparison.Ordinal);
        Assert.Contains("## Acknowledged\n\n(none)\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "- Checkout \\*fails\\* (class 0, open, alpha), since 2026-11-21 12:00 UTC; nobody leads, nobody has it; its alert fires\n  - 2026-11-21 12:00 UTC Ben Ek: rolled back # twice\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Over", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_old_is_told_with_its_age()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var clock = new FakeTime(Any.Noon);
        await using var console = new IncidentWorld(store, clock);
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains("alerts: as of 10 min ago", (await console.Get<HandOverDesk>().ReadAsync(Cancellation)).Doubts);
        console.Live.Alerts.Observed(new AlertBoard([], ["am-2"]));
        Assert.Contains("alerts of am-2 are the last known: it does not answer", (await console.Get<HandOverDesk>().ReadAsync(Cancellation)).Doubts);
    }

    private static SeenSilence Silence(string id, double hours, SilenceState state = SilenceState.Active) => new(
        new Silence("am-1", id, [Matcher.Parse("a=\"b\"").Value], Any.Noon.AddHours(-2), Any.Noon.AddHours(hours), "ada", "x", state), ["am-1"]);

    private static ErrorBudget Budget(string system, BudgetHealth health, double? left, Severity? burning = null) => new()
    {
        System = system,
        Objective = Core.Tests.Slo.Any.Objective(),
        Health = health,
        Remaining = left,
        Burning = burning,
    };
}
