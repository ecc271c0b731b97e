using System.Globalization;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What a console does that was away, and one whose clock is set back.</summary>
public sealed class EscalationRestartTests(Stores stores)
{
    private static readonly Alert Alert = Any.Alert(minutes: 0);
    private readonly FakeTime clock = new(Any.Noon);
    private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_that_were_missed_are_told_late_and_say_so()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using (var first = World(store))
        {
            await first.LookAsync(Alert);
        }

        clock.Advance(TimeSpan.FromHours(1));
        await using var next = World(store);
        await next.LookAsync(Alert);
        Assert.Equal(["Trigger 1.1", "Trigger 3.1"], pager.Told);
        Assert.Equal("45 min late: it was due at 2026-11-21 12:15 UTC, and could not be told then.", Assert.Single(chat.Pages).Late);
        Assert.Equal("15 min late: it was due at 2026-11-21 12:45 UTC, and could not be told then.", pager.Pages[1].Late);
    }

    [Fact]
    public async Task Steps_that_are_later_than_the_greatest_age_are_told_to_nobody()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using (var first = World(store))
        {
            await first.LookAsync(Alert);
        }

        clock.Advance(TimeSpan.FromHours(12.5));
        await using var next = World(store);
        await next.LookAsync(Alert);
        Assert.Empty(chat.Pages);
        Assert.Equal(2, pager.Pages.Length);
        var story = await next.StoryAsync();
        Assert.Equal([NoticeState.Delivered, NoticeState.Delivered, NoticeState.Skipped], story.Notices.Select(one => one.State).Order());
        Assert.Contains("escalation-page Failed: Step 2.1 is not told: It is too late by now: nobody is called for what is so old.", await next.RecordAsync(story.It.Id));
    }

    [Fact]
    public async Task Who_acknowledged_before_the_restart_is_not_called_after_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using (var first = World(store))
        {
            await first.LookAsync(Alert);
            await first.TakeAsync(Alert);
        }

        clock.Advance(TimeSpan.FromMinutes(30));
        await using var next = World(store);

        // Before it is known who has what, nothing is told.
        next.Live.Alerts.Observed(new AlertBoard([Alert], []));
        Assert.Null(await next.RoundAsync());
        await next.LookAsync(Alert);
        Assert.Equal(["Trigger 1.1"], pager.Told.Take(1));
        Assert.Equal(1, pager.Pages.Count(page => page.Kind is PageKind.Trigger));
        Assert.Empty(chat.Pages);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_tells_nothing_twice_and_nobody_waits_longer()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var wall = new WallClock(clock);
        await using var console = EscalationWorld.On(store, wall, pager, chat, mail);
        await console.LookAsync(Alert);
        clock.Advance(TimeSpan.FromMinutes(16));
        await console.LookAsync(Alert);
        Assert.Single(chat.Pages);

        wall.Behind = TimeSpan.FromHours(1);
        for (var minute = 16; minute < 45; minute++, clock.Advance(TimeSpan.FromMinutes(1)))
        {
            await console.LookAsync(Alert);
            Assert.Equal((1, 1), (pager.Pages.Length, chat.Pages.Length));
        }

        await console.LookAsync(Alert);
        Assert.Equal(["Trigger 1.1", "Trigger 3.1"], pager.Told);

        // What begins after that goes by the new time, and is not late.
        var other = Any.Alert("Other") with { StartsAt = wall.GetUtcNow() };
        await console.LookAsync(Alert, other);
        Assert.Equal((3, 1), (pager.Pages.Length, chat.Pages.Length));
        Assert.Null(pager.Pages[2].Late);
    }

    [Fact]
    public async Task A_step_that_was_being_sent_when_the_process_ended_is_sent_again_under_the_same_name_and_says_so()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        pager.Hang();
        await using (var first = World(store))
        {
            first.Live.Alerts.Observed(new AlertBoard([Alert], []));
            await first.Hosted<AckBoardWriter>().LookAsync(Cancellation);
            await first.RoundAsync();
            await Eventually.SoAsync(() => Task.FromResult<bool?>(pager.Pages.Length == 1 ? true : null), TimeSpan.FromSeconds(60), Cancellation);
        }

        pager.Answer = (_, _) => Task.FromResult(Delivery.Taken("Taken.", null, TimeSpan.Zero));
        clock.Advance(TimeSpan.FromMinutes(3));
        await using var next = World(store);
        await next.LookAsync(Alert);
        Assert.Equal((pager.Pages[0].DedupKey, pager.Pages[0].Step), (pager.Pages[1].DedupKey, pager.Pages[1].Step));
        Assert.Equal("3 min late: the console was stopped while it was being sent, and it may have been told before.", pager.Pages[1].Late);
        Assert.Equal(2, pager.Pages.Length);
    }

    [Fact]
    public async Task Without_a_file_nothing_is_done_and_a_file_that_becomes_bad_leaves_the_last_good_in_use()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = World(store);
        var file = console.Get<EscalationFile>();
        console.Write("people: [{subject: ada}]\npolicies: [{name: p}]");
        Assert.True(file.Look());
        Assert.StartsWith("escalation.yaml:2:12 policies[0].steps: has none", file.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.False(file.Look());
        await console.LookAsync(Alert);
        Assert.Single(pager.Pages);

        File.Delete(file.Path);
        Assert.True(file.Look());
        Assert.Contains("was there and is gone", file.Problems.Single().What, StringComparison.Ordinal);
        Assert.NotNull(file.Current);
        console.Write(EscalationWorld.Usual);
        Assert.True(file.Look());
        Assert.Empty(file.Problems);

        File.Delete(file.Path);
        var without = new EscalationFile(console.Get<AccessFile>(), console.Get<ChannelBook>(), clock);
        Assert.Null(without.Current);
        Assert.Empty(without.Problems);
    }

    [Fact]
    public async Task Without_a_file_nothing_is_begun()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new EscalationWorld(store, clock, null, [pager, chat, mail]);
        Assert.Null(await console.LookAsync(Alert));
        Assert.Empty(await console.StoriesAsync());
        Assert.Contains("nobody is told of anything", console.Desk.Explain(Alert.Labels, Alert.System, clock.GetUtcNow()).Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Whoever_lost_the_lock_sends_nothing_that_is_not_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = World(store);
        var locks = console.Get<StoreLock>();
        var grant = (await locks.TryAcquireAsync("escalation", "old", TimeSpan.FromHours(1), Cancellation))!;
        await locks.ReleaseAsync(grant, Cancellation);
        Assert.NotNull(await locks.TryAcquireAsync("escalation", "new", TimeSpan.FromHours(1), Cancellation));

        console.Live.Alerts.Observed(new AlertBoard([Alert], []));
        await console.Hosted<AckBoardWriter>().LookAsync(Cancellation);
        var lost = await Assert.ThrowsAsync<StorageException>(() => console.RoundAsync(grant));
        Assert.Equal(StorageFault.Fenced, lost.Fault);
        Assert.Empty(await console.StoriesAsync());
        Assert.Equal(0, console.Get<PageSending>().Count);
    }

    [Fact]
    public async Task Two_consoles_on_one_server_tell_each_step_under_one_name()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var one = EscalationWorld.On(store, TimeProvider.System, pager, chat, mail);
        await using var other = EscalationWorld.On(store, TimeProvider.System, pager, chat, mail);
        var alerts = Enumerable.Range(0, 5).Select(number => Any.Alert(string.Create(CultureInfo.InvariantCulture, $"A{number}")) with { StartsAt = TimeProvider.System.GetUtcNow() }).ToArray();
        foreach (var console in new[] { one, other })
        {
            console.Live.Alerts.Observed(new AlertBoard([.. alerts], []));
            await console.Hosted<AckBoardWriter>().LookAsync(Cancellation);
            console.Get<StorageState>().Migrated();
            console.Get<StorageState>().Up();
            await console.Hosted<EscalationRunner>().StartAsync(Cancellation);
        }

        await Eventually.SoAsync(async () => (await one.StoriesAsync()) is { Count: 5 } all && all.All(story => story.Notices is [{ State: NoticeState.Delivered }]) ? true : null, TimeSpan.FromSeconds(60), Cancellation);

        // On a machine that is busy the lock may move in the middle, and then a page is sent again: as the same.
        Assert.Equal(5, pager.Pages.DistinctBy(page => page.Id).Count());
        foreach (var console in new[] { one, other })
        {
            await console.Hosted<EscalationRunner>().StopAsync(Cancellation);
        }
    }

    private EscalationWorld World(TestStore store) => EscalationWorld.On(store, clock, pager, chat, mail);
}
