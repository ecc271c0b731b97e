using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

public sealed class ClosedBrowserTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    [Fact]
    public async Task An_action_goes_on_to_its_end_when_the_browser_is_closed()
    {
        var restart = await AskAsync(Visitor.Operator, "rollout-restart", "plue", "plue/web");
        await restart.PressAsync(Soon);
        var id = await restart.RunAsync(Soon);
        await restart.Page.Context.CloseAsync();

        var seen = new ActionView((await OpenAsAsync(Visitor.Viewer, $"actions/{id}")).Page);
        await BecomesAsync(seen, "Worked");
        Assert.Equal((2, 2), await Fleet.ReplicasAsync("plue/web", Cancellation));
    }
}
