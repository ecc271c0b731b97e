using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.History;

/// <summary>What alerts did lately is told for all at once, on both databases.</summary>
public sealed class RecentPastTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_alert_that_began_three_times_within_the_hour_flaps_and_what_is_over_is_told(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var (flaps, stays) = (Any.Alert("Flaps", minutes: 0), Any.Alert("Stays", minutes: 0));
        var past = new AlertPast(clock);
        using var collector = new PastCollector(new PastReader(console.Database), console.Database, past, clock);
        await console.SawAsync(stays);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, past.Current.StartsOf(flaps.Fingerprint));
            await NextAsync(console, stays, flaps with { StartsAt = clock.GetUtcNow() });

            // Silenced meanwhile, it still is the same firing.
            await NextAsync(console, stays, flaps with { StartsAt = clock.GetUtcNow(), State = AlertState.Silenced });
            await collector.LookAsync(Cancellation);
            await NextAsync(console, stays);
        }

        await collector.LookAsync(Cancellation);
        Assert.Equal((3, 0), (past.Current.StartsOf(flaps.Fingerprint), past.Current.StartsOf(stays.Fingerprint)));
        var resolved = Assert.Single(past.Current.Resolved);
        Assert.Equal((flaps.Fingerprint, "Flaps", "alpha", Severity.Critical, clock.GetUtcNow()), (resolved.Fingerprint, resolved.Name, resolved.System, resolved.Severity, resolved.At));

        // What it told stays the same board, so that nobody draws again.
        var before = past.Current;
        await collector.LookAsync(Cancellation);
        Assert.Same(before, past.Current);

        clock.Advance(TimeSpan.FromMinutes(61));
        await collector.LookAsync(Cancellation);
        Assert.Equal(0, past.Current.StartsOf(flaps.Fingerprint));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Where_more_is_over_than_is_told_it_says_from_when_on_all_is(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        await console.SawAsync([.. Enumerable.Range(0, 300).Select(i => Any.Alert($"First{i}", minutes: 0))]);
        await NextAsync(console, [.. Enumerable.Range(0, 300).Select(i => Any.Alert($"Second{i}", minutes: 0))]);
        await NextAsync(console);

        var past = await new PastReader(console.Database).ReadAsync(clock.GetUtcNow(), Cancellation);

        Assert.Equal(PastReader.MostResolved, past.Resolved.Length);
        Assert.Equal(Any.Noon.AddMinutes(1), past.ResolvedSince);
        Assert.All(past.Resolved[..300], one => Assert.StartsWith("Second", one.Name, StringComparison.Ordinal));
    }

    private async Task NextAsync(HistoryWorld console, params ImmutableArray<Alert> alerts)
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        await console.SawAsync(alerts);
    }
}
