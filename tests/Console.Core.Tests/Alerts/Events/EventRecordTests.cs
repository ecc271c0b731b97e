using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts.History;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Events;

/// <summary>What an event recorder tells goes into the history, on both databases, where nothing was known of that time.</summary>
public sealed class EventRecordTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon.AddHours(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_alert_that_came_and_went_between_two_looks_has_its_whole_story_once(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var record = Record(console);
        var alert = Any.Alert(minutes: 10);
        await console.SawAsync();

        Assert.Equal(1, await record.KeepAsync([new(alert, alert.StartsAt.AddSeconds(20))], Cancellation));

        // Two members of a cluster tell the same, and a recorder that had no answer tells it again.
        Assert.Equal(0, await record.KeepAsync([new(alert, alert.StartsAt.AddSeconds(20)), new(alert, alert.StartsAt.AddSeconds(21))], Cancellation));

        var story = await console.StoryAsync(alert);
        Assert.Equal([AlertState.Firing, null], story.Intervals.Select(it => it.State));
        Assert.Equal([alert.StartsAt, alert.StartsAt.AddSeconds(20)], story.Intervals.Select(it => it.From));
        Assert.Equal(alert.StartsAt.AddSeconds(20), (await console.History.LastSeenAsync(alert.Fingerprint, Cancellation))!.ResolvedAt);

        // Later ones are others.
        var again = alert with { StartsAt = alert.StartsAt.AddMinutes(5) };
        Assert.Equal(1, await record.KeepAsync([new(again, again.StartsAt.AddSeconds(3)), new(alert, alert.StartsAt.AddSeconds(20))], Cancellation));
        Assert.Equal([AlertState.Firing, null, AlertState.Firing, null], (await console.StoryAsync(alert)).Intervals.Select(it => it.State));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_somebody_watched_is_known_better(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var record = Record(console);
        var alert = Any.Alert(minutes: 60);
        await console.SawAsync();
        clock.Advance(TimeSpan.FromSeconds(5));
        await console.SawAsync(alert);

        // It still fires for whoever watches: its end is theirs to see.
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, await record.KeepAsync([new(alert, alert.StartsAt.AddSeconds(20))], Cancellation));
        Assert.Equal([AlertState.Firing], (await console.StoryAsync(alert)).Intervals.Select(it => it.State));

        await console.SawAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await record.KeepAsync([new(alert, alert.StartsAt.AddSeconds(20))], Cancellation));
        Assert.Equal([AlertState.Firing, null], (await console.StoryAsync(alert)).Intervals.Select(it => it.State));
    }

    [Fact]
    public async Task What_can_t_be_is_not_kept()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var (alert, now) = (Any.Alert(minutes: 10), clock.GetUtcNow());
        var test = alert with { Labels = LabelSet.Of([.. alert.Labels.Select(label => KeyValuePair.Create(label.Key, label.Value)), KeyValuePair.Create(TestAlert.Label, "x")]) };

        Assert.Equal(0, await Record(console).KeepAsync(
        [
            new(alert, alert.StartsAt), new(alert with { StartsAt = now.AddMinutes(5) }, now.AddMinutes(6)), new(alert with { StartsAt = DateTimeOffset.MinValue }, now), new(test, now),
        ], Cancellation));
        Assert.Empty(await console.RowsAsync());
    }

    private EventRecord Record(HistoryWorld console) => new(console.Store, new LiveState(clock), clock);
}
