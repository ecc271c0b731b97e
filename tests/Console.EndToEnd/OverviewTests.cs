using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class OverviewTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_quiet_fleet_says_that_nothing_needs_you_and_shows_each_system_with_leader_budget_and_queue()
    {
        var page = (await OpenAsync("")).Page;
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing needs you", Level = 1 }), Quiet);
        foreach (var system in World.Systems)
        {
            var line = page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = system.Title, Exact = true }) });
            await SeenAsync(line);
            var text = await line.First.InnerTextAsync();
            Assert.Matches("budget left|no objective|no traffic", text);

            // A figure, and where it is going when that can be told: "Due work: 69", "Due work: 1,456, growing", "Streams: 57.4% used".
            Assert.Matches(@"(?m)no queue|: [\d,.]+(% used|, .+)?\s*$", text);
            Assert.Matches(system.Lease is null ? @"\d" : "Led by", text);
        }
    }

    [Fact]
    public async Task A_link_followed_before_the_page_is_live_opens_its_page()
    {
        var page = (await BlankAsync()).Page;
        await page.GotoAsync("", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Alerts" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Alerts", Level = 1 }));
    }
}
