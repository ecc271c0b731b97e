using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

/// <summary>In a fleet of its own: what other tests leave behind in budgets is not what a quiet fleet looks like.</summary>
public sealed class QuietFleetTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers), IClassFixture<FleetWorld>
{
    [Fact]
    public async Task A_quiet_fleet_says_that_nothing_needs_you_and_shows_each_system_with_leader_budget_and_queue()
    {
        var page = (await OpenAsync("")).Page;
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing needs you", Level = 1 }), Quiet);
        foreach (var system in World.Systems)
        {
            var line = page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = system.Title, Exact = true }) });
            await SaysAsync(line, "budget left|no objective|no traffic");

            // A figure, and where it is going when that can be told: "Due work: 69", "Due work: 1,456, growing", "Streams: 57.4% used".
            await SaysAsync(line, @"no queue|: [\d,.]+(% used|, .+)?\s*$");
            await SaysAsync(line, system.Lease is null ? @"\d" : "Led by");
        }
    }

    private static Task SaysAsync(ILocator line, string words) =>
        Assertions.Expect(line.First).ToContainTextAsync(new Regex(words, RegexOptions.Multiline), new() { UseInnerText = true });
}
