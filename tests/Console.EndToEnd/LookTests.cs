using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class LookTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    // A theme changes colours and nothing else, and those are the same on each size: two looks see both themes and both sizes.
    private static readonly Screen[] Screens = [Screen.Desktop, Screen.Phone with { Theme = ColorScheme.Dark }];

    // Of thousands of elements nobody needs to be told what is right about them.
    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };

    [Fact]
    public async Task Every_page_is_usable_by_all_in_each_theme_and_size()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var alerts = (await OpenLiveAsync("alerts")).Page;
        var row = alerts.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        await SeenAsync(row);
        var alert = await row.First.GetAttributeAsync("href");
        await alerts.Context.CloseAsync();
        var (runbook, walk) = await WalkAsync(alert!);
        var promises = (await OpenLiveAsync("slos")).Page;
        var objective = await promises.Locator("main a[href^='slos/']").First.GetAttributeAsync("href");
        await promises.Context.CloseAsync();
        var led = World.Systems.First(system => system.Lease is not null);

        var queues = (await OpenLiveAsync("queues")).Page;
        var queue = await queues.Locator("[data-row]").First.GetAttributeAsync("href");
        await queues.Context.CloseAsync();

        // One browser for all of them: what a page left behind is gone with the next.
        var page = (await BlankAsync()).Page;
        var faults = new List<string>();
        foreach (var path in (string[])["", "alerts", alert!, "systems", $"systems/{scenario.System}", $"systems/{led.Id}", "slos", objective!, "sources", "silences", "maintenance", "maintenance/new", "maintenance?view=month", "maintenance?view=week", "incidents", "incidents/new", "reviews", "handover", "alerts/noise", "actions", "queues", queue!, "?full=1", "runbooks", runbook, walk, "audit", "audit?entry=1", "me"])
        {
            await ShowOnAsync(page, Screens[0]);
            await GoLiveAsync(page, path);
            faults.AddRange(await FaultsOfAsync(page, path));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // A runbook and a walkthrough of it, with a step done.
    private async Task<(string Runbook, string Walk)> WalkAsync(string alert)
    {
        var page = (await OpenLiveAsync(alert)).Page;
        var runbook = await page.GetByRole(AriaRole.Link, new() { Name = "its own page" }).GetAttributeAsync("href");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start walkthrough" }).ClickAsync();
        await page.Locator(".step[aria-current=step]").GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();
        await SeenAsync(page.Locator(".step[data-step=done]"));
        var walk = await page.GetByRole(AriaRole.Link, new() { Name = "Its own page" }).GetAttributeAsync("href");

        // It would go on drawing the alert beside the others.
        await page.Context.CloseAsync();
        return (runbook!, walk!);
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("sign-in?why=password")]
    public async Task The_sign_in_page_is_usable_by_all_in_each_theme_and_size(string path)
    {
        var page = (await BlankAsync()).Page;
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(path);
        await SeenAsync(page.GetByLabel("Password"));
        var faults = await FaultsOfAsync(page, path);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>What is wrong with an open page in any theme and size: it follows both while it is open.</summary>
    private static async Task<IReadOnlyList<string>> FaultsOfAsync(IPage page, string path)
    {
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        var faults = new List<string>();
        foreach (var screen in Screens)
        {
            await ShowOnAsync(page, screen);
            await SettledAsync(page);
            faults.AddRange((await FaultsAsync(page, path)).Select(fault => $"{screen.Theme}, {screen.Width} px: {fault}"));
        }

        return faults;
    }

    private static async Task ShowOnAsync(IPage page, Screen screen)
    {
        await page.SetViewportSizeAsync(screen.Width, screen.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = screen.Theme });
    }

    /// <summary>Colours that are still on their way from one theme to the other are those of neither. What is folded away stays on its way for ever.</summary>
    private static async Task SettledAsync(IPage page)
    {
        await page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await page.WaitForFunctionAsync("() => !document.getAnimations().some(one => one instanceof CSSTransition && one.effect.target.checkVisibility())");
    }

    internal static async Task<IEnumerable<string>> FaultsAsync(IPage page, string path)
    {
        var found = (await page.RunAxe(Everything)).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"/{path}: {violation.Id} ({violation.Impact}): {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}").ToList();
        if (await StandsOutAsync(page) is { Length: > 0 } wide)
        {
            found.Add($"/{path} is too wide: {wide}");
        }

        return found;
    }
}
