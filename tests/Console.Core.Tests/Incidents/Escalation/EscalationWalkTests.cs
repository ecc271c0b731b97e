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
    public async Task Acknowledged_it_stops_at_once_says_so_where_it_was_told_and_nothing_follows()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Alert);
        clock.Advance(TimeSpan.FromMinutes(10));
        await console.TakeAsync(Alert);
        await WalkAsync(console, 60);

        var ack = Assert.Single(pager.Pages, page => page.Kind is PageKind.Acknowledge);
        Assert.Equal(pager.Pages[0].DedupKey, ack.DedupKey);
        Assert.Contains("Ada Ek has it until 2026-11-21 16:10 UTC", ack.Text, StringComparison.Ordinal);
        Assert.Equal(2, pager.Pages.Length);
        Assert.Empty(chat.Pages);
        var story = await console.StoryAsync();
        Assert.Equal(EscalationState.Acknowledged, story.It.State);
        Assert.Contains("escalation-stop Succeeded: Ada Ek has it until 2026-11-21T16:10:00Z: nothing more is told, and nothing was under way.", await console.RecordAsync(story.It.Id));
    }

    [Fact]
    public async Task A_page_that_a_slow_channel_has_still_is_stopped_when_somebody_acknowledges_and_its_answer_counts_no_more()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pager.Answer = async (_, cancellation) =>
        {
            using var heard = cancellation.Register(stopped.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return Delivery.Refused("too late", TimeSpan.Zero);
        };
        console.Live.Alerts.Observed(new AlertBoard([Alert], []));
        await console.Hosted<AckBoardWriter>().LookAsync(Cancellation);
        await console.RoundAsync();
        await Eventually.SoAsync(() => Task.FromResult<bool?>(pager.Pages.Length == 1 ? true : null), TimeSpan.FromSeconds(60), Cancellation);

        await console.TakeAsync(Alert);
        pager.Answer = (_, _) => Task.FromResult(Delivery.Taken("Taken.", null, TimeSpan.Zero));
        await console.LookAsync();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        await console.LookAsync();

        var story = await console.StoryAsync();
        Assert.Equal([(PageKind.Trigger, NoticeState.Stopped), (PageKind.Acknowledge, NoticeState.Delivered)], story.Notices.Select(one => (one.Kind, one.State)));
        Assert.Contains(await console.RecordAsync(story.It.Id), line => line.EndsWith("and 1 notice under way was stopped.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_acknowledgement_lapses_it_begins_anew_with_its_first_step_and_an_affair_of_its_own()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Alert);
        await console.TakeAsync(Alert, TimeSpan.FromMinutes(30));
        await WalkAsync(console, 29);
        Assert.Equal(["Trigger 1.1"], pager.Told.Where(one => one.StartsWith("Trigger", StringComparison.Ordinal)));

        await WalkAsync(console, 20);
        Assert.Equal(["Trigger 1.1", "Trigger 1.1"], pager.Told.Where(one => one.StartsWith("Trigger", StringComparison.Ordinal)));
        Assert.Equal(["Trigger 2.1"], chat.Told);
        Assert.NotEqual(pager.Pages[0].DedupKey, pager.Pages[^1].DedupKey);
        Assert.Null(pager.Pages[^1].Late);
    }

    [Fact]
    public async Task Taken_back_it_goes_on_at_once()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Alert);
        await console.TakeAsync(Alert);
        await console.LookAsync();
        await console.WithdrawAsync(Alert);
        await console.LookAsync();

        Assert.Equal(2, (await console.StoryAsync()).It.Leg);
        Assert.Equal(2, pager.Pages.Count(page => page.Kind is PageKind.Trigger));
    }

    [Fact]
    public async Task Nobody_is_woken_at_five_in_the_morning_by_what_was_acknowledged_in_the_afternoon()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Alert);
        await console.TakeAsync(Alert, TimeSpan.FromHours(17));
        await console.LookAsync();
        clock.Advance(TimeSpan.FromHours(17));
        await WalkAsync(console, 60);

        Assert.Equal(EscalationState.Left, (await console.StoryAsync()).It.State);
        Assert.Single(pager.Pages, page => page.Kind is PageKind.Trigger);
        Assert.Empty(chat.Pages);

        await console.LookAsync([]);
        clock.Advance(TimeSpan.FromMinutes(5));
        await console.LookAsync([]);
        Assert.Single(pager.Pages, page => page.Kind is PageKind.Resolve);
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
    public async Task Acknowledged_it_stays_so_while_it_flaps()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Alert);
        await console.TakeAsync(Alert);
        for (var flap = 0; flap < 10; flap++)
        {
            await console.LookAsync(Alert with { StartsAt = clock.GetUtcNow() });
            clock.Advance(TimeSpan.FromMinutes(2));
            await console.LookAsync([]);
            await console.Hosted<AckKeeper>().LookAsync(null, Cancellation);
            clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Single(pager.Pages, page => page.Kind is PageKind.Trigger);
        Assert.Empty(chat.Pages);
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
    public async Task Silenced_it_waits_and_goes_on_where_it_was_when_that_was_short_and_anew_when_long()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        await console.LookAsync(Alert);
        await console.LookAsync(Alert with { State = AlertState.Silenced });
        clock.Advance(TimeSpan.FromMinutes(4));
        await console.LookAsync(Alert);
        Assert.Equal((1, EscalationState.Running), ((await console.StoryAsync()).It.Leg, (await console.StoryAsync()).It.State));

        await console.LookAsync(Alert with { State = AlertState.Silenced });
        clock.Advance(TimeSpan.FromHours(2));
        await console.LookAsync(Alert with { State = AlertState.Silenced });
        Assert.Equal(["Trigger 1.1"], pager.Told.Concat(chat.Told));
        await console.LookAsync(Alert);
        Assert.Equal(2, pager.Pages.Length);
        Assert.Empty(chat.Pages);
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
    public async Task One_that_somebody_has_already_begins_acknowledged()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        console.Live.Alerts.Observed(new AlertBoard([Alert], []));
        await console.TakeAsync(Alert);
        await WalkAsync(console, 20);

        Assert.Empty(pager.Told.Concat(chat.Told));
        Assert.Equal(EscalationState.Acknowledged, (await console.StoryAsync()).It.State);
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
