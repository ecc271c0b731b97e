using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

[Collection(nameof(LongWaits))]
public sealed class QueueTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers), IAsyncLifetime
{
    private const string Workers = "ordinaut/worker";
    private const int Usual = 3;
    private const int More = 6;

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await Fleet.ScaleAsync(Workers, Usual, CancellationToken.None);
        await DisposeAsync();
    }

    [Fact]
    public async Task A_full_queue_drains_when_its_workers_are_scaled_from_the_alert_and_the_scale_is_taken_back()
    {
        await Fleet.StartAsync("ordinaut/HighQueueDepth", Cancellation);
        var page = (await OpenAsAsync(Visitor.Operator, "alerts")).Page;
        await FollowAsync(page, "HighQueueDepth");
        await Offer(page, "(?i)scale.*worker").First.ClickAsync();
        var scale = new ActionView(page);
        await scale.Field("replicas").FillAsync($"{More}");
        await scale.FillAsync("worker @ main", "The queue is full, three workers are too few.");
        await scale.PressAsync(Soon);
        await BecomesAsync(scale, "Worked");
        Assert.Equal((More, More), await Fleet.ReplicasAsync(Workers, Cancellation));
        var id = await scale.RunAsync(Soon);

        await GoneAsync((await OpenAsAsync(Visitor.Viewer, "alerts")).Page.GetByRole(AriaRole.Link, new() { Name = "HighQueueDepth", Exact = true }), TimeSpan.FromMinutes(3));

        var run = new ActionView((await OpenAsAsync(Visitor.Operator, $"actions/{id}")).Page);
        await run.Undo.ClickAsync();
        var undo = new ActionView(run.Page);
        await Assertions.Expect(undo.Field("replicas")).ToHaveValueAsync($"{Usual}");
        await undo.FillAsync("worker @ main", "The queue is empty again.");
        await undo.PressAsync(Soon);
        await BecomesAsync(undo, "Worked");
        Assert.Equal((Usual, Usual), await Fleet.ReplicasAsync(Workers, Cancellation));
        await SeenAsync((await OpenAsAsync(Visitor.Operator, $"actions/{id}")).Page.GetByRole(AriaRole.Link, new() { Name = "taken back" }));
    }

    [Fact]
    public async Task A_filling_queue_is_found_from_Overview_its_forecast_read_and_its_scale_opened_filled_in()
    {
        await Fleet.StartAsync("ordinaut/HighQueueDepth", Cancellation);
        var page = (await OpenAsAsync(Visitor.Operator, "")).Page;
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Due work", Exact = true }).First;
        await SeenAsync(link, TimeSpan.FromMinutes(2));
        await link.ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Due work", Level = 1 }));
        await Assertions.Expect(page.Locator("header.head p[role=status]")).ToHaveTextAsync(
            new Regex("items, (growing .*will not drain|clears in .*|stalled: nothing goes out|steady|no forecast)"), new() { Timeout = 60_000 });
        await SeenAsync(page.Locator("section[aria-labelledby=forecast] p").First);
        await SeenAsync(page.Locator(".chart .chart-limit").First);
        await Offer(page, "(?i)scale.*worker").First.ClickAsync();
        await Assertions.Expect(new ActionView(page).Field("replicas")).ToHaveValueAsync(new Regex("^[3-8]$"));
    }
}
