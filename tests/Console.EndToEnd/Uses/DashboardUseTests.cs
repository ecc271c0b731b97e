using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Uses;

/// <summary>
/// The console during an incident, from a quiet Overview on: one person at a laptop finds what burns, another takes it on a phone, all others see it on the wall; both work on it
/// until it is mitigated, hand it over, close it with its cause and review it together.
/// </summary>
[Collection(nameof(LongWaits))]
public sealed class DashboardUseTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Scenario = "redis-gateway/RedisGatewaySLOBurnRateHigh";
    private const string Alert = "RedisGatewaySLOBurnRateHigh";
    private const string Gateway = "Redis gateway";
    private const string Other = "RedisGatewayHighErrorRate";
    private const string Title = "One gateway request of three fails";
    private const string Note = "The retries come from <b>one</b> client.";
    private const string NextShift = "Watch the retries of that client until its limit is set.";

    private readonly FilmStrip film = new("dashboard");

    [Fact]
    public async Task A_burning_budget_is_found_understood_taken_on_a_phone_seen_on_the_wall_mitigated_handed_over_closed_and_reviewed_by_two_people()
    {
        var otto = (await OpenAsAsync(Visitor.Operator, string.Empty, Screen.Laptop)).Page;
        var ada = (await OpenAsAsync(Visitor.Admin, string.Empty, Screen.Phone)).Page;
        var wall = (await OpenAsAsync(Visitor.Viewer, "?full=1", Screen.Wall)).Page;
        await SeenAsync(otto.Locator("ul.folded").GetByRole(AriaRole.Link, new() { Name = Gateway }), Quiet);
        await film.TakeAsync(otto, "quiet");

        await Fleet.StartAsync(Scenario, Cancellation);
        await FindItAsync(otto);
        var path = await OpenItAsync(otto);
        await TakeItAsync(ada, path);
        await SeenAsync(State(otto).Filter(new() { HasText = $"Open, {Visitor.Admin} leads" }));

        // The wall turns its pages meanwhile: that Ada has it stands on that of the systems, once a minute.
        var hers = wall.GetByRole(AriaRole.Article).Filter(new() { HasText = Gateway }).GetByText(new Regex($"^{Visitor.Admin} has it"));
        var seenOnWall = SeenAsync(hers, Quiet);
        await UnderstandItAsync(otto);
        await film.TakeAsync(wall, "wall", hers);

        // The first takes the lead over; what one writes the other reads.
        await Press(otto, "Take the lead").ClickAsync();
        await SeenAsync(State(ada).Filter(new() { HasText = $"Open, {Visitor.Operator} leads" }));
        await ada.GetByRole(AriaRole.Textbox, new() { Name = "Status note" }).FillAsync(Note);
        await Press(ada, "Write it").ClickAsync();
        await SeenAsync(Timeline(otto).GetByText(Note));
        await film.TakeAsync(otto, "two-people");

        await Fleet.StopAsync(Scenario, Cancellation);
        await MitigateAsync(otto, ada);
        await HandOverAsync(otto, ada);
        await seenOnWall;
        await CloseAsync(otto, ada, path);
        await ReviewItAsync(otto, ada, path);
    }

    // From the burning card one press leads to the alert that is worst: both are critical, and the newer one stands first.
    private async Task FindItAsync(IPage page)
    {
        var card = page.GetByRole(AriaRole.Article, new() { Name = Gateway, Exact = true });
        await SeenAsync(card.GetByRole(AriaRole.Link, new() { Name = Alert }), Quiet);
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Level = 1 }).GetByText(new Regex("of [0-9]+ systems needs? you$")));
        await film.TakeAsync(page, "burning");
        await card.GetByRole(AriaRole.Link, new() { Name = "Open the worst alert" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/alerts/[0-9a-f]+$"));
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex($"^({Alert}|{Other})$"), Level = 1 }));
        await film.TakeAsync(page, "alert");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Alerts") }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/alerts$"));
    }

    // What it means, from the incident by its alert: how much of the promise is left, how fast it goes, and what took the rest.
    private async Task UnderstandItAsync(IPage page)
    {
        await page.Locator("section.links").GetByRole(AriaRole.Link, new() { Name = Alert, Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/alerts/[0-9a-f]+$"));
        await page.GetByRole(AriaRole.Region, new() { Name = "What is wrong" }).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Availability") }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/slos/redis-gateway/availability"));
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "How fast it goes" }));

        // In a world of two days, most of a minute's requests are soon more than the budget.
        await SeenAsync(page.Locator("header.head").GetByText(new Regex("^(Burning|Used up)$")), Quiet);
        await SeenAsync(page.Locator(".chart [role=slider]"));
        await film.TakeAsync(page, "budget");
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Incident" }).GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await SeenAsync(State(page).Filter(new() { HasText = $"Open, {Visitor.Admin} leads" }));
    }

    // On a phone, from the Overview: the incident that goes on, and that she has it, with its alerts.
    private async Task TakeItAsync(IPage page, string path)
    {
        var incident = page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("incidents? go(es)? on$") }).GetByRole(AriaRole.Link, new() { Name = Title });
        await SeenAsync(incident);
        Assert.Equal(string.Empty, await StandsOutAsync(page));
        await incident.First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/{path}$"));

        // The other alert of the same trouble is linked by itself; she has both.
        await SeenAsync(Hero(page).GetByText("2 of its 2 alerts fire"));
        await Press(page, "I have it").ClickAsync();
        await SeenAsync(State(page).Filter(new() { HasText = $"Open, {Visitor.Admin} leads" }));
        await SeenAsync(page.GetByText(new Regex(@"\d of its alerts (is|are) acknowledged")));
        Assert.Equal(string.Empty, await StandsOutAsync(page));
        await film.TakeAsync(page, "phone");
    }

    // From the board into the form, which knows the alert, its class and its system.
    private static async Task<string> OpenItAsync(IPage page)
    {
        var row = page.GetByRole(AriaRole.Link, new() { Name = Alert, Exact = true });
        await SeenAsync(row);
        await row.First.FocusAsync();
        await page.Keyboard.PressAsync("x");
        await page.GetByRole(AriaRole.Region, new() { Name = "Selected alerts" }).GetByRole(AriaRole.Link, new() { Name = "Incident" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/incidents/new\\?alerts=[0-9a-f]+"));
        await Assertions.Expect(page.Locator("#incident-title")).ToHaveValueAsync(new Regex("availability budget burns"));
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Class 0" })).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Redis gateway", Exact = true })).ToBeCheckedAsync();
        await page.Locator("#incident-title").FillAsync(Title);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open it" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/incidents/[0-9a-z]{12,}$"));
        await SeenAsync(State(page).Filter(new() { HasText = "Nobody has it" }));
        return new Uri(page.Url).AbsolutePath.TrimStart('/');
    }

    private static async Task MitigateAsync(IPage otto, IPage ada)
    {
        await Press(otto, "It is mitigated").ClickAsync();
        await Press(otto, "Mitigated").ClickAsync();
        foreach (var page in (IPage[])[otto, ada])
        {
            await SeenAsync(State(page).Filter(new() { HasText = $"Mitigated, {Visitor.Operator} leads" }));
        }
    }

    // What goes on stands there by itself; a sentence is added, and who takes over reads it.
    private async Task HandOverAsync(IPage otto, IPage ada)
    {
        // By then she is at her desk.
        await ada.SetViewportSizeAsync(Screen.Laptop.Width, Screen.Laptop.Height);
        await GoLiveAsync(ada, "handover");
        await GoLiveAsync(otto, "handover");
        await otto.GetByRole(AriaRole.Textbox, new() { Name = "Your note for the next shift" }).FillAsync(NextShift);
        await otto.GetByRole(AriaRole.Button, new() { Name = "Keep the note" }).ClickAsync();
        foreach (var page in (IPage[])[otto, ada])
        {
            await SeenAsync(page.GetByRole(AriaRole.Region, new() { Name = "Incidents that go on" }).GetByRole(AriaRole.Link, new() { Name = Title }));
            await SeenAsync(page.GetByRole(AriaRole.Region, new() { Name = "Notes" }).GetByRole(AriaRole.Listitem).GetByText(NextShift));
        }

        await film.TakeAsync(otto, "handover");
    }

    private static async Task CloseAsync(IPage otto, IPage ada, string path)
    {
        await GoLiveAsync(ada, path);
        await GoLiveAsync(otto, path);
        await Press(otto, "Resolve and close").ClickAsync();
        await otto.GetByRole(AriaRole.Textbox, new() { Name = "What did it come of?" }).FillAsync("A client without a limit retried.");
        await Press(otto, "Needs a runbook").ClickAsync();
        await Press(otto, "Close it").ClickAsync();
        await SeenAsync(State(ada).Filter(new() { HasText = "It is over" }));
        await SeenAsync(Hero(ada).GetByText("A client without a limit retried."));
        await SeenAsync(Hero(ada).GetByText("needs a runbook"));
    }

    // Begun from what is known, written by both, with a promise that stays on the list until it is kept.
    private static async Task ReviewItAsync(IPage otto, IPage ada, string path)
    {
        await GoLiveAsync(otto, $"{path}/review");
        await otto.GetByRole(AriaRole.Button, new() { Name = "Begin the review" }).ClickAsync();
        await SeenAsync(otto.GetByText(Note));
        await GoLiveAsync(ada, $"{path}/review");
        await SeenAsync(otto.GetByText(new Regex($"{Visitor.Admin}.* here")));

        await ada.GetByRole(AriaRole.Button, new() { Name = "Write Summary" }).ClickAsync();
        await ada.GetByRole(AriaRole.Textbox, new() { Name = "Summary" }).FillAsync("A client's retries took a third of the gateway's requests down.");
        await ada.GetByRole(AriaRole.Form, new() { Name = "Write Summary" }).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await SeenAsync(otto.GetByText("A client's retries took a third of the gateway's requests down."));

        var promise = otto.GetByRole(AriaRole.Form, new() { Name = "Promise something" });
        await promise.GetByRole(AriaRole.Textbox, new() { Name = "What will be done" }).FillAsync("Give each client a limit");
        await promise.GetByRole(AriaRole.Combobox, new() { Name = "Who sees to it" }).FillAsync(Visitor.Admin);
        await promise.GetByRole(AriaRole.Button, new() { Name = "Promise it" }).ClickAsync();
        await SeenAsync(ada.Locator("#items").GetByText("Give each client a limit"));

        await GoLiveAsync(ada, "reviews");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Done: Give each client a limit" }).ClickAsync();
        await ada.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^What came of it") }).FillAsync("Done in the gateway's settings.");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await SeenAsync(otto.Locator("#items").GetByText("Done in the gateway's settings."));

        var file = await otto.RunAndWaitForDownloadAsync(() => otto.GetByRole(AriaRole.Link, new() { Name = "Markdown" }).ClickAsync());
        var text = await File.ReadAllTextAsync((await file.PathAsync())!, Cancellation);
        Assert.Contains("A client's retries took a third", text, StringComparison.Ordinal);
        Assert.Contains("Give each client a limit", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>one</b>", text, StringComparison.Ordinal);
    }

    private static ILocator Hero(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "How it stands" });

    private static ILocator State(IPage page) => page.Locator("[data-incident-state]");

    private static ILocator Timeline(IPage page) => page.Locator(".incident-timeline");

    private static ILocator Press(IPage page, string words) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
}
