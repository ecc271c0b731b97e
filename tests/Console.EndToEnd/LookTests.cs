using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class LookTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    public static TheoryData<ColorScheme, bool> Looks { get; } = new()
    {
        { ColorScheme.Light, false }, { ColorScheme.Light, true }, { ColorScheme.Dark, false }, { ColorScheme.Dark, true },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_is_usable_by_all_in_each_theme_and_size(ColorScheme theme, bool isPhone)
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var screen = (isPhone ? Screen.Phone : Screen.Desktop) with { Theme = theme };
        var page = (await OpenLiveAsync("alerts", screen)).Page;
        var row = page.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        await SeenAsync(row);
        var detail = await row.First.GetAttributeAsync("href");

        var faults = new List<string>();
        var led = World.Systems.First(system => system.Lease is not null);
        foreach (var path in (string[])["", "alerts", detail!, "systems", $"systems/{scenario.System}", $"systems/{led.Id}", "sources"])
        {
            var open = await OpenLiveAsync(path, screen);
            await SeenAsync(open.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
            faults.AddRange(await FaultsAsync(open.Page, path));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    internal static async Task<IEnumerable<string>> FaultsAsync(IPage page, string path)
    {
        var found = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"/{path}: {violation.Id} ({violation.Impact}): {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}").ToList();
        if (await StandsOutAsync(page) is { Length: > 0 } wide)
        {
            found.Add($"/{path} is too wide: {wide}");
        }

        return found;
    }
}
