using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts.History;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Noise;

/// <summary>What is noisy, from what the console saw, on both databases.</summary>
public sealed class NoiseTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Firings_are_counted_by_rule_with_their_median_their_total_and_the_last(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var (one, other) = (Any.Alert(minutes: 0, labels: ("pod", "a")), Any.Alert(minutes: 0, labels: ("pod", "b")));
        await console.SawAsync();
        await FireAsync(console, 2, one);
        await PassAsync(console, 60);
        await FireAsync(console, 4, one, other);
        await PassAsync(console, 60);
        var last = clock.GetUtcNow();
        await FireAsync(console, 9, other);

        var rule = Assert.Single((await ReadAsync(console, 30)).Rules);

        Assert.Equal(("alpha", "NoLeader", 4, 2), (rule.System, rule.Name, rule.Firings, rule.Alerts));
        Assert.Equal((TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(19)), (rule.Median, rule.Total));
        Assert.Equal((last, other.Fingerprint, 0), (rule.Last, rule.LastAlert, rule.FiringNow));
        Assert.Equal((false, 1, 0d, 0), (rule.IsFlapping, rule.MostInAnHour, rule.SilencedShare, rule.AtNight));
        Assert.True(rule.IsNeverActedUpon);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_history_that_is_shorter_than_what_was_asked_for_says_when_it_begins(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        Assert.Null((await ReadAsync(console, 30)).HeldSince);
        await console.SawAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        var begun = clock.GetUtcNow();
        await FireAsync(console, 2, Any.Alert(minutes: 0));

        Assert.Equal(begun, (await ReadAsync(console, 30)).HeldSince);
        clock.Advance(TimeSpan.FromDays(31));
        Assert.Null((await ReadAsync(console, 30)).HeldSince);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task One_that_came_three_times_within_an_hour_flaps_and_one_that_came_at_night_is_said_to(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var (flaps, calm) = (Any.Alert("Flaps", minutes: 0), Any.Alert("Calm", minutes: 0));
        await console.SawAsync();
        clock.Advance(TimeSpan.FromHours(10.5));
        await console.SawAsync();
        for (var i = 0; i < 3; i++)
        {
            await FireAsync(console, 5, flaps, calm);
            await PassAsync(console, 14);
        }

        await FireAsync(console, 1, calm);
        clock.Advance(TimeSpan.FromHours(10));
        await console.SawAsync();
        await FireAsync(console, 1, flaps);

        var rules = (await ReadAsync(console, 7)).Rules.ToDictionary(rule => rule.Name);
        Assert.Equal((3, true, 3, 4), (rules["Flaps"].MostInAnHour, rules["Flaps"].IsFlapping, rules["Flaps"].AtNight, rules["Flaps"].Firings));
        Assert.Equal((4, 4), (rules["Calm"].MostInAnHour, rules["Calm"].AtNight));
        Assert.Equal(1d, rules["Calm"].NightShare);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task One_that_is_silenced_whenever_it_fires_is_as_good_as_off_and_was_acted_upon(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var alert = Any.Alert(minutes: 0);
        await console.SawAsync();
        await console.SawAsync(alert);
        clock.Advance(TimeSpan.FromMinutes(1));
        await console.SawAsync(alert with { State = AlertState.Silenced });
        clock.Advance(TimeSpan.FromMinutes(19));

        var rule = Assert.Single((await ReadAsync(console, 7)).Rules);
        Assert.Equal((0.95, 1, 1), (rule.SilencedShare, rule.Firings, rule.FiringNow));
        Assert.Equal((true, false, null), (rule.IsAlwaysSilenced, rule.IsNeverActedUpon, rule.Median));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_fires_since_before_the_time_counts_for_all_of_it_and_as_no_firing(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var (goesOn, ends) = (Any.Alert("GoesOn"), Any.Alert("Ends"));
        await console.SawAsync();
        await console.SawAsync(goesOn, ends, Any.Alert("Waits", state: AlertState.Pending));
        clock.Advance(TimeSpan.FromDays(9));
        await console.SawAsync(goesOn);
        clock.Advance(TimeSpan.FromDays(1));

        var rules = (await ReadAsync(console, 7)).Rules.ToDictionary(rule => rule.Name);
        Assert.Equal((0, TimeSpan.FromDays(7), 1), (rules["GoesOn"].Firings, rules["GoesOn"].Total, rules["GoesOn"].FiringNow));
        Assert.Equal((0, TimeSpan.FromDays(6), 0), (rules["Ends"].Firings, rules["Ends"].Total, rules["Ends"].FiringNow));
        Assert.DoesNotContain("Waits", rules.Keys);
        Assert.Equal((1, 1), ((await ReadAsync(console, 30)).Rules.Single(rule => rule.Name == "Ends").Firings, (await ReadAsync(console, 30)).Rules.Single(rule => rule.Name == "GoesOn").Firings));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_somebody_named_was_acted_upon_and_what_is_read_once_serves_all_for_a_minute(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var (named, other) = (Any.Alert("Named", minutes: 0), Any.Alert("Other", minutes: 0));
        await console.SawAsync();
        await FireAsync(console, 2, named, other);
        var desk = new NoiseDesk(new NoiseStore(console.Database), [new Named(named.Fingerprint), new WalkedAlerts(console.Database), new AcknowledgedAlerts(console.Database), new AnsweredAlerts(console.Database)], clock);

        var first = await desk.ReadAsync(30, Cancellation);
        Assert.Equal([("Named", false), ("Other", true)], first.Rules.Select(rule => (rule.Name, rule.IsNeverActedUpon)).Order());
        Assert.Same(first, await desk.ReadAsync(25, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotSame(first, await desk.ReadAsync(30, Cancellation));
        Assert.Equal(7, ((await desk.ReadAsync(1, Cancellation)).Until - (await desk.ReadAsync(1, Cancellation)).Since).Days);
    }

    internal static Task<NoiseReport> ReadAsync(HistoryWorld console, int days, FakeTime clock) =>
        new NoiseStore(console.Database).ReadAsync(clock.GetUtcNow().AddDays(-days), clock.GetUtcNow(), new HashSet<string>(), Cancellation);

    private Task<NoiseReport> ReadAsync(HistoryWorld console, int days) => ReadAsync(console, days, clock);

    private async Task FireAsync(HistoryWorld console, double minutes, params Alert[] alerts)
    {
        await console.SawAsync([.. alerts]);
        await PassAsync(console, minutes, alerts);
        await console.SawAsync();
    }

    // Seen every minute: otherwise nobody watched.
    private async Task PassAsync(HistoryWorld console, double minutes, params Alert[] alerts)
    {
        for (var passed = 0d; passed < minutes; passed++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            if (passed + 1 < minutes)
            {
                await console.SawAsync([.. alerts]);
            }
        }
    }

    private sealed class Named(string fingerprint) : IActedUpon
    {
        public Task<IReadOnlyCollection<string>> AlertsAsync(DateTimeOffset since, CancellationToken cancellation) => Task.FromResult<IReadOnlyCollection<string>>([fingerprint]);
    }
}
