using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>How an alert walks its policy, under a clock that the test moves: told step by step, stopped, resumed, over.</summary>
public sealed class EscalationWalkTests(Stores stores)
{
    private static readonly Alert Alert = Any.Alert(minutes: 0, summary: "Nobody leads");
    private readonly FakeTime clock = new(Any.Noon);
    private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_alert_of_class_0_that_nobody_acknowledges_walks_its_whole_policy(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = World(store);
        var told = new List<string>();
        for (var minute = 0; minute <= 90; minute++, clock.Advance(TimeSpan.FromMinutes(1)))
        {
            var before = (pager.Pages.Length, chat.Pages.Length);
            await console.LookAsync(Alert);
            told.AddRange(pager.Told.Skip(before.Item1).Select(one => $"{minute} pager {one}").Concat(chat.Told.Skip(before.Item2).Select(one => $"{minute} chat {one}")));
        }

        Assert.Equal(["0 pager Trigger 1.1", "15 chat Trigger 2.1", "45 pager Trigger 3.1"], told);
        var first = pager.Pages[0];
        var story = await console.StoryAsync();
        Assert.Equal(
            ($"ops-console/{story.It.Id}", "NoLeader: Nobody leads", "alpha", Severity.Critical, "Ada Ek (primary)", null),
            (first.DedupKey, first.Title, first.System, first.Severity, first.To, first.Late));
        Assert.Equal($"https://console.example.org/alerts/{Alert.Fingerprint}", first.Link!.AbsoluteUri);
        Assert.Equal("Ben Ek, Cleo Ek (leads)", chat.Pages[0].To);
        Assert.All(story.Notices, notice => Assert.Equal((NoticeState.Delivered, "Taken.", "ref"), (notice.State, notice.Says, notice.Reference)));
        Assert.Equal(
            [
                "escalation-begin Succeeded: the policy alpha (escalation.yaml:12) is the first that fits; severity critical is class 0",
                "escalation-page Started: Step 1.1 is due: Ada Ek (primary) by pager.", "escalation-page Succeeded: Taken.",
                "escalation-page Started: Step 2.1 is due: Ben Ek, Cleo Ek (leads) by chat.", "escalation-page Succeeded: Taken.",
                "escalation-page Started: Step 3.1 is due: Ada Ek (primary), Ben Ek, Cleo Ek (leads) by pager.", "escalation-page Succeeded: Taken.",
            ], await console.RecordAsync(story.It.Id));
    }

    [Fact]
    public async Task Resolved_it_stops_and_every_place_hears_it_once()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await WalkAsync(console, 50);
        await console.LookAsync([]);
        Assert.DoesNotContain(pager.Pages, page => page.Kind is PageKind.Resolve);
        clock.Advance(TimeSpan.FromMinutes(5));
        await console.LookAsync([]);
        await console.LookAsync([]);

        Assert.Equal(["Trigger 1.1", "Trigger 3.1", "Resolve resolve.1.1"], pager.Told);
        Assert.Equal(["Trigger 2.1", "Resolve resolve.2.1"], chat.Told);
        Assert.Single(pager.Pages.Select(page => page.DedupKey).Distinct());
        Assert.Equal(EscalationState.Over, (await console.StoryAsync()).It.State);
        Assert.Empty(await console.Desk.OpenAsync(Cancellation));
    }

    [Fact]
    public async Task An_alert_that_flaps_fifty_times_is_one_escalation_and_calls_nobody_twice()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        for (var flap = 0; flap < 50; flap++)
        {
            // Each time a new firing, as Alertmanager tells it.
            await console.LookAsync(Alert with { StartsAt = clock.GetUtcNow() });
            clock.Advance(TimeSpan.FromSeconds(60));
            await console.LookAsync([]);
            clock.Advance(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(["Trigger 1.1", "Trigger 3.1"], pager.Told);
        Assert.Equal(["Trigger 2.1"], chat.Told);
        Assert.Single(await console.StoriesAsync());
    }

    [Fact]
    public async Task A_channel_that_fails_falls_through_to_the_next_and_a_step_that_fails_brings_the_next_step_forward()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        pager.Fail();
        await console.LookAsync(Alert);
        Assert.Equal(["Trigger 1.1"], pager.Told);
        Assert.Equal(["Trigger 1.2"], chat.Told);
        Assert.Equal("The channel tried before did not take it: pager refused it.", chat.Pages[0].Late);

        // The second step has one channel, which fails: the third comes at once and fails too; nobody is left, and that is on record.
        chat.Fail();
        clock.Advance(TimeSpan.FromMinutes(15));
        await console.LookAsync(Alert);
        Assert.Equal(["Trigger 1.1", "Trigger 3.1"], pager.Told);
        var story = await console.StoryAsync();
        Assert.Equal([NoticeState.Failed, NoticeState.Delivered, NoticeState.Failed, NoticeState.Failed], story.Notices.Select(one => one.State));
        Assert.Equal(3, (await console.RecordAsync(story.It.Id)).Count(line => line.StartsWith("escalation-page Failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_channel_that_throws_counts_as_failed()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        pager.Answer = (_, _) => throw new InvalidOperationException("broken");
        await console.LookAsync(Alert);

        Assert.Equal(["Trigger 1.2"], chat.Told);
    }

    [Fact]
    public async Task A_lower_class_waits_for_the_end_of_the_quiet_hours_and_class_0_does_not()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        clock.Advance(TimeSpan.FromHours(11));
        var (warning, critical) = (Any.Alert("Slow", severity: "warning", minutes: -660), Any.Alert("Down", minutes: -660));
        var next = await console.LookAsync(warning, critical);
        Assert.Equal(["Down"], pager.Pages.Select(page => page.Title));
        Assert.Equal(Any.Noon.AddHours(11).AddMinutes(15), next);

        clock.Advance(TimeSpan.FromHours(8));
        await console.LookAsync(warning);
        Assert.Contains("Slow", pager.Pages.Select(page => page.Title));
        Assert.Null(pager.Pages.First(page => page.Title == "Slow").Late);
    }

    [Fact]
    public async Task A_mail_goes_to_each_at_their_own_address_and_to_the_others_where_the_channel_always_sends()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new EscalationWorld(store, clock, EscalationWorld.Usual.Replace("by: [pager, chat]", "by: [mail]", StringComparison.Ordinal).Replace("whom: [primary], by", "whom: [primary, leads], by", StringComparison.Ordinal), [pager, chat, mail]);
        await console.LookAsync(Alert);

        Assert.Equal([("1.1.1", "ada@example.org", "Ada Ek"), ("1.1.2", "ben@example.org", "Ben Ek"), ("1.1.3", null, "Cleo Ek")], mail.Pages.OrderBy(page => page.Step, StringComparer.Ordinal).Select(page => (page.Step, page.Address, page.To!)));
    }

    [Fact]
    public async Task What_fires_for_longer_than_the_greatest_age_is_not_begun_and_tests_and_switches_never()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(
            Any.Alert("Old", minutes: (12 * 60) + 1), Any.Alert("Watchdog", severity: "none"), Any.Alert("Test", labels: (TestAlert.Label, "x")), Any.Alert("Soon", state: AlertState.Pending),
            Any.Alert("Others", system: "beta"), Any.Alert("Hushed", state: AlertState.Silenced));

        Assert.Empty(await console.StoriesAsync());
        Assert.Empty(pager.Pages);
    }

    [Fact]
    public async Task A_worse_class_another_system_and_another_value_of_a_label_that_parts_are_matters_of_their_own()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new EscalationWorld(store, clock, $"group_by: [namespace]\n{EscalationWorld.Usual.Replace("systems: [alpha]", "systems: [alpha, beta]", StringComparison.Ordinal)}", [pager, chat, mail]);
        await console.LookAsync(
            Alert, Any.Alert(minutes: 0, labels: ("pod", "a")), Any.Alert(minutes: 0, labels: ("pod", "b")), Any.Alert(minutes: 0, severity: "warning"), Any.Alert(minutes: 0, system: "beta"),
            Any.Alert(minutes: 0, labels: ("namespace", "pay")));

        Assert.Equal(["alpha 0", "alpha 0", "alpha 2", "beta 0"], (await console.StoriesAsync()).Select(story => $"{story.It.System} {story.It.Class}").Order(StringComparer.Ordinal));
        Assert.Equal(4, pager.Pages.Length);
    }

    [Fact]
    public async Task Of_several_alerts_of_a_matter_the_first_that_a_policy_fits_is_the_one_it_is_told_by()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new EscalationWorld(store, clock, EscalationWorld.Usual.Replace("systems: [alpha]", "matchers: ['pod=\"b\"']", StringComparison.Ordinal), [pager, chat, mail]);
        var ours = Any.Alert(minutes: 0, labels: ("pod", "b"));
        await console.LookAsync(Any.Alert(minutes: 0, labels: ("pod", "a")), ours);

        Assert.Equal(ours.Fingerprint, (await console.StoryAsync()).It.Fingerprint);
    }

    [Fact]
    public async Task A_page_says_something_whatever_the_alert_is_called()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Any.Alert(" ", minutes: 0), Any.Alert("\0\u001F<b>\uD800", minutes: 0, summary: "\0 {{ x }}"));

        Assert.All(pager.Pages, page => Assert.False(string.IsNullOrWhiteSpace(page.Title)));
        Assert.Contains("An alert without a name", pager.Pages.Select(page => page.Title));
        Assert.Equal(2, (await console.StoriesAsync()).Count);
    }

    private EscalationWorld World(TestStore store) => EscalationWorld.On(store, clock, pager, chat, mail);

    private async Task WalkAsync(EscalationWorld console, int minutes)
    {
        for (var minute = 0; minute <= minutes; minute++)
        {
            await console.LookAsync(Alert);
            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }
}
