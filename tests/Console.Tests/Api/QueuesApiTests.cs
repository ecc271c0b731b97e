using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Queues;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Api;

/// <summary>Queues over HTTP.</summary>
public sealed class QueuesApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Queues_are_told_with_what_is_not_known_as_null()
    {
        See();
        var vera = await host.TokenAsync("vera");
        var all = await host.GetAsync(vera, "queues");
        Assert.Equal((200, "live"), (all.Status, all["freshness"]));
        var queue = Assert.Single(all.Json.GetProperty("queues").EnumerateArray());
        Assert.Equal(("invoices", "critical", "growing", 1240), (queue.GetProperty("queue").GetString(), queue.GetProperty("level").GetString(), queue.GetProperty("forecast").GetProperty("outlook").GetString(), queue.GetProperty("depth").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, queue.GetProperty("oldestSeconds").ValueKind);
        Assert.Equal(["600 1 2", "1200 0 0", "1800 0 0"], queue.GetProperty("coverage").EnumerateArray().Select(it => $"{it.GetProperty("afterSeconds")} {it.GetProperty("held")} {it.GetProperty("of")}"));
    }

    [Fact]
    public async Task One_is_told_with_its_past_and_its_forecasts()
    {
        See();
        var one = await host.GetAsync(await host.TokenAsync("vera"), "queues/billing/invoices");
        Assert.Equal((200, "Invoices", 1), (one.Status, one["now.title"], one.Json.GetProperty("history").GetArrayLength()));
        Assert.Equal([true, false], one.Json.GetProperty("forecasts").EnumerateArray().Select(past => past.GetProperty("checks")[0].GetProperty("held").GetBoolean()));
    }

    [Fact]
    public async Task Before_anything_was_read_nothing_is_told_as_empty_and_live()
    {
        var all = await host.GetAsync(await host.TokenAsync("vera"), "queues");
        Assert.Equal((200, "unknown", null), (all.Status, all["freshness"], all["readAt"]));
    }

    [Fact]
    public async Task What_there_is_not_is_said()
    {
        See();
        var vera = await host.TokenAsync("vera");
        Assert.Equal(404, (await host.GetAsync(vera, "queues/billing/none")).Status);
        Assert.Equal(404, (await host.GetAsync(vera, "queues?system=none")).Status);
        Assert.Equal(0, (await host.GetAsync(vera, "queues?system=ledger")).Json.GetProperty("queues").GetArrayLength());
        Assert.Single((await host.GetAsync(vera, "queues?sytem=billing")).Errors("sytem"));
    }

    private void See() => host.People.Console.Live.Queues.Observed(new QueueBoard([Known.Queue(1240, Severity.Critical, DrainOutlook.Growing, 7) with
    {
        History = [new Point(TimeProvider.System.GetUtcNow(), 1240)],
        BackTest = new BackTest([Past(true), Past(false)]),
    }]));

    private static PastForecast Past(bool held) => new(
        TimeProvider.System.GetUtcNow(), 1000, new(DrainOutlook.Growing, null, null, 7, "in 9/s, out 2/s"), [new ForecastCheck(TimeSpan.FromMinutes(10), 1100, held), new ForecastCheck(TimeSpan.FromMinutes(20), null, null)]);
}
