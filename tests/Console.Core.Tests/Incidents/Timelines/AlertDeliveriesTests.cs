using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Timelines;

/// <summary>Whom the alerts of an incident were told to, in its timeline.</summary>
public sealed class AlertDeliveriesTests(Stores stores)
{
    private static readonly Alert One = Any.Alert(minutes: 0), Other = Any.Alert(minutes: 0, labels: ("pod", "b"));

    private readonly FakeTime clock = new(Any.Noon);
    private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Every_page_of_its_alerts_is_told_once_with_what_became_of_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await using var escalations = EscalationWorld.On(store, clock, pager, chat, mail);
        console.Fires(One, Other);
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [One.Fingerprint, Other.Fingerprint] });

        pager.Fail();
        await escalations.LookAsync(One);
        chat.Fail();
        pager.Answer = (_, _) => Task.FromResult(Delivery.Taken("Taken.", "ref", TimeSpan.Zero));
        clock.Advance(TimeSpan.FromMinutes(15));
        await escalations.LookAsync(One, Other);
        clock.Advance(TimeSpan.FromMinutes(5));
        await escalations.TakeAsync(One);
        await escalations.TakeAsync(Other);
        await escalations.LookAsync(One, Other);

        Assert.Equal(
        [
            "0 pager did not take the page for Ada Ek (primary): NoLeader, step 1 of 3; next was chat",
            "0 chat took the page for Ada Ek (primary): NoLeader, step 1 of 3",
            "15 chat did not take the page for Ben Ek, Cleo Ek (leads): NoLeader, step 2 of 3; no channel was left, and the next step was due",
            "15 pager took the page for Ada Ek (primary), Ben Ek, Cleo Ek (leads): NoLeader, step 3 of 3",
            "20 chat could not be told that somebody has NoLeader",
            "20 pager heard that somebody has NoLeader",
        ], (await PagesAsync(console, incident)).Select(Words));
        var pages = await PagesAsync(console, incident);
        Assert.Equal(["pager refused it.", "The channel tried before did not take it: pager refused it.", "chat refused it."], pages.Take(3).Select(entry => entry.Text));
        Assert.All(pages, entry => Assert.Equal(One.Fingerprint, entry.Link!.Id));

        // One that has the later alert alone finds it, too; one with neither finds nothing.
        var second = await console.OpenedAsync(new NewIncident("Also", 0) { Alerts = [Other.Fingerprint], At = Any.Noon });
        Assert.Equal(6, (await PagesAsync(console, second)).Count);
        Assert.Equal(Other.Fingerprint, (await PagesAsync(console, second))[0].Link!.Id);
        Assert.Empty(await PagesAsync(console, await console.OpenedAsync()));
    }

    [Fact]
    public async Task A_page_that_comes_late_is_stopped_or_is_too_late_says_so()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        console.Fires(One);
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [One.Fingerprint] });
        await using (var first = EscalationWorld.On(store, clock, pager, chat, mail))
        {
            await first.LookAsync(One);
        }

        clock.Advance(TimeSpan.FromHours(12.5));
        await using var next = EscalationWorld.On(store, clock, pager, chat, mail);
        pager.Hang();
        next.Live.Alerts.Observed(new AlertBoard([One], []));
        await next.Hosted<AckBoardWriter>().LookAsync(Cancellation);
        await next.RoundAsync();
        Assert.Contains("750 the page for Ada Ek (primary), Ben Ek, Cleo Ek (leads) by pager is on its way: NoLeader, step 3 of 3", (await PagesAsync(console, incident)).Select(Words));
        await next.TakeAsync(One);
        pager.Answer = (_, _) => Task.FromResult(Delivery.Taken("Taken.", null, TimeSpan.Zero));
        await next.LookAsync();

        var pages = (await PagesAsync(console, incident)).ToDictionary(Words, entry => entry.Text);
        Assert.Contains("It is too late by now", pages["750 the page for Ben Ek, Cleo Ek (leads) by chat was left out: NoLeader, step 2 of 3"], StringComparison.Ordinal);
        Assert.Contains("11 h late", pages["750 the page for Ada Ek (primary), Ben Ek, Cleo Ek (leads) by pager was stopped before an answer came: NoLeader, step 3 of 3"], StringComparison.Ordinal);
        Assert.Contains("750 pager heard that somebody has NoLeader", pages.Keys);
    }

    [Fact]
    public async Task What_was_told_long_before_belongs_to_another_story()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await using var escalations = EscalationWorld.On(store, clock, pager, chat, mail);
        await escalations.LookAsync(One);
        clock.Advance(TimeSpan.FromMinutes(1));
        await escalations.LookAsync([]);
        clock.Advance(TimeSpan.FromMinutes(6));
        await escalations.LookAsync([]);

        clock.Advance(TimeSpan.FromDays(30));
        var again = One with { StartsAt = clock.GetUtcNow() };
        console.Fires(again);
        await escalations.LookAsync(again);
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [One.Fingerprint] });
        Assert.Equal(2, (await escalations.StoriesAsync()).Count);
        Assert.Equal("pager took the page for Ben Ek (primary): NoLeader, step 1 of 3", Assert.Single(await PagesAsync(console, incident)).Sentence);
    }

    [Fact]
    public void An_alert_without_a_name_and_a_plan_without_a_way_on_are_told_too()
    {
        var it = new Escalation
        {
            Id = "e1",
            Key = "k",
            AlertName = string.Empty,
            Severity = Severity.Critical,
            Class = 0,
            Says = string.Empty,
            Fingerprint = "00aa",
            BeganAt = Any.Noon,
            Since = Any.Noon,
            LegAt = Any.Noon,
            SeenAt = Any.Noon,
            Plan = new EscalationPlan("p", [new PlannedStep(1, TimeSpan.Zero, "p", ["ada"], ["pager"])]),
        };
        var notice = new EscalationNotice
        {
            Escalation = "e1",
            Kind = PageKind.Trigger,
            Leg = 1,
            Step = 1,
            Via = 0,
            Channel = "pager",
            PageStep = "1.1",
            To = "Ada <b>",
            DueAt = Any.Noon,
            IntendedAt = Any.Noon,
            DoneAt = Any.Noon.AddSeconds(4),
            State = NoticeState.Failed,
            Says = "It is away.",
        };
        var entry = AlertDeliveries.Entry(it, notice, []);
        Assert.Equal("pager did not take the page for Ada <b>: an alert without a name, step 1 of 1; no channel and no step was left", entry.Sentence);
        Assert.Equal((Any.Noon.AddSeconds(4), "It is away.", null), (entry.At, entry.Text, entry.Link));
        Assert.Equal("pager is being told that an alert without a name resolved", AlertDeliveries.Entry(it, notice with { Kind = PageKind.Resolve, State = NoticeState.Intended, DoneAt = null }, []).Sentence);
    }

    private static string Words(TimelineEntry entry) => $"{(entry.At - Any.Noon).TotalMinutes} {entry.Sentence}";

    private static async Task<IReadOnlyList<TimelineEntry>> PagesAsync(IncidentWorld console, Incident incident) =>
        [.. (await console.TimelineAsync(incident)).Entries.Where(entry => entry.Kind is TimelineKind.Page)];
}
