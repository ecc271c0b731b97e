using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;
using OpsConsole.Walls;

namespace OpsConsole.Core.Tests.Walls;

/// <summary>Wallboards and their tokens, on both databases.</summary>
public sealed class WallTests(Stores stores)
{
    private static readonly Person Ada = new("u-ada", "Ada Ek", ["admins"], SignInMethod.Local);
    private static readonly Person Vera = new("u-vera", "Vera Ek", ["viewers"], SignInMethod.Local);
    private static readonly AccessRules Rules = new(
        [new(Role.Admin, ["admins"], [], [], [], "access.yaml:1"), new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2")]);

    private static readonly WallWish Wish = new("support", "All systems", "severity=\"critical\"", "UTC", "Europe/Berlin");
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_wall_is_made_changed_and_taken_away_and_each_is_on_record(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var desk = On(recorder);

        Assert.True((await desk.PutAsync(Ada, Wish, Cancellation)).IsOk);
        Assert.True((await desk.PutAsync(Ada, Wish with { Title = " Büro\0".Replace("\0", string.Empty, StringComparison.Ordinal) }, Cancellation)).IsOk);
        var wall = Assert.Single(await desk.ListAsync(Cancellation));
        Assert.Equal(("Büro", "Ada Ek", null), (wall.Is.Title, wall.MadeBy, wall.TokenAt));
        Assert.True((await desk.RemoveAsync(Ada, "support", Cancellation)).IsOk);
        Assert.Equal("There is no such wall.", (await desk.RemoveAsync(Ada, "support", Cancellation)).Explanation);

        Assert.Null(await desk.FindAsync("support", Cancellation));
        var entries = (await recorder.Reader.ReadAsync(new AuditQuery(), Cancellation)).Entries;
        Assert.Equal(["wall-remove", "wall-remove", "wall-remove", "wall-remove", "wall-change", "wall-change", "wall-change", "wall-change"], entries.Select(entry => entry.Action));
        Assert.Equal([AuditStage.Failed, AuditStage.Started, AuditStage.Succeeded, AuditStage.Started], entries.Take(4).Select(entry => entry.Stage));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_token_opens_its_wall_and_no_other_until_it_is_replaced_or_revoked(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var desk = On(recorder);
        await desk.PutAsync(Ada, Wish, Cancellation);
        await desk.PutAsync(Ada, Wish with { Name = "other" }, Cancellation);
        var token = (await desk.NewTokenAsync(Ada, "support", Cancellation)).Value.Text;

        Assert.Equal("support", (await desk.OpenAsync("support", token, "10.0.0.9", Cancellation))!.Name);
        Assert.Null(await desk.OpenAsync("other", token, "10.0.0.9", Cancellation));
        Assert.Null(await desk.OpenAsync("support", $"{token[..^1]}{(token[^1] == 'A' ? 'B' : 'A')}", "10.0.0.9", Cancellation));
        Assert.Null(await desk.OpenAsync("support", "' OR 1=1 --", "10.0.0.9", Cancellation));
        Assert.Equal(clock.GetUtcNow(), (await desk.FindAsync("support", Cancellation))!.UsedAt);

        var second = (await desk.NewTokenAsync(Ada, "support", Cancellation)).Value.Text;
        Assert.Null(await desk.OpenAsync("support", token, null, Cancellation));
        Assert.NotNull(await desk.OpenAsync("support", second, null, Cancellation));
        Assert.True((await desk.RevokeAsync(Ada, "support", Cancellation)).IsOk);
        Assert.Null(await desk.OpenAsync("support", second, null, Cancellation));
        Assert.Equal("It has no token.", (await desk.RevokeAsync(Ada, "support", Cancellation)).Explanation);

        // A flood of wrong ones is one entry a minute, and no entry and no row holds a token.
        var entries = (await recorder.Reader.ReadAsync(new AuditQuery(), Cancellation)).Entries;
        Assert.Equal(2, entries.Count(entry => entry.Action == "wall-token-use"));
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains(token, StringComparison.Ordinal) || entry.ToString().Contains(second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Who_may_not_keep_walls_changes_none_and_that_is_on_record(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var desk = On(recorder);
        await desk.PutAsync(Ada, Wish, Cancellation);

        Assert.StartsWith("You may not:", (await desk.PutAsync(Vera, Wish with { Title = "Mine" }, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.StartsWith("You may not:", (await desk.NewTokenAsync(Vera, "support", Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.StartsWith("You may not:", (await desk.RevokeAsync(Vera, "support", Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.StartsWith("You may not:", (await desk.RemoveAsync(Vera, "support", Cancellation)).Explanation, StringComparison.Ordinal);

        Assert.Equal("All systems", Assert.Single(await desk.ListAsync(Cancellation)).Is.Title);
        Assert.All((await recorder.Reader.ReadAsync(new AuditQuery { Actor = "u-vera" }, Cancellation)).Entries, entry => Assert.Equal(AuditStage.Denied, entry.Stage));
    }

    [Fact]
    public async Task A_wall_that_is_shown_goes_on_for_a_while_when_the_database_is_away()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        var desk = On(recorder);
        await desk.PutAsync(Ada, Wish, Cancellation);
        var token = (await desk.NewTokenAsync(Ada, "support", Cancellation)).Value.Text;
        Assert.NotNull(await desk.OpenAsync("support", token, null, Cancellation));

        recorder.Database.ClosedBecause = () => new StorageException(StorageFault.Unreachable, "The database is away");
        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.NotNull(await desk.OpenAsync("support", token, null, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<StorageException>(() => desk.OpenAsync("support", token, null, Cancellation));
        recorder.Database.ClosedBecause = null;
    }

    [Theory]
    [InlineData("Support", "All", "", "UTC", "", "Name")]
    [InlineData("../x", "All", "", "UTC", "", "Name")]
    [InlineData("a--b", "All", "", "UTC", "", "Name")]
    [InlineData("a", " ", "", "UTC", "", "Title")]
    [InlineData("a", "All", "severity=~\"(\"", "UTC", "", "Filter")]
    [InlineData("a", "All", "", "Nowhere/Town", "", "Zone")]
    [InlineData("a", "All", "", "", "", "Zone")]
    [InlineData("a", "All", "", "UTC", "../../etc/passwd", "OtherZone")]
    public void A_wrong_wish_is_named_by_its_field(string name, string title, string filter, string zone, string other, string field) =>
        Assert.Equal(field, Assert.Single(new WallWish(name, title, filter, zone, other).Problems()).Where);

    [Fact]
    public void A_good_one_is_taken() => Assert.Empty(Wish.Problems());

    private WallDesk On(Recorder recorder) => new(new WallStore(recorder.Database), Rules, recorder.Log, clock);
}
