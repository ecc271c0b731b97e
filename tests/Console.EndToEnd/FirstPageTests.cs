using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class FirstPageTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    private const int MostBytes = 600_000;

    [Theory]
    [InlineData("")]
    [InlineData("alerts")]
    public async Task The_first_page_weighs_less_than_600_KB(string path)
    {
        var page = (await BlankAsync()).Page;
        var devtools = await page.Context.NewCDPSessionAsync(page);
        long bytes = 0;
        devtools.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
            Interlocked.Add(ref bytes, (long)(loaded is { } it ? it.GetProperty("encodedDataLength").GetDouble() : 0));
        await devtools.SendAsync("Network.enable");
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        var weight = Interlocked.Read(ref bytes);
        TestContext.Current.TestOutputHelper?.WriteLine($"/{path}: {weight} bytes");
        Assert.InRange(weight, 20_000, MostBytes);
    }

    [Fact]
    public async Task Without_scripts_the_same_facts_are_read()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var live = (await OpenLiveAsync("alerts")).Page;
        await SeenAsync(Alert(live, scenario));

        var without = Screen.Desktop with { HasScripts = false };
        await SeenAsync(Alert((await OpenAsync("alerts", without)).Page, scenario));
        var overview = (await OpenAsync("", without)).Page;
        foreach (var system in World.Systems)
        {
            await SeenAsync(overview.GetByRole(AriaRole.Link, new() { Name = system.Title, Exact = true }));
        }

        await SeenAsync((await OpenAsync("sources", without)).Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Prometheus main" }));
        var led = World.Systems.First(system => system.Lease is not null);
        var page = (await OpenAsync($"systems/{led.Id}", without)).Page;

        // Without scripts a page is what it was: one looks again, and the lease may have moved meanwhile.
        await Eventually.SoAsync("the holder is named", Soon, async () =>
        {
            var holder = await Fleet.HolderAsync(led.Lease!, Cancellation);
            await page.ReloadAsync();
            return holder is not null && await page.GetByRole(AriaRole.Region, new() { Name = "Leader", Exact = true }).GetByText(holder.Split('_')[0]).CountAsync() > 0;
        }, Cancellation);
    }

    private static ILocator Alert(IPage page, FleetScenario scenario) => page.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
}
