using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class OverviewTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_link_followed_before_the_page_is_live_opens_its_page()
    {
        var page = (await BlankAsync()).Page;
        await page.GotoAsync("", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Alerts" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Alerts", Level = 1 }));
    }

    [Fact]
    public async Task From_a_system_in_trouble_one_click_leads_to_what_consumed_its_budget()
    {
        await Fleet.StartAsync((await World.QuickScenariosAsync(Cancellation))[0], Cancellation);
        var page = (await OpenLiveAsync("")).Page;
        await page.Locator("article.system .budget a").First.ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "How fast it goes" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();

        // Asked of Prometheus once the page is live: the past, the months of it, and what another target would have meant.
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "What consumed it" }));
        await SeenAsync(page.Locator(".chart [role=slider]"));
        await SeenAsync(page.GetByRole(AriaRole.Region, new() { Name = "Month by month" }).GetByText("goes on"));
        await page.GetByLabel("Target, %").FillAsync("100");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reckon" }).ClickAsync();
        await SeenAsync(page.GetByText("The target must be above 0 and below 100"));
        await page.GetByLabel("Target, %").FillAsync("50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reckon" }).ClickAsync();
        await SeenAsync(page.GetByText("With 50% over"));
    }
}
