using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Alerts;

public sealed class RoutingTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_test_alert_is_followed_through_the_tree_sent_seen_on_the_board_and_gone_when_ended()
    {
        var page = (await OpenLiveAsync("alerts/routing")).Page;
        await page.GetByLabel("Labels", new() { Exact = true }).FillAsync("alertname=\"TriedOut\", severity=\"critical\"");
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow it through the tree" }).ClickAsync();
        await SeenAsync(page.Locator(".route.taking").Filter(new() { HasText = "critical" }));
        await Assertions.Expect(page.Locator(".routing-answer")).ToContainTextAsync("Told: console, critical");

        var send = page.GetByRole(AriaRole.Button, new() { Name = "Send the test alert" });
        await Assertions.Expect(send).ToBeEnabledAsync(new() { Timeout = (float)Soon.TotalMilliseconds });
        await send.ClickAsync();
        await SeenAsync(page.GetByText("Sent to main."));
        await SeenAsync(page.GetByText("On the board: firing"));

        var board = (await OpenLiveAsync("alerts?q=TriedOut")).Page;
        var row = board.Locator(".alerts .line").Filter(new() { HasText = "TriedOut" });
        await SeenAsync(row.Locator(".pill", new() { HasText = "test" }));

        await page.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await SeenAsync(page.GetByText("It is over"));
        await GoneAsync(row, Quiet);
    }
}
