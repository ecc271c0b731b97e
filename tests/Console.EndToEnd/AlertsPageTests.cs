using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class AlertsPageTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_filter_that_is_typed_goes_into_the_address_and_another_browser_sees_the_same_with_it()
    {
        var scenarios = await World.QuickScenariosAsync(Cancellation);
        var (wanted, other) = (scenarios[0], scenarios[1]);
        await Task.WhenAll(Fleet.StartAsync(wanted, Cancellation), Fleet.StartAsync(other, Cancellation));
        var page = (await OpenLiveAsync("alerts")).Page;
        await SeenAsync(Row(page, wanted));
        await SeenAsync(Row(page, other));

        await Filter(page).FillAsync($"system=\"{wanted.System}\"");
        await GoneAsync(Row(page, other));
        await Filter(page).PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/alerts\?q="));

        var second = (await OpenLiveAsync(page.Url, Screen.Phone)).Page;
        await SeenAsync(Row(second, wanted));
        await GoneAsync(Row(second, other));
    }

    [Fact]
    public async Task A_wrong_filter_says_where_and_what_and_keeps_what_was_shown()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var page = (await OpenLiveAsync("alerts")).Page;
        await SeenAsync(Row(page, scenario));
        await Filter(page).FillAsync("severity=~\"(\"");
        await Assertions.Expect(Filter(page)).ToHaveAttributeAsync("aria-invalid", "true");
        await SeenAsync(page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new Regex(@"(?i)(column|character|position|letter) \d+") }));
        await SeenAsync(Row(page, scenario));
    }

    [Fact]
    public async Task A_paused_page_keeps_its_rows_until_the_person_goes_on()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var page = (await OpenLiveAsync("alerts")).Page;
        await SeenAsync(Row(page, scenario));
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Button, new() { Name = "Go on" }));

        await Fleet.StopAsync(scenario, Cancellation);
        await SeenAsync(page.GetByText("alerts changed meanwhile"), Quiet);
        await SeenAsync(Row(page, scenario));
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await GoneAsync(Row(page, scenario));
    }

    [Fact]
    public async Task An_alert_opens_with_its_labels_its_annotations_and_its_runbook()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var page = (await OpenLiveAsync("alerts")).Page;
        await SeenAsync(Row(page, scenario));
        await Row(page, scenario).First.ClickAsync();

        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = scenario.Alert!, Level = 1 }));
        await SeenAsync(Region(page, "Labels").GetByText($"alertname = {scenario.Alert}"));
        await SeenAsync(Region(page, "Annotations").GetByText("summary", new() { Exact = true }));
        await SeenAsync(page.Locator(".rb-beside .step"));
    }

    private static ILocator Region(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    private static ILocator Filter(IPage page) => page.GetByRole(AriaRole.Combobox, new() { Name = "Add a matcher or text" });

    private static ILocator Row(IPage page, FleetScenario scenario) => page.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
}
