using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Incidents;

/// <summary>One incident of a burning error budget, with two people in two browsers, from the board to its review.</summary>
[Collection(nameof(LongWaits))]
public sealed class BurnIncidentTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Scenario = "redis-gateway/RedisGatewaySLOBurnRateHigh";
    private const string Alert = "RedisGatewaySLOBurnRateHigh";
    private const string Title = "One gateway request of three fails";
    private const string Note = "The retries come from <b>one</b> client.";

    [Fact]
    public async Task A_burning_budget_becomes_an_incident_that_two_people_work_on_live_close_with_its_cause_and_review_together()
    {
        await Fleet.StartAsync(Scenario, Cancellation);
        var otto = (await OpenAsAsync(Visitor.Operator, "alerts")).Page;
        var path = await OpenItAsync(otto);

        // The second finds it among those that go on, and has it.
        var ada = (await OpenAsAsync(Visitor.Admin, "incidents")).Page;
        await ada.GetByRole(AriaRole.Link, new() { Name = Title }).First.ClickAsync();
        await Assertions.Expect(ada).ToHaveURLAsync(new Regex($"/{path}$"));
        await SeenAsync(Hero(ada).GetByText(new Regex("alerts? fires?")));
        await Press(ada, "I have it").ClickAsync();
        await SeenAsync(State(otto).Filter(new() { HasText = $"Open, {Visitor.Admin} leads" }));
        await SeenAsync(ada.GetByText(new Regex(@"\d of its alerts (is|are) acknowledged")));

        // The first takes the lead over; what one writes the other reads.
        await Press(otto, "Take the lead").ClickAsync();
        await SeenAsync(State(ada).Filter(new() { HasText = $"Open, {Visitor.Operator} leads" }));
        await ada.GetByRole(AriaRole.Textbox, new() { Name = "Status note" }).FillAsync(Note);
        await Press(ada, "Write it").ClickAsync();
        await SeenAsync(Timeline(otto).GetByText(Note));

        await Fleet.StopAsync(Scenario, Cancellation);
        await EndItAsync(otto, ada);
        await ReviewItAsync(otto, ada, path);
    }

    // From the board into the form, which knows the alert, its class and its system.
    private static async Task<string> OpenItAsync(IPage page)
    {
        var row = page.GetByRole(AriaRole.Link, new() { Name = Alert, Exact = true });
        await SeenAsync(row, Quiet);
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

    private static async Task EndItAsync(IPage otto, IPage ada)
    {
        await Press(otto, "It is mitigated").ClickAsync();
        await Press(otto, "Mitigated").ClickAsync();
        foreach (var page in (IPage[])[otto, ada])
        {
            await SeenAsync(State(page).Filter(new() { HasText = $"Mitigated, {Visitor.Operator} leads" }));
        }

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
