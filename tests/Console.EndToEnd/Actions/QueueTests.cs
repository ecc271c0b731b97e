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
}
