using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Metrics;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.History;

/// <summary>What alerts did is kept, on both databases.</summary>
public sealed class AlertHistoryTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_alert_that_was_pending_fired_was_silenced_and_resolved_has_that_story(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var alert = Any.Alert(minutes: 0, summary: "Nobody leads");
        await console.SawAsync();
        foreach (var state in new[] { AlertState.Pending, AlertState.Firing, AlertState.Silenced })
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await console.SawAsync(alert with { State = state });
        }

        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            console.SeesNothingNew();
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await console.SawAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        var story = await console.StoryAsync(alert);
        Assert.Equal([AlertState.Pending, AlertState.Firing, AlertState.Silenced, null], story.Intervals.Select(it => it.State));
        Assert.Equal([1d, 2, 3, 7], story.Intervals.Select(it => (it.From - Any.Noon).TotalMinutes));
        Assert.All(story.Intervals, it => Assert.False(it.BeganAway));
        Assert.Equal(new AlertSummary(1, 1, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), Any.Noon.AddMinutes(2), false), await SummaryAsync(console));

        // Asked from the middle on, what it did then is known too.
        Assert.Equal([AlertState.Firing, AlertState.Silenced, null], (await console.StoryAsync(alert, Any.Noon.AddMinutes(2.5))).Intervals.Select(it => it.State));
        Assert.Equal(0, (await console.History.SummaryAsync("alpha", "NoLeader", Any.Noon.AddMinutes(2.5), Cancellation)).Times);
        var last = (await console.History.LastSeenAsync(alert.Fingerprint, Cancellation))!;
        Assert.Equal((Any.Noon.AddMinutes(7), false, "Nobody leads", "alpha", AlertState.Silenced), (last.ResolvedAt, last.ResolvedAway, last.Alert.Says, last.Alert.System, last.Alert.State));
        Assert.Equal(alert.Labels, last.Alert.Labels);
        Assert.Null(await console.History.LastSeenAsync("0123456789abcdef", Cancellation));
        Assert.Null(await console.History.LastSeenAsync("../\0' OR 1=1", Cancellation));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_alerts_of_a_system_fired_in_a_stretch_of_time_is_told_also_where_it_began_before(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var alert = Any.Alert(minutes: 0);
        await console.SawAsync();
        foreach (var (minutes, fires) in new[] { (10, true), (10, false), (10, true), (10, false), (10, true) })
        {
            clock.Advance(TimeSpan.FromMinutes(minutes));
            await console.SawAsync(fires ? [alert with { State = AlertState.Firing, StartsAt = clock.GetUtcNow() }] : []);
        }

        var middle = await console.History.OfSystemAsync("alpha", Any.Noon.AddMinutes(15), Any.Noon.AddMinutes(45), Cancellation);

        Assert.Equal([(15d, 20d), (30, 40)], middle.Select(it => ((it.Firing.From - Any.Noon).TotalMinutes, (it.Firing.To!.Value - Any.Noon).TotalMinutes)));
        Assert.All(middle, it => Assert.Equal((alert.Fingerprint, alert.Name), (it.Fingerprint, it.Name)));
        Assert.Null((await console.History.OfSystemAsync("alpha", Any.Noon, Any.Noon.AddHours(2), Cancellation))[^1].Firing.To);
        Assert.Empty(await console.History.OfSystemAsync("beta", Any.Noon, Any.Noon.AddHours(2), Cancellation));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_restart_invents_nothing_and_marks_what_happened_meanwhile(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var (stays, goes, again) = (Any.Alert("Stays", minutes: 0), Any.Alert("Goes", minutes: 0), Any.Alert("Again", minutes: 0));
        await using (var before = new HistoryWorld(store, clock))
        {
            await before.SawAsync();
            clock.Advance(TimeSpan.FromMinutes(1));
            await before.SawAsync(stays, goes, again);
        }

        clock.Advance(TimeSpan.FromHours(1));
        await using var console = new HistoryWorld(store, clock);
        var meanwhile = Any.Noon.AddMinutes(41);
        console.SeesPart(stays);
        await console.WriteAsync();
        Assert.Equal(3, (await console.RowsAsync()).Count);

        clock.Advance(TimeSpan.FromSeconds(10));
        await console.SawAsync(stays, again with { StartsAt = meanwhile }, Any.Alert("New", minutes: -31));
        Assert.Equal([AlertState.Firing], (await console.StoryAsync(stays)).Intervals.Select(it => it.State));
        var gone = (await console.StoryAsync(goes)).Intervals;
        Assert.Equal((null, true, clock.GetUtcNow()), (gone[1].State, gone[1].BeganAway, gone[1].From));
        Assert.True((await console.History.LastSeenAsync(goes.Fingerprint, Cancellation))!.ResolvedAway);
        var twice = (await console.StoryAsync(again)).Intervals;
        Assert.Equal([AlertState.Firing, null, AlertState.Firing], twice.Select(it => it.State));
        Assert.Equal(meanwhile, twice[2].From);
        Assert.Equal((AlertState.Firing, true, Any.Noon.AddMinutes(31)), Only((await console.StoryAsync(Any.Alert("New"))).Intervals[0]));

        // How long one lasted that ended unseen is not known.
        Assert.Equal((1, (TimeSpan?)null), Counted(await SummaryAsync(console, "Goes")));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task After_a_short_restart_nothing_is_marked(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using (var before = new HistoryWorld(store, clock))
        {
            await before.SawAsync();
            await before.SawAsync(Any.Alert());
        }

        clock.Advance(TimeSpan.FromSeconds(50));
        await using var console = new HistoryWorld(store, clock);
        await console.SawAsync();
        Assert.False((await console.StoryAsync(Any.Alert())).Intervals[^1].BeganAway);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Hostile_labels_are_kept_within_bounds(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var labels = LabelSet.Of([("alertname", "a\0\ud800b'; DROP TABLE alert_transitions; --"), .. Enumerable.Range(0, 40).Select(i => ($"label{i}", new string('x', 10_000)))]);
        var alert = new Alert(Fingerprint.Of(labels), labels, LabelSet.Of(("summary", "\0")), AlertState.Firing, DateTimeOffset.MinValue) { System = "\0" };
        await console.SawAsync(alert, alert with { Fingerprint = "no fingerprint" });

        var last = (await console.History.LastSeenAsync(alert.Fingerprint, Cancellation))!.Alert;
        Assert.Equal(("a\0\ufffdb'; DROP TABLE alert_transitions; --", "\0", 8), (last.Name, last.Says, last.Labels.Count));
        Assert.Equal(Any.Noon, (await console.StoryAsync(alert, Any.Noon.AddYears(-3))).Intervals.Single().From);
        Assert.Equal(1, (await console.History.SummaryAsync("\0", alert.Name, Any.Noon.AddDays(-1), Cancellation)).Times);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_cannot_be_written_waits_and_comes_in_its_order(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var alert = Any.Alert(minutes: 0);
        await console.SawAsync();
        await RenameAsync(store, "alert_transitions", "away");
        foreach (var state in new AlertState?[] { AlertState.Firing, AlertState.Silenced, null })
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            console.Sees(state is { } it ? [alert with { State = it }] : []);
            await Assert.ThrowsAsync<StorageException>(console.WriteAsync);
        }

        await RenameAsync(store, "away", "alert_transitions");
        await console.WriteAsync();
        Assert.Equal([1d, 2, 3], (await console.StoryAsync(alert)).Intervals.Select(it => (it.From - Any.Noon).TotalMinutes));
        Assert.Null(console.Rounds.Peek());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_flood_of_alerts_is_stored_in_batches_and_what_follows_hears_of_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        await console.SawAsync();
        var news = console.History.FollowAsync(Any.Alert("A7").Fingerprint, Cancellation).GetAsyncEnumerator(Cancellation);
        await console.SawAsync([.. Enumerable.Range(0, TransitionStore.Batch + 20).Select(i => Any.Alert($"A{i}"))]);
        Assert.Equal(TransitionStore.Batch + 20, (await console.RowsAsync()).Count);
        if (dialect is Dialect.Sqlite)
        {
            Assert.True(await news.MoveNextAsync());
        }
    }

    [Fact]
    public void The_collector_never_waits_and_the_oldest_board_is_left_out()
    {
        var rounds = new AlertRounds();
        for (var i = 0; i < AlertRounds.Most + 5; i++)
        {
            rounds.Seen(AlertBoard.Empty, Any.Noon.AddSeconds(i), true, true);
        }

        rounds.Seen(AlertBoard.Empty, Any.Noon.AddHours(1), true, isChanged: false);
        Assert.Equal((Any.Noon.AddSeconds(5), Any.Noon.AddHours(1)), (rounds.Peek()!.At, rounds.SeenAt));
    }

    private static Task<AlertSummary> SummaryAsync(HistoryWorld console, string name = "NoLeader") =>
        console.History.SummaryAsync("alpha", name, Any.Noon.AddDays(-30), Cancellation);

    private static (AlertState?, bool, DateTimeOffset) Only(AlertInterval it) => (it.State, it.BeganAway, it.From);

    private static (int, TimeSpan?) Counted(AlertSummary it) => (it.Times, it.Median);

    private static Task<int> RenameAsync(TestStore store, string from, string to) =>
        store.Database.WriteAsync(work => work.ExecuteAsync($"ALTER TABLE {from} RENAME TO {to}", null, Cancellation), Cancellation);
}
