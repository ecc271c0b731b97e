using System.Collections.Immutable;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Storage;
using OpsConsole.Live;
using OpsConsole.Runbooks;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>What people see of a walkthrough without asking: its changes, who is there, and the board of the open ones.</summary>
public sealed class WalkLiveTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime clock = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_follow_a_walkthrough_see_each_last_version_and_nothing_is_left_when_they_go()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new WalkWorld(store, TimeProvider.System);
        var walk = await console.StartedAsync();
        var feed = console.Get<WalkthroughFeed>();
        var first = Enumerable.Range(0, 30).Select(_ => SeenAsync(feed, walk.Id, seen => seen.Value?.Version == 1)).ToList();
        await Task.WhenAll(first);
        var followers = Enumerable.Range(0, 30).Select(_ => SeenAsync(feed, walk.Id, seen => seen.Value?.Version == 3)).ToList();
        await console.MarkedAsync(walk.Id, "look");
        WalkWorld.Must(await console.Desk.NoteAsync(walk.Id, "holder", "It is b-1", WalkWorld.Ben, Cancellation));
        var seen = await Task.WhenAll(followers);
        Assert.All(seen, one => Assert.Same(seen[0].Value, one.Value));
        Assert.Equal(("holder", "It is b-1"), (seen[0].Value!.Current, seen[0].Value!.Steps["holder"].Notes[0].Text));
        Assert.Equal(0, feed.Followed);
        Assert.Equal("There is no such walkthrough.", (await SeenAsync(feed, "none", one => one.Problem is not null)).Problem);
    }

    [Fact]
    public async Task Another_replica_hears_of_changes_and_of_who_comes_and_goes()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var one = await StoreHost.OfAsync(store);
        await using var other = await StoreHost.OfAsync(store);
        await using var walks = new WalkWorld(store, TimeProvider.System);
        var walk = await walks.StartedAsync();
        var (here, there) = (new WalkPresence(TimeProvider.System), new WalkPresence(TimeProvider.System));
        using var beat = new PresenceBeat(one.Database, here, TimeProvider.System);
        using var hears = new PresenceBeat(other.Database, there, TimeProvider.System);
        await beat.StartAsync(Cancellation);
        await hears.StartAsync(Cancellation);

        var feed = new WalkthroughFeed(other.Database, new WalkStore(other.Database), TimeProvider.System);
        var changed = SeenAsync(feed, walk.Id, seen => seen.Value?.Version == 2);
        await walks.MarkedAsync(walk.Id, "look");
        Assert.Equal("holder", (await changed).Value!.Current);

        var seat = here.Enter(walk.Id, WalkWorld.Anna);
        await PeopleAsync(there, walk.Id, people => people is [{ Subject: "anna" }]);
        seat.Dispose();
        await PeopleAsync(there, walk.Id, people => people.IsEmpty);
        await beat.StopAsync(Cancellation);
        await hears.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Who_has_a_walkthrough_open_is_there_once_until_the_last_page_is_closed()
    {
        var presence = new WalkPresence(clock);
        var (one, again, ben) = (presence.Enter("w", WalkWorld.Anna), presence.Enter("w", WalkWorld.Anna), presence.Enter("w", WalkWorld.Ben));
        Assert.Equal(["anna", "ben"], presence.People("w").Select(person => person.Subject));
        one.Dispose();
        one.Dispose();
        Assert.Equal(2, presence.People("w").Length);
        again.Dispose();
        Assert.Equal("ben", Assert.Single(presence.People("w")).Subject);
        var follows = PeopleAsync(presence, "w", people => people.IsEmpty);
        ben.Dispose();
        await follows;
        Assert.Empty(presence.People("other"));
    }

    [Fact]
    public void The_people_of_a_replica_that_is_silent_are_not_there_any_more()
    {
        var presence = new WalkPresence(clock);
        using var here = presence.Enter("w", WalkWorld.Anna);
        presence.Heard("b", "w", [new("ben", "Ben Ek"), new("anna", "Anna Ek")]);
        presence.Heard("c", "w", [new("cleo", "Cleo Ek")]);
        Assert.Equal(["anna", "ben", "cleo"], presence.People("w").Select(person => person.Subject));
        clock.Advance(TimeSpan.FromSeconds(5));
        presence.Heard("c", "w", [new("cleo", "Cleo Ek")]);
        clock.Advance(TimeSpan.FromSeconds(4));
        presence.Forget();
        Assert.Equal(["anna", "cleo"], presence.People("w").Select(person => person.Subject));
        presence.Heard("c", "w", []);
        Assert.Equal(["anna"], presence.People("w").Select(person => person.Subject));
    }

    [Fact]
    public async Task What_other_replicas_are_told_fits_into_news_and_what_is_not_theirs_is_passed_over()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var presence = new WalkPresence(clock);
        using var beat = new PresenceBeat(store.Database, presence, clock);
        var said = store.Database.News.FollowAsync(PresenceBeat.Topic, Cancellation).GetAsyncEnumerator(Cancellation);
        for (var number = 0; number < 300; number++)
        {
            presence.Enter("w", WalkWorld.Anna with { Subject = $"{number}", Name = new string('\u00e9', 200) });
        }

        await beat.BeatAsync(Cancellation);
        Assert.True(await said.MoveNextAsync());
        Assert.InRange(said.Current.Length, 1_000, 6_000);
        beat.Heard(said.Current);
        beat.Heard("{");
        beat.Heard("{}");
        beat.Heard(StoreNews.Everything);
        Assert.Equal(300, presence.People("w").Length);
        await said.DisposeAsync();
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_board_shows_the_open_ones_with_their_people_and_a_quiet_one_is_not_written_anew(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new WalkWorld(store, clock);
        var writer = console.Hosted<WalkBoardWriter>();
        var section = console.Get<LiveState>().Walkthroughs;
        await writer.LookAsync(Cancellation);
        Assert.Empty(section.Current.Value!.Walks);

        var walk = await console.StartedAsync();
        await console.MarkedAsync(walk.Id, "look");
        using var seat = console.Get<WalkPresence>().Enter(walk.Id, WalkWorld.Ben);
        await writer.LookAsync(Cancellation);
        var open = Assert.Single(section.Current.Value!.Of(WalkWorld.Alert.Fingerprint));
        Assert.Equal(("holder", 2, 5, 1, "ben"), (open.Walk.Current!.Id, open.Walk.Current.Number, open.Walk.Steps, open.Walk.Over, Assert.Single(open.People).Subject));

        var version = section.Current.Version;
        await writer.LookAsync(Cancellation);
        Assert.Equal(version, section.Current.Version);
        WalkWorld.Must(await console.Desk.EndAsync(walk.Id, WalkOutcome.Resolved, "", [], WalkWorld.Anna, Cancellation));
        await writer.LookAsync(Cancellation);
        Assert.Empty(section.Current.Value!.Walks);
    }

    private static async Task<Snapshot<Walkthrough>> SeenAsync(WalkthroughFeed feed, string id, Func<Snapshot<Walkthrough>, bool> isRight)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var seen in feed.FollowAsync(id, patience.Token))
        {
            if (isRight(seen))
            {
                return seen;
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }

    private static async Task PeopleAsync(WalkPresence presence, string id, Func<ImmutableArray<Walker>, bool> isRight)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var people in presence.FollowAsync(id, patience.Token))
        {
            if (isRight(people))
            {
                return;
            }
        }
    }
}
