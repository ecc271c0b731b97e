using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class AlertsLiveTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_fault_reaches_the_open_page_and_a_hub_client_without_a_reload_and_leaves_when_it_is_over()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        var page = (await OpenLiveAsync("alerts")).Page;
        await page.EvaluateAsync("window.sameDocument = true");
        await using var hub = await HubListener.ConnectAsync(World.Console.Address, World.Visitor, Cancellation, "alerts");

        await Fleet.StartAsync(scenario, Cancellation);
        var row = page.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        await SeenAsync(row);
        var fingerprint = (await row.First.GetAttributeAsync("href"))!.Split('/')[^1];
        await Eventually.SoAsync("the hub tells the same alert", Soon,
            () => Task.FromResult(hub.Firing.TryGetValue(fingerprint, out var name) && name == scenario.Alert), Cancellation);

        await Fleet.StopAsync(scenario, Cancellation);
        await GoneAsync(row, Quiet);
        await Eventually.SoAsync("the hub says that it is gone", Soon, () => Task.FromResult(!hub.Firing.ContainsKey(fingerprint)), Cancellation);
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
    }

    [Fact]
    public async Task One_alert_of_each_system_arrives_at_once()
    {
        var page = (await OpenLiveAsync("alerts")).Page;
        var scenarios = await World.QuickScenariosAsync(Cancellation);
        Assert.Equal(World.Systems.Count, scenarios.Count);
        await Task.WhenAll(scenarios.Select(scenario => Fleet.StartAsync(scenario, Cancellation)));
        foreach (var scenario in scenarios)
        {
            await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true }));
        }
    }
}
