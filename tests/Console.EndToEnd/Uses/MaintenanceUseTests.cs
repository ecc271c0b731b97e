using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Uses;

/// <summary>Maintenance from the plan to what it hid, against a real Alertmanager: a window that comes again and again, and runs already when it is made.</summary>
public sealed class MaintenanceUseTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Name = "Daily reindex";

    private readonly FilmStrip film = new("maintenance");

    [Fact]
    public async Task A_recurring_window_is_planned_previewed_runs_is_extended_and_ended_early_and_tells_afterwards_what_it_hid()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var row = (await OpenLiveAsync("alerts?show=firing")).Page.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        var page = (await OpenAsAsync(Visitor.Operator, "silences", Screen.Laptop)).Page;
        await PlanAsync(page, scenario);
        await SeenAsync(row);
        await PreviewAsync(page);

        // It runs at once, and holds back what fires.
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the window" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = Name, Level = 1 }));
        await SeenAsync(page.Locator("[data-window-state]").GetByText(new Regex("^Running, ends in ")));
        await GoneAsync(row);
        var address = new Uri(page.Url).AbsolutePath.TrimStart('/');
        await ExtendAsync(page);
        await GoLiveAsync(page, address);
        await SeenAsync(page.Locator(".facts").GetByText("whose end somebody moved to"));
        await LeaveOutAsync(page);
        await film.TakeAsync(page, "runs");
        await SeenOnCalendarAsync(page);

        // Done sooner than planned: ended early, the alert calls again at once.
        await GoLiveAsync(page, address);
        await page.GetByRole(AriaRole.Button, new() { Name = "End early" }).ClickAsync();
        await SeenAsync(row);
        await SeenAsync(page.Locator(".past-runs").GetByText("ended it early"));
        await film.TakeAsync(page, "ended", page.Locator(".past-runs"));
        await HiddenAsync(page, scenario.Alert!);
        await DeleteAsync(page, address);
    }

    // What is understood is told while one writes, and so is what is not.
    private static async Task PlanAsync(IPage page, FleetScenario scenario)
    {
        await page.Locator(".head").GetByRole(AriaRole.Link, new() { Name = "Maintenance" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New window" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/maintenance/new$"));
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeEditableAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(Name);
        await page.GetByLabel("System", new() { Exact = true }).SelectOptionAsync(scenario.System);
        await page.GetByLabel("Matchers, with commas between").FillAsync($"alertname=\"{scenario.Alert}\"");
        await page.GetByLabel("again and again").CheckAsync();
        await page.GetByLabel("Time zone").FillAsync("Europe/Pariss");
        await SeenAsync(page.GetByText("perhaps Europe/Paris"));
        await page.GetByLabel("Time zone").FillAsync("Europe/Paris");
        await page.GetByLabel("Cron: minute hour day month weekday").FillAsync("30 2 * * 9");
        await SeenAsync(page.GetByText("the weekday '9' is wrong"));
        await page.GetByLabel("Why, for who is called meanwhile").FillAsync("The index is made anew: its alerts are expected.");
    }

    // Each day from a few minutes ago on: so that it runs already.
    private async Task PreviewAsync(IPage page)
    {
        var begin = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow().AddMinutes(-3), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        await page.GetByLabel("Cron: minute hour day month weekday").FillAsync(string.Create(CultureInfo.InvariantCulture, $"{begin.Minute} {begin.Hour} * * *"));
        await page.GetByLabel("Lasts").FillAsync("90m");
        await SeenAsync(page.Locator("[data-understood]").GetByText(new Regex(string.Create(CultureInfo.InvariantCulture, $"^every day {begin:HH:mm} to .* Europe/Paris"))));
        await SeenAsync(page.Locator("[data-understood]").GetByText("runs at once"));
        await Assertions.Expect(page.Locator(".runs-ahead tbody tr")).ToHaveCountAsync(10);
        await SeenAsync(page.GetByText(new Regex("^It fits [0-9]+ alerts? of now")));
        await film.TakeAsync(page, "plan");
    }

    // On its silence, by the guarded action; the silence names its window.
    private async Task ExtendAsync(IPage page)
    {
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "the silence at main" }));
        await page.GetByRole(AriaRole.Link, new() { Name = "Extend this run" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/silences\?open="));
        await SeenAsync(page.Locator("[data-drawer]").GetByRole(AriaRole.Link, new() { Name = Name }));
        await film.TakeAsync(page, "silence");
        await Offer(page, "Extend the silence").ClickAsync();
        var extend = new ActionView(page);
        await extend.FillAsync(await page.Locator("#act-typed-what").InnerTextAsync(), "The index is larger than thought");
        await extend.PressAsync(Soon);
        await BecomesAsync(extend, "Worked");
        await film.TakeAsync(page, "extended");
    }

    private static async Task LeaveOutAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Skip the next") }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Take back") }));
    }

    private async Task SeenOnCalendarAsync(IPage page)
    {
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("w");
        await page.GetByRole(AriaRole.Link, new() { Name = "Month", Exact = true }).ClickAsync();
        await SeenAsync(page.Locator(".cal-month a").GetByText(Name));
        await page.GetByRole(AriaRole.Link, new() { Name = "Week", Exact = true }).ClickAsync();
        await SeenAsync(page.Locator(".cal-week a").GetByText(Name));
        await film.TakeAsync(page, "calendar");
    }

    // Afterwards, from the run to its silence: which alerts it held back.
    private async Task HiddenAsync(IPage page, string alert)
    {
        await page.Locator(".past-runs").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("at main$") }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/silences\?open="));
        var hidden = page.Locator("[data-drawer] dt:text-is('Held back') + dd").GetByRole(AriaRole.Link, new() { Name = alert, Exact = true });
        await SeenAsync(hidden);
        await film.TakeAsync(page, "hidden", hidden);
        await page.Locator("[data-drawer]").GetByRole(AriaRole.Link, new() { Name = Name }).ClickAsync();
    }

    private static async Task DeleteAsync(IPage page, string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/{address}$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete it for good" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Maintenance windows", Level = 1 }));
        await GoneAsync(page.Locator(".windows").GetByText(Name));
    }
}
