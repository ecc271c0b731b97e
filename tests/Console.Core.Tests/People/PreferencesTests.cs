using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.People;

/// <summary>What people keep for themselves, on both databases.</summary>
public sealed class PreferencesTests(Stores stores)
{
    private readonly FakeTime clock = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_is_kept_is_ones_own_replaced_and_forgotten(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var database = store.Another();
        var preferences = new PreferenceStore(database, clock);
        Assert.Null(await preferences.FindAsync("ada", "seen", Cancellation));
        Assert.True((await preferences.KeepAsync("ada", "seen", """{"at": "\u0000 <b>"}""", Cancellation)).IsOk);
        Assert.True((await preferences.KeepAsync("ada", "seen", "7", Cancellation)).IsOk);
        Assert.True((await preferences.KeepAsync("ben", "seen", "8", Cancellation)).IsOk);
        Assert.Equal(("7", "8"), (await preferences.FindAsync("ada", "seen", Cancellation), await preferences.FindAsync("ben", "seen", Cancellation)));
        Assert.Equal(string.Empty, (await preferences.KeepAsync("ada", "seen", null, Cancellation)).Value);
        Assert.Null(await preferences.FindAsync("ada", "seen", Cancellation));
    }

    [Fact]
    public async Task It_is_bounded_and_JSON()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var database = store.Another();
        var preferences = new PreferenceStore(database, clock);
        foreach (var (name, json, field) in new[]
        {
            ("", "1", "name"), ("Seen", "1", "name"), ("a b", "1", "name"), (new string('a', 101), "1", "name"), ("seen", "{", "value"), ("seen", "\"\0\"", "value"), ("seen", "\"\ud800\"", "value"),
            ("seen", $"\"{new string('x', 64 * 1024)}\"", "value"),
        })
        {
            var refused = await preferences.KeepAsync("ada", name, json, Cancellation);
            Assert.False(refused.IsOk, $"{name} {json[..Math.Min(10, json.Length)]}");
            Assert.Equal(field, Assert.Single(refused.Problems).Where);
        }

        for (var number = 0; number < Preferences.MostValues; number++)
        {
            Assert.True((await preferences.KeepAsync("ada", $"n{number}", "1", Cancellation)).IsOk);
        }

        Assert.Equal("name", Assert.Single((await preferences.KeepAsync("ada", "more", "1", Cancellation)).Problems).Where);
        Assert.True((await preferences.KeepAsync("ada", "n3", "2", Cancellation)).IsOk);
        Assert.Null(await preferences.FindAsync("ada", "no such name", Cancellation));
    }

    [Fact]
    public async Task A_time_zone_is_kept_by_its_IANA_name()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var database = store.Another();
        var preferences = new PreferenceStore(database, clock);
        Assert.Null(await preferences.TimeZoneAsync("ada", Cancellation));
        Assert.Equal("Europe/Berlin", (await preferences.KeepTimeZoneAsync("ada", " Europe/Berlin ", Cancellation)).Value);
        Assert.Equal(TimeSpan.FromHours(1), (await preferences.TimeZoneAsync("ada", Cancellation))!.GetUtcOffset(clock.GetUtcNow()));
        foreach (var wrong in new[] { "Mars/Base", "../../etc/passwd", new string('x', 500), "\0", "<b>" })
        {
            Assert.Equal("timeZone", Assert.Single((await preferences.KeepTimeZoneAsync("ada", wrong, Cancellation)).Problems).Where);
        }

        Assert.NotNull(await preferences.TimeZoneAsync("ada", Cancellation));
        Assert.Equal(string.Empty, (await preferences.KeepTimeZoneAsync("ada", " ", Cancellation)).Value);
        Assert.Null(await preferences.TimeZoneAsync("ada", Cancellation));
        Assert.True((await preferences.KeepAsync("ada", Preferences.TimeZone, "{}", Cancellation)).IsOk);
        Assert.Null(await preferences.TimeZoneAsync("ada", Cancellation));
    }

    [Fact]
    public async Task Ones_own_changes_are_told_and_not_those_of_others()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var database = store.Another();
        var preferences = new PreferenceStore(database, clock);
        await using var told = preferences.FollowAsync("ada", Cancellation).GetAsyncEnumerator(Cancellation);
        await preferences.KeepAsync("ben", "seen", "1", Cancellation);
        await preferences.KeepAsync("ada", "seen", "1", Cancellation);
        Assert.True(await told.MoveNextAsync());
        Assert.Equal("seen", told.Current);
    }
}
