using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.History;

/// <summary>What holds for any sequence of boards.</summary>
public sealed class AlertHistoryProperties(Stores stores)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private static readonly ImmutableArray<Alert> Known = [.. Enumerable.Range(0, 3).Select(i => Any.Alert($"A{i}", minutes: -0.1))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Gen<ImmutableArray<Alert>> Boards =>
        from states in Gen.ArrayOf(Gen.Elements<AlertState?>(null, null, AlertState.Pending, AlertState.Firing, AlertState.Firing, AlertState.Silenced, AlertState.Inhibited), Known.Length)
        select Known.Zip(states).Where(pair => pair.Second is not null).Select(pair => pair.First with { State = pair.Second!.Value }).ToImmutableArray();

    private static Gen<(ImmutableArray<Alert> Board, bool Restarts, bool Hands)[]> Sequences => Gen.ArrayOf(
        from board in Boards
        from restarts in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
        from hands in Gen.Elements(true, false)
        select (board, restarts, hands), 14);

    [Theory]
    [InlineData(Dialect.Sqlite, 12)]
    [InlineData(Dialect.PostgreSql, 3)]
    public async Task Intervals_never_overlap_and_each_ends_where_the_next_begins_also_over_restarts(Dialect dialect, int runs)
    {
        foreach (var sequence in Sequences.Sample(20, runs))
        {
            var clock = new FakeTime(Any.Noon);
            await using var store = await stores.NewAsync(dialect, Cancellation);
            var console = new HistoryWorld(store, clock);
            foreach (var (board, restarts, _) in sequence)
            {
                if (restarts)
                {
                    await console.DisposeAsync();
                    console = new HistoryWorld(store, clock);
                }

                await console.SawAsync(board);
                clock.Advance(Step);
            }

            foreach (var alert in Known)
            {
                var story = await console.StoryAsync(alert);
                Assert.All(story.Intervals.Zip(story.Intervals.Skip(1)), pair =>
                {
                    Assert.Equal(pair.First.To, pair.Second.From);
                    Assert.True(pair.First.From < pair.Second.From, "an interval takes time");
                    Assert.NotEqual(pair.First.State, pair.Second.State);
                });
                Assert.Equal(sequence[^1].Board.FirstOrDefault(last => last.Fingerprint == alert.Fingerprint)?.State, story.Intervals.LastOrDefault()?.State);
                Assert.Null(story.Intervals.LastOrDefault()?.To);
            }

            await console.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite, 10)]
    [InlineData(Dialect.PostgreSql, 3)]
    public async Task Two_replicas_store_what_one_would_whoever_writes(Dialect dialect, int runs)
    {
        foreach (var sequence in Sequences.Sample(20, runs))
        {
            await using var alone = await stores.NewAsync(dialect, Cancellation);
            await using var shared = await stores.NewAsync(dialect, Cancellation);
            var clock = new FakeTime(Any.Noon);
            await using var one = new HistoryWorld(alone, clock);
            await using var east = new HistoryWorld(shared, clock);
            await using var west = new HistoryWorld(shared, clock);
            var writer = east;
            foreach (var (board, _, hands) in sequence)
            {
                await one.SawAsync(board);
                east.Sees(board);
                clock.Advance(TimeSpan.FromSeconds(1));
                west.Sees(board);
                if (hands)
                {
                    writer = writer == east ? west : east;
                    await writer.TakeOverAsync();
                }

                await writer.WriteAsync();
                clock.Advance(Step);
            }

            Assert.Equal(await one.RowsAsync(), await west.RowsAsync());
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Who_was_the_writer_and_does_not_know_that_he_is_not_stores_nothing_twice(Dialect dialect)
    {
        var clock = new FakeTime(Any.Noon);
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var east = new HistoryWorld(store, clock);
        await using var west = new HistoryWorld(store, clock);
        var locks = new StoreLock(store.Database, clock);
        var old = (await locks.TryAcquireAsync("alert-history", "east", TimeSpan.FromSeconds(5), Cancellation))!;
        await east.SawAsync();
        await west.SawAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        await locks.ReleaseAsync(old, Cancellation);
        Assert.NotNull(await locks.TryAcquireAsync("alert-history", "west", TimeSpan.FromSeconds(5), Cancellation));

        var fired = new AlertChange(Known[0].Fingerprint, Known[0], AlertState.Firing, clock.GetUtcNow(), false);
        var fenced = await Assert.ThrowsAsync<StorageException>(() => east.Store.StoreAsync(old, [fired], clock.GetUtcNow(), Cancellation));
        Assert.Equal(StorageFault.Fenced, fenced.Fault);

        // And without the fence, what is stored decides: a try whose outcome was not known is made again.
        await west.SawAsync(Known[0]);
        await east.SawAsync(Known[0]);
        Assert.Equal(0, await east.Store.StoreAsync(null, [fired], null, Cancellation));
        Assert.Single(await west.RowsAsync());
    }
}
