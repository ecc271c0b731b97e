using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Alerts;

/// <summary>What a person does with the board: groups it, looks at it another way, finds with few keys, and takes several alerts at once.</summary>
public sealed class BoardTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task The_board_is_grouped_by_namespace_and_then_seen_as_a_matrix_whose_places_list_their_alerts()
    {
        await using var posted = await PostAsync(("BoardSlow", "warning", "north", "a"), ("BoardSlow", "warning", "north", "b"), ("BoardDown", "critical", "south", "a"));
        var page = (await OpenLiveAsync(Address())).Page;
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "BoardDown", Exact = true }));

        var menu = page.GetByRole(AriaRole.Group, new() { Name = "Group by" });
        await page.GetByLabel(new Regex("^Group by system")).ClickAsync();
        await menu.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^namespace") }).ClickAsync();
        await menu.GetByRole(AriaRole.Button, new() { Name = "Put namespace first" }).ClickAsync();
        await menu.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("by=namespace%2Csystem%2Calertname"));
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^north.*2 firing") }));

        await page.GetByRole(AriaRole.Link, new() { Name = "Matrix" }).ClickAsync();
        await page.GetByLabel("Lines system").ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Lines" }).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^namespace") }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "north, warning: 2 alerts, worst warning firing" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "BoardSlow" }));
        await GoneAsync(page.GetByRole(AriaRole.Link, new() { Name = "BoardDown", Exact = true }));

        // Who is sent the address sees the same.
        var other = (await OpenLiveAsync(page.Url, Screen.Phone)).Page;
        await SeenAsync(other.GetByRole(AriaRole.Link, new() { Name = "BoardSlow" }));
        Assert.Equal("", await StandsOutAsync(other));
    }

    [Fact]
    public async Task A_filter_is_completed_by_keys_alone()
    {
        await using var posted = await PostAsync(("BoardSlow", "warning", "north", "a"), ("BoardDown", "critical", "south", "a"));
        var page = (await OpenLiveAsync("alerts")).Page;
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "BoardDown", Exact = true }));
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Add a matcher or text" });
        await page.Keyboard.PressAsync("/");
        await box.PressSequentiallyAsync("boa");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        await SeenAsync(page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("^board") }));
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-activedescendant", "filter-word-0");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(box).ToHaveValueAsync("board=");
        await SeenAsync(page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("^test") }));
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(box).ToHaveValueAsync("board=\"test\" ");
        await Assertions.Expect(box).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("q=board"));
        await SeenAsync(page.GetByText("2 of "));

        await box.PressSequentiallyAsync("sev");
        await SeenAsync(page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("^severity") }));
        await page.Keyboard.PressAsync("Escape");
        await GoneAsync(page.GetByRole(AriaRole.Listbox));
    }

    [Fact]
    public async Task Two_alerts_are_selected_with_the_keys_silenced_by_one_list_of_matchers_or_acknowledged_and_one_that_ends_leaves()
    {
        await using var posted = await PostAsync(("BoardA", "warning", "north", "a"), ("BoardB", "warning", "north", "b"), ("BoardC", "warning", "north", "c"));
        var page = (await OpenLiveAsync($"{Address()}&by=alertname&sort=name")).Page;
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^BoardC") }));
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        var bar = page.GetByRole(AriaRole.Region, new() { Name = "Selected alerts" });
        await SeenAsync(bar.GetByText("1 selected"));
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await SeenAsync(bar.GetByText("2 selected"));

        var silence = bar.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Silence") });
        var address = Uri.UnescapeDataString((await silence.GetAttributeAsync("href"))!);
        Assert.StartsWith($"silences/new?system={World.Systems[0].Id}&matchers=", address, StringComparison.Ordinal);
        Assert.Contains("alertname=~\"BoardA|BoardB\"", address, StringComparison.Ordinal);

        await page.Keyboard.PressAsync("a");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await SeenAsync(dialog.GetByRole(AriaRole.Heading, new() { Name = "Acknowledge 2 alerts" }));
        await dialog.GetByLabel("Comment").FillAsync("I look");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Acknowledge") }).ClickAsync();
        await GoneAsync(dialog);
        await GoneAsync(bar);
        await SeenAsync(page.GetByRole(AriaRole.Button, new() { Name = "Acknowledged 2" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledged 2" }).ClickAsync();
        await GoneAsync(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^BoardA") }));
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^BoardC") }));

        // One that ends leaves the selection, and the bar says so.
        await page.GetByRole(AriaRole.Checkbox).First.ClickAsync();
        await SeenAsync(bar.GetByText("1 selected"));
        await ResolveAsync(posted.All[2]);
        await SeenAsync(bar.GetByText("0 selected, 1 is gone"), Quiet);
    }

    [Fact]
    public async Task The_keys_go_on_from_a_row_that_was_drawn_anew()
    {
        await using var posted = await PostAsync(("BoardA", "warning", "north", "a"), ("BoardB", "warning", "north", "b"), ("BoardC", "warning", "north", "c"));
        var page = (await OpenLiveAsync($"{Address()}&by=alertname&sort=name")).Page;
        var rows = page.Locator("main [data-row]");
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.EvaluateAsync("() => { const cell = document.activeElement.parentElement; cell.innerHTML = cell.innerHTML; }");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(2)).ToBeFocusedAsync();
    }

    private static string Address() => $"alerts?q={Uri.EscapeDataString("board=\"test\"")}";

    private async Task<Posted> PostAsync(params (string Name, string Severity, string Namespace, string Pod)[] alerts)
    {
        var posted = new Posted(this, [.. alerts.Select(alert => new Dictionary<string, string>
        {
            ["alertname"] = alert.Name,
            ["severity"] = alert.Severity,
            ["namespace"] = alert.Namespace,
            ["pod"] = alert.Pod,
            ["board"] = "test",
            ["system"] = World.Systems[0].Id,
        })]);
        foreach (var labels in posted.All)
        {
            await PostAlertAsync(labels, new() { ["summary"] = $"{labels["alertname"]} on {labels["pod"]}" });
        }

        return posted;
    }

    /// <summary>Alerts that end with the test.</summary>
    private sealed class Posted(BoardTests test, Dictionary<string, string>[] alerts) : IAsyncDisposable
    {
        public Dictionary<string, string>[] All => alerts;

        public async ValueTask DisposeAsync()
        {
            foreach (var labels in alerts)
            {
                await test.ResolveAsync(labels);
            }
        }
    }
}
