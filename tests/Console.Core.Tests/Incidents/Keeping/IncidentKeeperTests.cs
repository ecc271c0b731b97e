using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Keeping;

/// <summary>What the console does about incidents by itself.</summary>
public sealed class IncidentKeeperTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Alert Now => IncidentWorld.Alert with { StartsAt = clock.GetUtcNow() };

    [Fact]
    public async Task An_alert_that_flaps_fifty_times_is_one_incident()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        for (var flap = 0; flap < 50; flap++)
        {
            console.Fires(Now);
            await console.KeptAsync();
            clock.Advance(TimeSpan.FromSeconds(40));
            console.Fires();
            await console.KeptAsync();
            clock.Advance(TimeSpan.FromSeconds(20));
        }

        var one = Assert.Single((await console.ShownAsync()).Incidents).Incident;
        Assert.Equal(("NoLeader", 0, Any.Noon, true, 1), (one.Title, one.Class, one.OpenedAt, one.OpenedBy.IsConsole, one.Version));
        Assert.True(one.IsOpen);
        Assert.Equal("console opened it, by the rule of The alpha: NoLeader fires", (await console.TimelineAsync(one)).Entries.First(entry => entry.Kind is TimelineKind.Incident).Sentence);

        // Closed while it still flaps, it opens none again before it has been quiet for a while; nor does the same firing ever.
        await console.ClosedAsync(one, IncidentVerdict.Noise);
        console.Fires(Now);
        Assert.Empty((await console.KeptAsync()).Open);
        clock.Advance(IncidentKeeping.Quiet);
        console.Fires(IncidentWorld.Alert with { StartsAt = clock.GetUtcNow() - IncidentKeeping.Quiet - TimeSpan.FromMinutes(1) });
        Assert.Empty((await console.KeptAsync()).Open);
        console.Fires(Now);
        Assert.Single((await console.KeptAsync()).Open);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Two_replicas_that_see_the_same_alert_open_one_incident(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var one = new IncidentWorld(store, clock);
        await using var other = new IncidentWorld(store, clock);
        await Task.WhenAll(one.ShownAsync(), other.ShownAsync());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => (number % 2 == 0 ? one : other).Hosted<IncidentKeeper>().LookAsync(null, Cancellation)));
        Assert.Single(await one.Desk.ListAsync(new IncidentQuery(), Cancellation));
        Assert.Equal("open", Assert.Single(await one.EntriesAsync()).Parameters["deed"]);
    }

    [Fact]
    public async Task What_asks_nobody_is_held_back_is_no_more_than_a_warning_or_belongs_elsewhere_opens_none()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        console.Fires(
            Any.Alert("Warns", severity: "warning"), Any.Alert("Waits", state: AlertState.Pending), Any.Alert("Held", state: AlertState.Silenced), Any.Alert("Hidden", state: AlertState.Inhibited),
            Any.Alert("Far", "beta"), Any.Alert("Nobodys", ""), Any.Alert("Test", labels: (TestAlert.Label, "1")));
        Assert.Empty((await console.KeptAsync()).Incidents);
        console.Live.Alerts.Observed(new AlertBoard([IncidentWorld.Alert], []));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty((await console.KeptAsync()).Incidents);
    }

    [Fact]
    public async Task Later_alerts_walkthroughs_and_silences_are_linked_and_what_a_person_took_off_stays_off()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await console.KeptAsync();
        var later = Any.Alert("Slow", severity: "warning", minutes: -1);
        var held = IncidentWorld.Alert with { State = AlertState.Silenced, SilencedBy = ["s-1"] };
        clock.Advance(TimeSpan.FromMinutes(2));
        console.Fires(held, later, Any.Alert("Far", "beta", minutes: -1), Any.Alert("Long ago", severity: "warning", minutes: 600));
        console.Live.Silences.Observed(new SilenceBoard([new SeenSilence(new Silence("am-1", "s-1", [Matcher.Parse("alertname=\"NoLeader\"").Value], Any.Noon, Any.Noon.AddHours(1), "ada", "patching", SilenceState.Active), ["am-1"])], 0, SilenceBoard.Empty.Silent));
        console.Live.Walkthroughs.Observed(new WalkBoard([Walk("w1", later.Fingerprint, null), Walk("w2", null, "none"), Walk("w3", null, (await console.ShownAsync()).Open[0].Incident.Id)]));

        var linked = Assert.Single((await console.KeptAsync()).Open).Incident;
        Assert.Equal(["Alert NoLeader", "Alert Slow", "Walkthrough Title of w1", "Walkthrough Title of w3", "Silence alertname=\"NoLeader\""], linked.Links.Select(link => $"{link.Kind} {link.Title}"));
        Assert.Equal(2, linked.Version);
        IncidentWorld.Must(await console.Desk.UnlinkAsync(linked.Id, LinkKind.Alert, later.Fingerprint, IncidentWorld.Ada, Cancellation));
        Assert.False((await console.KeptAsync()).Open[0].Incident.Has(LinkKind.Alert, later.Fingerprint));
        IncidentWorld.Must(await console.Desk.LinkAsync(linked.Id, LinkKind.Alert, later.Fingerprint, IncidentWorld.Ada, Cancellation));
        Assert.True((await console.KeptAsync()).Open[0].Incident.Has(LinkKind.Alert, later.Fingerprint));
    }

    [Fact]
    public async Task Who_acknowledges_one_of_its_alerts_has_the_incident()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await console.KeptAsync();
        clock.Advance(TimeSpan.FromMinutes(3));
        console.Fires(IncidentWorld.Alert);
        await console.Get<AckDesk>().AcknowledgeAsync(IncidentWorld.Ben, [IncidentWorld.Alert.Fingerprint], "mine", null, Cancellation);
        await console.Hosted<AckBoardWriter>().LookAsync(Cancellation);
        var had = Assert.Single((await console.KeptAsync()).Open).Incident;
        Assert.Equal((Any.Noon.AddMinutes(3), "ben", "ben"), (had.AcknowledgedAt, had.AcknowledgedBy!.Subject, had.Lead!.Subject));
        Assert.Equal(had.Version, (await console.KeptAsync()).Open[0].Incident.Version);
    }

    private static OpenWalk Walk(string id, string? alert, string? incident) => new(
        new WalkSummary { Id = id, Runbook = "alpha/x", Title = $"Title of {id}", Alert = alert, Incident = incident, StartedAt = Any.Noon, StartedBy = new Walker("ada", "Ada Ek"), ChangedAt = Any.Noon }, []);
}
