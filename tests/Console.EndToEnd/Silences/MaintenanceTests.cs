using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Silences;

/// <summary>Maintenance windows in a browser, against a real Alertmanager.</summary>
public sealed class MaintenanceTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    [Fact]
    public async Task A_recurring_window_is_made_in_the_form_with_its_next_runs_seen_and_stands_on_the_calendar()
    {
        var page = (await OpenAsAsync(Visitor.Operator, "silences")).Page;
        await page.Locator(".head").GetByRole(AriaRole.Link, new() { Name = "Maintenance" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New window" }).ClickAsync();
        await WriteAsync(page, "Nightly reindex", World.Systems[0].Id);
        await page.GetByLabel("again and again").CheckAsync();
        await page.Locator("#window-zone").FillAsync("Europe/Pariss");
        await SeenAsync(page.GetByText("perhaps Europe/Paris"));
        await page.Locator("#window-zone").FillAsync("Europe/Paris");
        await page.Locator("#window-cron").FillAsync("30 2 * * 9");
        await SeenAsync(page.GetByText("the weekday '9' is wrong"));
        await page.Locator("#window-cron").FillAsync("30 2 * * *");
        await page.Locator("#window-duration").FillAsync("90m");
        await SeenAsync(page.Locator("[data-understood]").GetByText("every day 02:30 to 04:00 Europe/Paris"));
        await Assertions.Expect(page.Locator(".runs-ahead tbody tr")).ToHaveCountAsync(10);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the window" }).ClickAsync();

        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Nightly reindex", Level = 1 }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave out" }).First.ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Button, new() { Name = "Take back" }));
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("w");
        await page.GetByRole(AriaRole.Link, new() { Name = "Month", Exact = true }).ClickAsync();
        await SeenAsync(page.Locator(".cal-month a").GetByText("Nightly reindex"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Week", Exact = true }).ClickAsync();
        await SeenAsync(page.Locator(".cal-week a").GetByText("Nightly reindex"));

        await page.Locator(".cal-week a").GetByText("Nightly reindex").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it for good" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Maintenance windows", Level = 1 }));
        await GoneAsync(page.Locator(".windows").GetByText("Nightly reindex"));
    }

    [Fact]
    public async Task A_window_that_runs_now_holds_a_firing_alert_back_and_ended_early_it_fires_again()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var alerts = (await OpenLiveAsync("alerts?show=firing")).Page;
        var row = alerts.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        await SeenAsync(row);

        var page = (await OpenAsAsync(Visitor.Operator, "maintenance/new")).Page;
        await WriteAsync(page, "Patched now", scenario.System);
        await page.Locator("#window-matchers").FillAsync($"alertname=\"{scenario.Alert}\"");
        await page.Locator("#window-zone").FillAsync("UTC");
        var now = TimeProvider.System.GetUtcNow();
        await page.Locator("#window-from").FillAsync(Field(now.AddMinutes(-5)));
        await page.Locator("#window-to").FillAsync(Field(now.AddMinutes(50)));
        await SeenAsync(page.GetByText("runs at once"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the window" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "the silence at" }));
        await GoneAsync(row);

        // The silence names its window, and the window its silence.
        await page.GetByRole(AriaRole.Link, new() { Name = "the silence at" }).ClickAsync();
        await page.Locator("[data-drawer]").GetByRole(AriaRole.Link, new() { Name = "Patched now" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End early" }).ClickAsync();
        await SeenAsync(row);
        await SeenAsync(page.Locator(".past-runs").GetByText("ended it early"));
    }

    private static async Task WriteAsync(IPage page, string name, string system)
    {
        await Assertions.Expect(page.Locator("#window-name")).ToBeEditableAsync(new() { Timeout = (float)Soon.TotalMilliseconds });
        await page.Locator("#window-name").FillAsync(name);
        await page.Locator("#window-system").SelectOptionAsync(system);
        await page.Locator("#window-comment").FillAsync("Planned by a test.");
    }

    private static string Field(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
