using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.People;

/// <summary>The views that people gave a name, on both databases.</summary>
public sealed class SavedFiltersTests(Stores stores)
{
    private readonly FakeTime clock = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task They_are_saved_renamed_moved_changed_and_deleted_by_their_owner_alone(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var database = store.Another();
        var filters = new SavedFilters(database, clock);
        var one = Must(await filters.SaveAsync("ada", " Ours ", "https://console/alerts?q=severity%3Dcritical&show=firing&open=7&by=namespace", FilterNotice.Off, Cancellation));
        Assert.Equal(("Ours", "q=severity%3Dcritical&show=firing&by=namespace", "alerts?q=severity%3Dcritical&show=firing&by=namespace"), (one.Name, one.Query, one.Address));
        var two = Must(await filters.SaveAsync("ada", "Theirs \0 \ud800", "?sort=newest", new(true, true, Severity.High), Cancellation));
        Assert.Equal("name", Wrong(await filters.SaveAsync("ada", "OURS", "alerts", FilterNotice.Off, Cancellation)));
        Must(await filters.SaveAsync("ben", "Ours", "alerts", FilterNotice.Off, Cancellation));

        Assert.Equal("name", Wrong(await filters.ChangeAsync("ada", two.Id, was => was with { Name = "ours" }, Cancellation)));
        Must(await filters.ChangeAsync("ada", two.Id, was => was with { Name = "Mine", Notice = was.Notice with { HasSound = false } }, Cancellation));
        Must(await filters.MoveAsync("ada", two.Id, true, Cancellation));
        Must(await filters.MoveAsync("ada", two.Id, true, Cancellation));
        Assert.Equal([("Mine", true, false, Severity.High), ("Ours", false, false, Severity.Warning)],
            (await filters.ListAsync("ada", Cancellation)).Select(each => (each.Name, each.Notice.IsOn, each.Notice.HasSound, each.Notice.From)));

        Assert.Equal("id", Wrong(await filters.ChangeAsync("ben", two.Id, was => was with { Name = "stolen" }, Cancellation)));
        Assert.Equal("id", Wrong(await filters.MoveAsync("ben", two.Id, true, Cancellation)));
        Assert.Null(await filters.DeleteAsync("ben", two.Id, Cancellation));
        Assert.Equal(2, (await filters.ListAsync("ada", Cancellation)).Length);
        Assert.Null(await filters.DeleteAsync("ada", two.Id, Cancellation));
        Assert.Equal(one.Id, Assert.Single(await filters.ListAsync("ada", Cancellation)).Id);
    }

    [Fact]
    public async Task One_that_does_not_read_any_more_stays_and_says_why()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var database = store.Another();
        var filters = new SavedFilters(database, clock);
        Must(await filters.SaveAsync("ada", "Broken", "?q=severity%3D~%22(%22", FilterNotice.Off, Cancellation));
        var kept = Assert.Single(await filters.ListAsync("ada", Cancellation));
        Assert.Null(kept.Filter);
        Assert.Contains("column", kept.Problem, StringComparison.Ordinal);
        Assert.Equal("q=severity%3D~%22%28%22", kept.Query);
    }

    [Fact]
    public async Task They_are_bounded()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var database = store.Another();
        var filters = new SavedFilters(database, clock);
        foreach (var (name, address, field) in new[] { (" ", "alerts", "name"), (new string('x', 61), "alerts", "name"), ("a\nb", "alerts", "name"), ("a", $"?q={new string('x', 5_000)}", "view") })
        {
            Assert.Equal(field, Wrong(await filters.SaveAsync("ada", name, address, FilterNotice.Off, Cancellation)));
        }

        for (var number = 0; number < SavedFilters.Most; number++)
        {
            Must(await filters.SaveAsync("ada", $"n{number}", "alerts", FilterNotice.Off, Cancellation));
        }

        Assert.Equal("name", Wrong(await filters.SaveAsync("ada", "more", "alerts", FilterNotice.Off, Cancellation)));
        Assert.Equal(SavedFilters.Most, (await filters.ListAsync("ada", Cancellation)).Select(one => one.Place).Distinct().Count());
    }

    [Fact]
    public void A_view_of_an_address_is_the_same_view_of_its_own_address() => Prop.ForAll<string>(text =>
    {
        var query = SavedQuery.Of($"alerts?q={Uri.EscapeDataString((text ?? string.Empty).Replace("\ud800", string.Empty, StringComparison.Ordinal))}&x=1#part");
        return SavedQuery.Of($"alerts?{query}") == query && SavedQuery.Of(query) == query && SavedQuery.Of($"?{query}") == query;
    }).QuickCheckThrowOnFailure();

    private static SavedFilter Must(Result<SavedFilter> result)
    {
        Assert.True(result.IsOk, result.IsOk ? string.Empty : result.Explanation);
        return result.Value;
    }

    private static string Wrong(Result<SavedFilter> result) => Assert.Single(result.Problems).Where;
}
