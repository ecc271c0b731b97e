using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.History;

/// <summary>What matchers would have fit, on both databases.</summary>
public sealed class AlertHindsightTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Alerts_and_the_times_they_fired_are_counted_by_name_and_day(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var hindsight = new AlertHindsight(store.Database, clock);
        var (one, other, waits, foreign) = (Any.Alert("Slow", labels: ("pod", "a")), Any.Alert("Slow", labels: ("pod", "b")), Any.Alert("Waits", state: AlertState.Pending), Any.Alert("Slow", "pay"));
        await console.SawAsync();
        for (var day = 0; day < 3; day++)
        {
            await StepAsync(console, one, foreign);
            await StepAsync(console, one with { State = AlertState.Silenced }, other, waits);
            await StepAsync(console);
            clock.Advance(TimeSpan.FromDays(1));
        }

        await StepAsync(console, one);
        var seen = await hindsight.LookAsync(Matchers("system=\"alpha\"", "alertname=~\".+\""), TimeSpan.FromDays(30), Cancellation);
        Assert.Equal((2, 7, false, 4), (seen.Alerts, seen.Firings, seen.IsCut, seen.OnDays));
        Assert.Equal(new HindsightName("Slow", 2, 7), Assert.Single(seen.Names));
        Assert.Equal((30, 7), (seen.Days.Length, seen.Days.Sum()));

        // Where a matcher names it, no other name is looked through.
        var named = await hindsight.LookAsync(Matchers("alertname=\"Slow\"", "pod=\"b\""), TimeSpan.FromDays(30), Cancellation);
        Assert.Equal((1, 3, 3), (named.Alerts, named.Firings, named.Looked));
        Assert.Equal(0, (await hindsight.LookAsync(Matchers("alertname=\"Waits\""), TimeSpan.FromDays(30), Cancellation)).Alerts);
        Assert.Equal(0, (await hindsight.LookAsync(Matchers("pod=\"b\""), TimeSpan.FromDays(1), Cancellation)).Firings);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task When_something_last_matched_is_when_the_last_such_alert_was_over(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var hindsight = new AlertHindsight(store.Database, clock);
        await console.SawAsync();
        await StepAsync(console, Any.Alert("Slow"));
        await StepAsync(console);
        var over = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(5));
        await StepAsync(console, Any.Alert("Other"));

        Assert.Equal(new LastMatch(over, false), await hindsight.LastMatchedAsync(Matchers("alertname=~\"Slow|Slower\""), Cancellation));
        Assert.Equal(new LastMatch(null, false), await hindsight.LastMatchedAsync(Matchers("alertname=\"Never\""), Cancellation));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_was_silenced_within_a_time_is_told_by_name_also_when_it_resolved_meanwhile(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var hindsight = new AlertHindsight(store.Database, clock);
        var (one, other, foreign) = (Any.Alert("Slow", labels: ("pod", "a")), Any.Alert("Slow", labels: ("pod", "b")), Any.Alert("Down", "pay"));
        await console.SawAsync();
        await StepAsync(console, one, foreign);
        var from = clock.GetUtcNow();
        await StepAsync(console, one with { State = AlertState.Silenced }, foreign with { State = AlertState.Silenced });
        await StepAsync(console, one with { State = AlertState.Silenced }, other with { State = AlertState.Silenced }, Any.Alert("Late"));
        await StepAsync(console, one, Any.Alert("Late"));
        var to = clock.GetUtcNow();
        await StepAsync(console, one, Any.Alert("Late") with { State = AlertState.Silenced });

        var held = await hindsight.HeldBackAsync(Matchers("system=\"alpha\""), from, to, Cancellation);
        Assert.Equal(new HeldBackName("Slow", other.Fingerprint, 2), Assert.Single(held.Names));
        Assert.Equal((2, false), (held.Alerts, held.IsCut));
        Assert.Empty((await hindsight.HeldBackAsync(Matchers("system=\"alpha\""), from - TimeSpan.FromHours(1), from, Cancellation)).Names);
    }

    [Fact]
    public async Task The_same_question_within_a_minute_is_not_asked_twice()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new HistoryWorld(store, clock);
        var hindsight = new AlertHindsight(store.Database, clock);
        await console.SawAsync();
        var matchers = Matchers("alertname=\"Slow\"");
        var before = await hindsight.LookAsync(matchers, TimeSpan.FromDays(30), Cancellation);
        await StepAsync(console, Any.Alert("Slow"));

        Assert.Same(before, await hindsight.LookAsync(matchers, TimeSpan.FromDays(30), Cancellation));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, (await hindsight.LookAsync(matchers, TimeSpan.FromDays(30), Cancellation)).Alerts);
    }

    private async Task StepAsync(HistoryWorld console, params ImmutableArray<Alert> alerts)
    {
        clock.Advance(TimeSpan.FromSeconds(10));
        await console.SawAsync(alerts);
    }

    private static ImmutableArray<Matcher> Matchers(params string[] texts) => [.. texts.Select(text => Matcher.Parse(text).Value)];
}
