using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What stops an escalation and what sets it going again: somebody has it, has it no more, or a silence holds it back.</summary>
public sealed class EscalationStopTests(Stores stores)
{
    private static readonly Alert Alert = Any.Alert(minutes: 0, summary: "Nobody leads");
    private readonly FakeTime clock = new(Any.Noon);
    private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
