using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class StoreNewsTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_replica_stores_is_live_on_another_within_a_second()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var here = await ListeningAsync(store.Another());
        await using var there = await ListeningAsync(store.Another());
        await using var heardHere = here.Database.News.FollowAsync("audit", Cancellation).GetAsyncEnumerator(Cancellation);
        await using var heardThere = there.Database.News.FollowAsync("audit", Cancellation).GetAsyncEnumerator(Cancellation);

        // The quickest of some: on a busy machine one or the other may be held up, but not by who only looks now and then.
        var quickest = TimeSpan.MaxValue;
        for (var times = 0; times < 10 && quickest > TimeSpan.FromSeconds(1); times++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await TellAsync(here.Database, "audit", $"{times} with a space");
            Assert.Equal($"{times} with a space", await NextAsync(heardThere));
            var took = TimeProvider.System.GetElapsedTime(begun);
            quickest = took < quickest ? took : quickest;
            Assert.Equal($"{times} with a space", await NextAsync(heardHere));
        }

        Assert.True(quickest < TimeSpan.FromSeconds(1), $"the news took {quickest.TotalSeconds:0.0} s");
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_is_not_committed_is_not_told_and_without_a_listener_a_process_tells_itself(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var heard = store.Database.News.FollowAsync("audit", Cancellation).GetAsyncEnumerator(Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Database.WriteAsync<bool>(work =>
        {
            work.Tell("audit", "never");
            throw new InvalidOperationException("on purpose");
        }, Cancellation));
        await TellAsync(store.Database, "sessions", "other");
        await TellAsync(store.Database, "audit", "first");
        Assert.Equal("first", await NextAsync(heard));
    }

    [Fact]
    public async Task After_the_servers_restart_everybody_is_told_to_look_again_and_news_go_on()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        var connection = await server.NewDatabaseAsync(Cancellation);
        await using var here = await ListeningAsync(Database.PostgreSql(connection));
        await using var there = await ListeningAsync(Database.PostgreSql(connection));
        await using var heard = there.Database.News.FollowAsync("audit", Cancellation).GetAsyncEnumerator(Cancellation);
        await TellAsync(here.Database, "audit", "before");
        Assert.Equal("before", await NextAsync(heard));

        await server.KillAsync();
        await server.StartAsync(Cancellation);
        Assert.Equal(StoreNews.Everything, await NextAsync(heard));
        await HeardFromServerAsync(here.Database);
        await TellAsync(here.Database, "audit", "after");
        Assert.Equal("after", await NextAsync(heard));
    }

    [Fact]
    public async Task A_follower_hears_what_was_told_before_it_asked_for_the_first_and_one_far_behind_looks_at_everything()
    {
        var news = new StoreNews();
        await using var heard = news.FollowAsync("audit", Cancellation).GetAsyncEnumerator(Cancellation);
        for (var i = 0; i < 20_000; i++)
        {
            news.Raise("audit", $"{i}");
        }

        Assert.Equal("0", await NextAsync(heard));
        Assert.Equal(StoreNews.Everything, await NextAsync(heard));
        Assert.Equal("1", await NextAsync(heard));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task News_that_are_too_long_are_refused_before_anything_is_stored(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(() => TellAsync(store.Database, "audit", new string('x', 7_001)));
        await TellAsync(store.Database, "audit", new string('x', 7_000));
    }

    private static Task<bool> TellAsync(Database database, string topic, string payload) => database.WriteAsync(
        work =>
        {
            work.Tell(topic, payload);
            return Task.FromResult(true);
        },
        Cancellation);

    private static async Task<string> NextAsync(IAsyncEnumerator<string> heard)
    {
        Assert.True(await heard.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        return heard.Current;
    }

    private static async Task<Listening> ListeningAsync(Database database)
    {
        var listening = new Listening(database);
        await HeardFromServerAsync(database);
        return listening;
    }

    private static Task<bool> HeardFromServerAsync(Database database) =>
        Eventually.SoAsync(() => Task.FromResult<bool?>(database.News.IsHeardFromServer ? true : null), TimeSpan.FromSeconds(60), Cancellation);

    private sealed class Listening : IAsyncDisposable
    {
        private readonly CancellationTokenSource ends = new();
        private readonly Task listening;

        public Listening(Database database)
        {
            Database = database;
            listening = new PostgresListener(database, TimeProvider.System, NullLogger<PostgresListener>.Instance).ListenAsync(ends.Token);
        }

        public Database Database { get; }

        public async ValueTask DisposeAsync()
        {
            await ends.CancelAsync();
            await listening;
            await Database.DisposeAsync();
            ends.Dispose();
        }
    }
}
