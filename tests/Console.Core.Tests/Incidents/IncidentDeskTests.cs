using OpsConsole.Audit;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>An incident, from opening to the verdict, on both databases.</summary>
public sealed class IncidentDeskTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task It_is_opened_acknowledged_mitigated_closed_and_opened_again_and_each_is_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        string id;
        await using (var console = new IncidentWorld(store, clock))
        {
            var opened = await console.OpenedAsync(new NewIncident(" Checkout \0 fails \ud800 ", 1) { Alerts = [IncidentWorld.Alert.Fingerprint], At = Any.Noon.AddMinutes(-3) });
            id = opened.Id;
            Assert.Equal(("Checkout   fails �", 1, IncidentState.Open, Any.Noon.AddMinutes(-3)), (opened.Title, opened.Class, opened.State, opened.OpenedAt));
            Assert.Equal(("alpha", "NoLeader"), (Assert.Single(opened.Systems), Assert.Single(opened.Links).Title));

            clock.Advance(TimeSpan.FromMinutes(2));
            var had = IncidentWorld.Must(await console.Desk.AcknowledgeAsync(id, IncidentWorld.Ben, null, Cancellation));
            Assert.Equal((Any.Noon.AddMinutes(2), "ben", "ben"), (had.AcknowledgedAt, had.AcknowledgedBy!.Subject, had.Lead!.Subject));
            Assert.Equal("acknowledged", IncidentWorld.Refused(await console.Desk.AcknowledgeAsync(id, IncidentWorld.Ada, null, Cancellation)));
            Assert.Equal(had.Version, IncidentWorld.Must(await console.Desk.AcknowledgeAsync(id, IncidentWorld.Ben, null, Cancellation)).Version);

            clock.Advance(TimeSpan.FromMinutes(10));
            var mitigated = IncidentWorld.Must(await console.Desk.MitigateAsync(id, Any.Noon.AddMinutes(8), IncidentWorld.Ada, had.Version, Cancellation));
            Assert.Equal((IncidentState.Mitigated, Any.Noon.AddMinutes(8)), (mitigated.State, mitigated.MitigatedAt));
            clock.Advance(TimeSpan.FromMinutes(10));
            var closed = IncidentWorld.Must(await console.Desk.CloseAsync(id, new IncidentClosing("a full disk", IncidentVerdict.NeedsRunbook, Any.Noon.AddMinutes(9)), IncidentWorld.Ben, mitigated.Version, Cancellation));
            Assert.Equal((IncidentState.Closed, Any.Noon.AddMinutes(9), Any.Noon.AddMinutes(22), IncidentVerdict.NeedsRunbook), (closed.State, closed.ResolvedAt, closed.EndedAt, closed.Verdict!.Value));
        }

        await using var again = new IncidentWorld(store, clock);
        var reopened = IncidentWorld.Must(await again.Desk.ReopenAsync(id, "it fails again", IncidentWorld.Ada, null, Cancellation));
        Assert.Equal((IncidentState.Open, null, null, null, "ben"), (reopened.State, reopened.ResolvedAt, reopened.Verdict, reopened.EndedAt, reopened.Lead!.Subject));
        Assert.Equal(5, reopened.Version);
        var entries = await again.EntriesAsync();
        Assert.Equal(["open", "acknowledge", "mitigate", "close", "reopen"], entries.Select(entry => entry.Parameters["deed"]));
        Assert.All(entries, entry => Assert.Equal((AuditStage.Succeeded, id), (entry.Stage, entry.Correlation)));
        Assert.Equal(("close-incident", "a full disk", "needs a runbook"), (entries[3].Action, entries[3].Reason, entries[3].Parameters["verdict"]));
        var told = (await again.TimelineAsync(reopened)).Entries.Where(entry => entry.Kind is TimelineKind.Incident).Select(entry => entry.Sentence);
        Assert.Equal(["Ada Ek opened it", "Ben Ek acknowledged it", "Ada Ek said that it is mitigated", "Ben Ek closed it: needs a runbook", "Ada Ek opened it again"], told);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_two_who_close_it_at_once_one_does_and_the_other_is_told_who(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var one = new IncidentWorld(store, clock);
        await using var other = new IncidentWorld(store, clock);
        var incident = await one.OpenedAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            (number % 2 == 0 ? one : other).Desk.CloseAsync(incident.Id, new IncidentClosing($"cause {number}", IncidentVerdict.Useful), IncidentWorld.Olga, incident.Version, Cancellation)));
        Assert.Single(both, result => result.IsOk);
        Assert.All(both.Where(result => !result.IsOk), result => Assert.Equal("ended", IncidentWorld.Refused(result)));
        Assert.Equal(2, (await one.Desk.FindAsync(incident.Id, Cancellation))!.Version);
        Assert.Equal(2, (await one.EntriesAsync()).Count);
    }

    [Fact]
    public async Task Who_did_not_see_what_somebody_else_decided_is_told_and_what_gets_in_nobodys_way_is_kept()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var incident = await console.OpenedAsync();
        IncidentWorld.Must(await console.Desk.RateAsync(incident.Id, 0, IncidentWorld.Ben, incident.Version, Cancellation));
        var late = await console.Desk.RateAsync(incident.Id, 2, IncidentWorld.Ada, incident.Version, Cancellation);
        Assert.Equal(("seenVersion", true), (IncidentWorld.Refused(late), late.Explanation.Contains("Ben Ek made it class 0, after 1", StringComparison.Ordinal)));
        Assert.Equal("Payments fail", IncidentWorld.Must(await console.Desk.RenameAsync(incident.Id, "Payments fail", IncidentWorld.Ada, incident.Version, Cancellation)).Title);
        IncidentWorld.Must(await console.Desk.NoteAsync(incident.Id, "I look", null, IncidentWorld.Ada, Cancellation));
    }

    [Fact]
    public async Task Who_may_only_look_does_nothing_and_who_works_closes_what_they_lead()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        Assert.Equal("grant", IncidentWorld.Refused(await console.Desk.OpenAsync(new NewIncident("x", 1) { Systems = ["alpha"] }, IncidentWorld.Vera, Cancellation)));
        Assert.Equal("grant", IncidentWorld.Refused(await console.Desk.OpenAsync(new NewIncident("x", 1) { Systems = ["alpha"] }, IncidentWorld.Bea, Cancellation)));
        var incident = await console.OpenedAsync();
        Assert.Equal("grant", IncidentWorld.Refused(await console.Desk.NoteAsync(incident.Id, "x", null, IncidentWorld.Vera, Cancellation)));
        var closing = new IncidentClosing("none", IncidentVerdict.Noise);
        var denied = await console.Desk.CloseAsync(incident.Id, closing, IncidentWorld.Ada, null, Cancellation);
        Assert.Equal("grant", IncidentWorld.Refused(denied));
        Assert.Contains("who leads the incident may, too", denied.Explanation, StringComparison.Ordinal);
        IncidentWorld.Must(await console.Desk.LeadAsync(incident.Id, IncidentPerson.Of(IncidentWorld.Ada), IncidentWorld.Ben, null, Cancellation));
        IncidentWorld.Must(await console.Desk.CloseAsync(incident.Id, closing, IncidentWorld.Ada, null, Cancellation));
        Assert.Equal(4, (await console.EntriesAsync()).Count(entry => entry.Stage is AuditStage.Denied));
    }

    [Fact]
    public async Task What_its_alerts_were_worth_is_asked_of_one_that_has_alerts_and_of_no_other()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        console.Fires(IncidentWorld.Alert);
        var (with, without) = (await console.OpenedAsync(new NewIncident("x", 1) { Alerts = [IncidentWorld.Alert.Fingerprint] }), await console.OpenedAsync());
        var closing = new IncidentClosing("none", null);
        var refused = await console.Desk.CloseAsync(with.Id, closing, IncidentWorld.Olga, null, Cancellation);
        Assert.Equal("verdict", IncidentWorld.Refused(refused));
        var closed = IncidentWorld.Must(await console.Desk.CloseAsync(without.Id, closing, IncidentWorld.Olga, null, Cancellation));
        Assert.Equal((IncidentState.Closed, null), (closed.State, closed.Verdict));
        Assert.Contains((await console.TimelineAsync(closed)).Entries, entry => entry.Says.EndsWith("closed it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_incident_of_several_systems_is_worked_on_by_who_may_on_one_of_them()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var incident = await console.OpenedAsync(new NewIncident("Both", 1) { Systems = ["beta", "alpha"] });
        Assert.Equal(["alpha", "beta"], incident.Systems);
        IncidentWorld.Must(await console.Desk.NoteAsync(incident.Id, "of beta", null, IncidentWorld.Bea, Cancellation));
        IncidentWorld.Must(await console.Desk.SetSystemsAsync(incident.Id, ["alpha"], IncidentWorld.Ada, null, Cancellation));
        Assert.Equal("grant", IncidentWorld.Refused(await console.Desk.NoteAsync(incident.Id, "of beta", null, IncidentWorld.Bea, Cancellation)));
        Assert.Empty(await console.Desk.ListAsync(new IncidentQuery { System = "beta" }, Cancellation));
        Assert.Equal(incident.Id, Assert.Single(await console.Desk.ListAsync(new IncidentQuery { System = "alpha", Open = true }, Cancellation)).Id);
        Assert.Equal("grant", IncidentWorld.Refused(await console.Desk.OpenAsync(new NewIncident("Of none", 1), IncidentWorld.Ada, Cancellation)));
        Assert.Empty((await console.OpenedAsync(new NewIncident("Of none", 1), IncidentWorld.Olga)).Systems);
    }

    [Fact]
    public async Task Lead_roles_and_members_come_and_go()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var (desk, id) = (console.Desk, (await console.OpenedAsync()).Id);
        IncidentWorld.Must(await desk.LeadAsync(id, IncidentPerson.Of(IncidentWorld.Ben), IncidentWorld.Ada, null, Cancellation));
        IncidentWorld.Must(await desk.GiveRoleAsync(id, "Scribe", IncidentPerson.Of(IncidentWorld.Olga), IncidentWorld.Ada, null, Cancellation));
        IncidentWorld.Must(await desk.GiveRoleAsync(id, "scribe", IncidentPerson.Of(IncidentWorld.Ben), IncidentWorld.Ada, null, Cancellation));
        var joined = IncidentWorld.Must(await desk.JoinAsync(id, IncidentWorld.Ben, Cancellation));
        Assert.Equal(["ada", "ben", "olga"], joined.Members.Select(member => member.Subject));
        Assert.Equal(["Scribe", "scribe"], joined.Roles.Keys);
        var left = IncidentWorld.Must(await desk.LeaveAsync(id, IncidentWorld.Ben, Cancellation));
        Assert.Equal((null, "Scribe"), (left.Lead, Assert.Single(left.Roles).Key));
        Assert.Equal(["ada", "olga"], left.Members.Select(member => member.Subject));
        Assert.Equal("Ben Ek left, and gave the lead back", (await console.TimelineAsync(left)).Entries[^1].Sentence);
        Assert.Equal("role", IncidentWorld.Refused(await desk.GiveRoleAsync(id, " ", IncidentPerson.Of(IncidentWorld.Ben), IncidentWorld.Ada, null, Cancellation)));
        Assert.Equal("lead", IncidentWorld.Refused(await desk.LeadAsync(id, new IncidentPerson(" ", ""), IncidentWorld.Ada, null, Cancellation)));
        Assert.Equal("who", IncidentWorld.Refused(await desk.GiveRoleAsync(id, "x", new IncidentPerson(new string('x', 101), "x"), IncidentWorld.Ada, null, Cancellation)));
    }

    [Fact]
    public async Task Its_alerts_that_fire_are_taken_with_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var (foreign, over) = (Any.Alert("Far", "beta"), Any.Alert("Over"));
        await console.FiresAndIsRecordedAsync(IncidentWorld.Alert, foreign, over);
        await console.FiresAndIsRecordedAsync(IncidentWorld.Alert, foreign);
        var incident = await console.OpenedAsync(new NewIncident("All", 0) { Alerts = [IncidentWorld.Alert.Fingerprint, foreign.Fingerprint, over.Fingerprint] });
        var answers = await console.Desk.AcknowledgeAlertsAsync(incident, IncidentWorld.Ada, Cancellation);
        Assert.Equal([(IncidentWorld.Alert.Fingerprint, true), (foreign.Fingerprint, false)], answers.Select(answer => (answer.Fingerprint, answer.IsDone)));
        Assert.Equal("incident All", answers[0].Acknowledgement!.Comment);
    }
}
