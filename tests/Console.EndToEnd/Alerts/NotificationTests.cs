using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Alerts;

/// <summary>New alerts call the person whose saved view they fit: once, however many tabs are open.</summary>
public sealed class NotificationTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    // Headless, a browser shows nothing and refuses all: what would be shown is kept, what would be heard is counted.
    private const string Listen = """
        window.told = [];
        window.tones = 0;
        window.Notification = class {
          static permission = 'granted';
          static requestPermission() { return Promise.resolve('granted'); }
          constructor(title, options) { window.told.push({ title, ...options }); window.lastTold = this; }
          close() {}
        };
        const make = AudioContext.prototype.createOscillator;
        AudioContext.prototype.createOscillator = function () { window.tones++; return make.call(this); };
        """;

    [Fact]
    public async Task Of_two_tabs_one_shows_and_sounds_a_new_alert_and_the_other_takes_over_when_it_is_closed()
    {
        var first = (await BlankAsync()).Page;
        await first.Context.AddInitScriptAsync(Listen);
        await SaveAsync(first, "alertname=\"CallsMe\"", "Calls me");
        await first.GotoAsync("me");
        var notify = first.GetByRole(AriaRole.Checkbox, new() { Name = "Notify of Calls me" });
        await notify.CheckAsync();
        await first.GetByRole(AriaRole.Checkbox, new() { Name = "Sound for Calls me" }).CheckAsync();
        await first.GetByRole(AriaRole.Combobox, new() { Name = "From which severity on for Calls me" }).SelectOptionAsync("info");
        await Assertions.Expect(first.Locator("[data-sounds]")).ToHaveCountAsync(1);

        // No tab sounds before it was touched; the first that was does.
        await first.GetByRole(AriaRole.Heading, new() { Name = "Notifications" }).ClickAsync();
        await Assertions.Expect(first.Locator("html")).ToHaveAttributeAsync("data-sound", "ready");

        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("alerts");
        await Assertions.Expect(second.Locator("[data-bell=on]")).ToHaveCountAsync(1, new() { Timeout = (float)Soon.TotalMilliseconds });
        await Assertions.Expect(first.Locator("html")).ToHaveAttributeAsync("data-calls", "yes");
        await second.GetByRole(AriaRole.Heading, new() { Name = "Alerts" }).ClickAsync();

        await CallAsync("one");
        await ToldAsync(first, 1);
        var told = await first.EvaluateAsync<string>("() => [window.told[0].title, window.told[0].body, window.told[0].tag.length].join('|')");
        Assert.Equal("Warning: CallsMe|Pod one <b>waits</b>|16", told);
        Assert.Equal(0, await second.EvaluateAsync<int>("() => window.told.length"));
        await first.WaitForFunctionAsync("() => window.tones === 1", null, new() { Timeout = (float)Soon.TotalMilliseconds });
        Assert.Equal(0, await second.EvaluateAsync<int>("() => window.tones"));

        // The other one does it when the first is closed; what it tells opens the alert.
        await first.CloseAsync();
        await Assertions.Expect(second.Locator("html")).ToHaveAttributeAsync("data-calls", "yes");
        await CallAsync("two");
        await ToldAsync(second, 1);
        Assert.Equal("Pod two <b>waits</b>", await second.EvaluateAsync<string>("() => window.told[0].body"));
        await second.EvaluateAsync("() => window.lastTold.onclick()");
        await SeenAsync(second.GetByRole(AriaRole.Heading, new() { Name = "CallsMe", Level = 1 }));

        foreach (var pod in (string[])["one", "two"])
        {
            await ResolveAsync(Labels(pod));
        }
    }

    [Fact]
    public async Task A_view_is_saved_renamed_opened_from_another_browser_and_deleted()
    {
        var page = (await BlankAsync()).Page;
        await SaveAsync(page, "alertname=\"Worst\"", "Worst");
        var other = (await OpenLiveAsync("alerts")).Page;
        await MenuAsync(other);
        await other.GetByRole(AriaRole.Link, new() { Name = "Worst", Exact = true }).ClickAsync();
        await Assertions.Expect(other).ToHaveURLAsync(new Regex(@"/alerts\?q=alertname"));
        await SeenAsync(other.GetByRole(AriaRole.Button, new() { Name = "Worst", Exact = true }));

        // Here the menu stayed open.
        await page.GetByRole(AriaRole.Button, new() { Name = "Change Worst" }).ClickAsync();
        var name = page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true });
        await name.FillAsync("The worst");
        await name.PressAsync("Enter");
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "The worst", Exact = true }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Change The worst" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await GoneAsync(page.GetByRole(AriaRole.Link, new() { Name = "The worst", Exact = true }));
    }

    private static async Task SaveAsync(IPage page, string filter, string name)
    {
        await page.GotoAsync($"alerts?q={Uri.EscapeDataString(filter)}");
        await MenuAsync(page);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name of this view" }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }));
    }

    private static async Task MenuAsync(IPage page)
    {
        // Enabled once the circuit is up.
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved views", Exact = true }).ClickAsync(new() { Timeout = (float)Soon.TotalMilliseconds });
        await SeenAsync(page.Locator("#saved-filters"));
    }

    private static async Task ToldAsync(IPage page, int count) =>
        await page.WaitForFunctionAsync("count => window.told.length === count", count, new() { Timeout = (float)Soon.TotalMilliseconds });

    private static Dictionary<string, string> Labels(string pod) => new() { ["alertname"] = "CallsMe", ["severity"] = "warning", ["pod"] = pod };

    private Task CallAsync(string pod) => PostAlertAsync(Labels(pod), new() { ["summary"] = $"Pod {pod} <b>waits</b>" });
}
