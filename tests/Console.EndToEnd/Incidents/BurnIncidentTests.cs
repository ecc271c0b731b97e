using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Incidents;

/// <summary>One incident of a burning error budget, with two people in two browsers, from the board to its end.</summary>
[Collection(nameof(LongWaits))]
public sealed class BurnIncidentTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Scenario = "redis-gateway/RedisGatewaySLOBurnRateHigh";
    private const string Alert = "RedisGatewaySLOBurnRateHigh";

    // The alert's short window is five minutes: so long it fires on when all is well again.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(8);

    // Told, and not found at the look each twenty seconds; on a machine that draws two pages at the same time.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_burning_budget_becomes_an_incident_that_two_people_work_on_live_until_it_is_closed_with_its_cause()
    {
        await Fleet.StartAsync(Scenario, Cancellation);
        var otto = (await OpenAsAsync(Visitor.Operator, "alerts")).Page;
        var row = otto.GetByRole(AriaRole.Link, new() { Name = Alert, Exact = true });
        await SeenAsync(row, Quiet);

        // From the board into the form, which knows the alert, its class and its system.
        await row.First.FocusAsync();
        await otto.Keyboard.PressAsync("x");
        await otto.GetByRole(AriaRole.Region, new() { Name = "Selected alerts" }).GetByRole(AriaRole.Link, new() { Name = "Incident" }).ClickAsync();
        await Assertions.Expect(otto).ToHaveURLAsync(new Regex("/incidents/new\\?alerts=[0-9a-f]+"));
        await Assertions.Expect(otto.Locator("#incident-title")).ToHaveValueAsync(new Regex("availability budget burns"));
        await Assertions.Expect(otto.GetByRole(AriaRole.Radio, new() { Name = "Class 0" })).ToBeCheckedAsync();
        await Assertions.Expect(otto.GetByRole(AriaRole.Checkbox, new() { Name = "Redis gateway", Exact = true })).ToBeCheckedAsync();
        await otto.Locator("#incident-title").FillAsync("One gateway request of three fails");
        await otto.GetByRole(AriaRole.Button, new() { Name = "Open it" }).ClickAsync();
        await Assertions.Expect(otto).ToHaveURLAsync(new Regex("/incidents/[0-9a-z]{12,}$"));
        await SeenAsync(State(otto).Filter(new() { HasText = "Nobody has it" }));
        var path = new Uri(otto.Url).AbsolutePath.TrimStart('/');

        // The second finds it among those that go on, and has it.
        var ada = (await OpenAsAsync(Visitor.Admin, "incidents")).Page;
        await ada.GetByRole(AriaRole.Link, new() { Name = "One gateway request of three fails" }).First.ClickAsync();
        await Assertions.Expect(ada).ToHaveURLAsync(new Regex($"/{path}$"));
        await SeenAsync(Hero(ada).GetByText("Its alert fires"));
        await Press(ada, "I have it").ClickAsync();
        await SeenAsync(State(otto).Filter(new() { HasText = $"Open, {Visitor.Admin} leads" }), AtOnce);
        await SeenAsync(ada.GetByText("1 of its alerts is acknowledged."));

        // The first takes the lead over; what one writes the other reads.
        await Press(otto, "Take the lead").ClickAsync();
        await SeenAsync(State(ada).Filter(new() { HasText = $"Open, {Visitor.Operator} leads" }), AtOnce);
        await ada.GetByLabel("Status note").FillAsync("The retries come from <b>one</b> client.");
        await Press(ada, "Write it").ClickAsync();
        await SeenAsync(Timeline(otto).GetByText("The retries come from <b>one</b> client."), AtOnce);

        // The alert's own page and the board know its incident.
        var board = (await OpenAsAsync(Visitor.Viewer, "alerts")).Page;
        await SeenAsync(board.Locator(".in-incident"));
        await board.Context.CloseAsync();

        await Fleet.StopAsync(Scenario, Cancellation);
        await Press(otto, "It is mitigated").ClickAsync();
        await Press(otto, "Mitigated").ClickAsync();
        await SeenAsync(State(ada).Filter(new() { HasText = $"Mitigated, {Visitor.Operator} leads" }), AtOnce);

        await SeenAsync(Hero(otto).GetByText("Its alert is quiet"), Window);
        await Press(otto, "Resolve and close").ClickAsync();
        await otto.GetByLabel("What did it come of?").FillAsync("A client without a limit retried.");
        await Press(otto, "Needs a runbook").ClickAsync();
        await otto.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Since its alerts are quiet") }).ClickAsync();
        await Press(otto, "Close it").ClickAsync();

        await SeenAsync(State(ada).Filter(new() { HasText = "It is over" }), AtOnce);
        await SeenAsync(Hero(ada).GetByText("A client without a limit retried."), AtOnce);
        await SeenAsync(Hero(ada).GetByText("needs a runbook"), AtOnce);
        await ada.GotoAsync($"{path}?order=oldest");
        await Assertions.Expect(Timeline(ada)).ToContainTextAsync(new Regex("opened it.*acknowledged it.*took the lead.*one</b> client.*mitigated.*resolved.*closed it", RegexOptions.Singleline));
        await GoLiveAsync(ada, "incidents");
        await SeenAsync(ada.Locator(".closed-incidents").GetByText("One gateway request of three fails"));
    }

    private static ILocator Hero(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "How it stands" });

    private static ILocator State(IPage page) => page.Locator("[data-incident-state]");

    private static ILocator Timeline(IPage page) => page.Locator(".incident-timeline");

    private static ILocator Press(IPage page, string words) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
}
