using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Alerts;

/// <summary>Somebody takes an alert, and everybody sees it.</summary>
public sealed class AcknowledgeTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    // Told, and not found at the look each twenty seconds; on a machine that draws three pages at the same time.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task An_alert_that_is_taken_is_seen_so_in_another_browser_at_once_taken_over_and_given_back()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var ada = (await OpenLiveAsync("alerts")).Page;
        var row = ada.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        await SeenAsync(row);
        await row.First.ClickAsync();
        await Assertions.Expect(ada).ToHaveURLAsync(new Regex("/alerts/[0-9a-f]+"));
        var path = new Uri(ada.Url).AbsolutePath.TrimStart('/');
        var otto = (await OpenLiveAsync(path, visitor: await World.SignInAsync(Visitor.Operator, Cancellation))).Page;
        var vera = (await OpenLiveAsync(path, visitor: await World.SignInAsync(Visitor.Viewer, Cancellation))).Page;

        // Who may only look sees the button, and what is missing.
        var locked = Card(vera).GetByRole(AriaRole.Button, new() { Name = "Acknowledge" });
        await Assertions.Expect(locked).ToHaveAttributeAsync("aria-disabled", "true");
        await SeenAsync(Card(vera).GetByText(new Regex("acknowledge needs responder, operator or admin")));

        await Press(ada, "Acknowledge").ClickAsync();
        await Card(ada).GetByLabel("Comment").FillAsync("I look <b>at it</b>");
        await Card(ada).GetByRole(AriaRole.Button, new() { Name = "1 h" }).ClickAsync();
        await Card(ada).GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await SeenAsync(Card(ada).GetByText("Acknowledged by you"));
        foreach (var page in (IPage[])[otto, vera])
        {
            await SeenAsync(Card(page).GetByText($"Acknowledged by {Visitor.Admin}"), AtOnce);
            await SeenAsync(Card(page).GetByText("I look <b>at it</b>"), AtOnce);
        }

        await Press(otto, "Take over").ClickAsync();
        await Card(otto).GetByRole(AriaRole.Button, new() { Name = $"Take over from {Visitor.Admin}" }).ClickAsync();
        await SeenAsync(Card(otto).GetByText("Acknowledged by you"));
        await SeenAsync(Card(ada).GetByText(new Regex($"Acknowledged by {Visitor.Operator}.*taken over from {Visitor.Admin}")), AtOnce);

        await Press(ada, "Withdraw").ClickAsync();
        await SeenAsync(Press(otto, "Acknowledge"));
        await GoneAsync(Card(vera).GetByText("Acknowledged by"));
    }

    private static ILocator Card(IPage page) => page.GetByRole(AriaRole.Group, new() { Name = "Who has it" });

    private static ILocator Press(IPage page, string words) => Card(page).GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
}
