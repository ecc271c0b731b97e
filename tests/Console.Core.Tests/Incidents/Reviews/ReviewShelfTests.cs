using OpsConsole.Access;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Reviews;

/// <summary>All reviews, how far each is, and what was promised in them.</summary>
public sealed class ReviewShelfTests(Stores stores)
{
    private static readonly DateOnly Later = new(2026, 12, 1);
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_review_is_wanted_until_it_is_begun_and_written_when_no_section_is_empty(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var (shelf, desk) = (console.Get<ReviewShelfDesk>(), console.Get<ReviewDesk>());
        var open = await console.OpenedAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        var one = await console.ClosedAsync(await console.OpenedAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        var two = await console.ClosedAsync(await console.OpenedAsync());
        Assert.Equal([(two.Id, ReviewProgress.Wanted), (one.Id, ReviewProgress.Wanted)], Standings(await shelf.ReadAsync(Cancellation)));

        IncidentWorld.Must(await desk.BeginAsync(one.Id, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.BeginAsync(open.Id, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.WriteAsync(one.Id, ReviewSection.WentWell, "\"Text\":\"\" is no empty text", 1, IncidentWorld.Ada, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(5));
        IncidentWorld.Must(await desk.WriteAsync(one.Id, ReviewSection.Lessons, "much", 1, IncidentWorld.Ada, Cancellation));
        var read = await shelf.ReadAsync(Cancellation);
        Assert.Equal([(two.Id, ReviewProgress.Wanted), (one.Id, ReviewProgress.Writing), (open.Id, ReviewProgress.Writing)], Standings(read));
        Assert.Equal<ReviewSection>([ReviewSection.WentBadly], read.Reviews[1].Empty);
        Assert.Equal(clock.GetUtcNow(), read.Reviews[1].WrittenAt);

        IncidentWorld.Must(await desk.WriteAsync(one.Id, ReviewSection.WentBadly, "little", 1, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.PromiseAsync(one.Id, new ItemWish("later", "Ben", Later.AddDays(1)), IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.PromiseAsync(open.Id, new ItemWish("sooner", "Ben", Later), IncidentWorld.Ada, Cancellation));
        read = await shelf.ReadAsync(Cancellation);
        Assert.Equal((one.Id, ReviewProgress.Written, 1), (read.Reviews[^1].Incident.Id, read.Reviews[^1].Progress, read.Reviews[^1].Open));
        Assert.Equal([("sooner", open.Id), ("later", one.Id)], read.Items.Select(item => (item.Item.Text, item.Incident.Id)));
        IncidentWorld.Must(await desk.WriteAsync(one.Id, ReviewSection.WentBadly, " ", 2, IncidentWorld.Ada, Cancellation));
        Assert.Equal(ReviewProgress.Writing, (await shelf.ReadAsync(Cancellation)).Reviews.Single(standing => standing.Incident.Id == one.Id).Progress);
    }

    [Theory]
    [InlineData(IncidentState.Closed, 0, IncidentVerdict.Useful, true)]
    [InlineData(IncidentState.Closed, 1, IncidentVerdict.NeedsRunbook, true)]
    [InlineData(IncidentState.Closed, 1, IncidentVerdict.Noise, false)]
    [InlineData(IncidentState.Closed, 2, IncidentVerdict.Useful, false)]
    [InlineData(IncidentState.Merged, 0, null, false)]
    [InlineData(IncidentState.Open, 0, null, false)]
    [InlineData(IncidentState.Mitigated, 0, null, false)]
    public void What_was_bad_over_and_no_false_alarm_asks_for_a_review(IncidentState state, int severity, IncidentVerdict? verdict, bool isWanted) => Assert.Equal(isWanted, ReviewStanding.IsWanted(
        new Incident { Id = "1", Title = "x", Class = severity, State = state, Verdict = verdict, OpenedAt = Any.Noon, OpenedBy = IncidentPerson.Console }));

    [Fact]
    public async Task One_that_ended_long_ago_asks_for_none_any_more()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await console.ClosedAsync(await console.OpenedAsync());
        clock.Advance(ReviewStanding.WantedFor);
        Assert.Single((await console.Get<ReviewShelfDesk>().ReadAsync(Cancellation)).Reviews);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await console.Get<ReviewShelfDesk>().ReadAsync(Cancellation)).Reviews);
    }

    [Fact]
    public async Task Who_follows_looks_at_once_and_after_each_change_of_theirs_alone()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, TimeProvider.System);
        var (mine, other) = (await console.OpenedAsync(), await console.OpenedAsync());
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var looks = System.Threading.Channels.Channel.CreateUnbounded<string?>();
        var following = console.Get<ReviewFeed>().FollowAsync(mine.Id, async token => looks.Writer.TryWrite((await console.Get<ReviewDesk>().FindAsync(mine.Id, token))?[ReviewSection.Lessons].Text), left.Token);
        Assert.Null(await looks.Reader.ReadAsync(Cancellation));
        IncidentWorld.Must(await console.Get<ReviewDesk>().BeginAsync(other.Id, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await console.Get<ReviewDesk>().BeginAsync(mine.Id, IncidentWorld.Ada, Cancellation));
        Assert.Equal(string.Empty, await looks.Reader.ReadAsync(Cancellation));
        IncidentWorld.Must(await console.Get<ReviewDesk>().WriteAsync(mine.Id, ReviewSection.Lessons, "much", 1, IncidentWorld.Ben, Cancellation));
        Assert.Equal("much", await looks.Reader.ReadAsync(Cancellation));
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.False(looks.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_a_look_throws_ends_the_following()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await Assert.ThrowsAsync<InvalidOperationException>(() => console.Get<ReviewFeed>().FollowAsync(null, _ => throw new InvalidOperationException("x"), Cancellation));
    }

    [Theory]
    [InlineData("Ada Ek", true)]
    [InlineData("ada ek", true)]
    [InlineData("ada", true)]
    [InlineData("Ben and Ada Ek", true)]
    [InlineData("Ben Ek, ada", true)]
    [InlineData("Adam", false)]
    [InlineData("the database team", false)]
    [InlineData("", false)]
    public void A_promise_is_of_who_is_named_in_it(string owner, bool isHers) => Assert.Equal(isHers, new ActionItem
    {
        Id = "1",
        Incident = "1",
        Text = "x",
        Owner = owner,
        Due = Later,
        MadeAt = Any.Noon,
        MadeBy = IncidentPerson.Console,
    }.IsOf(new Person("ada", "Ada Ek", [], SignInMethod.Local)));

    private static IEnumerable<(string, ReviewProgress)> Standings(ReviewShelf shelf) => shelf.Reviews.Select(one => (one.Incident.Id, one.Progress));
}
