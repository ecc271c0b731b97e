using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class HostileAlertTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    private const string Script = "<script>window.ran = true</script><img src=x onerror=\"window.ran = true\">";

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["alertname"] = "Hostile",
        ["severity"] = "warning",
        ["long"] = new string('x', 10 * 1024),
        ["script"] = Script,
        ["quotes"] = "\"'`\\\" onmouseover=\"window.ran = true",
        ["direction"] = "\u202Egnihton si siht\u202C שלום",
        ["emoji"] = "\U0001F525\U0001F468\u200D\U0001F692",
    };

    [Fact]
    public async Task A_hostile_alert_is_text_and_nothing_else_and_fits_on_a_phone()
    {
        await PostAlertAsync(Labels, new()
        {
            ["summary"] = Script,
            ["description"] = new string('y', 10 * 1024),
            ["runbook_url"] = "javascript:window.ran=true",
        });
        try
        {
            var page = (await OpenLiveAsync("alerts", Screen.Phone)).Page;
            var row = page.GetByRole(AriaRole.Link, new() { Name = "Hostile", Exact = true });
            await SeenAsync(row);
            Assert.Equal("", await StandsOutAsync(page));
            await row.First.ClickAsync();
            await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Hostile", Level = 1 }));
            await SeenAsync(page.GetByText(Script));
            Assert.Equal("", await StandsOutAsync(page));

            Assert.False(await page.EvaluateAsync<bool>("window.ran === true"));
            var addresses = await page.GetByRole(AriaRole.Link).EvaluateAllAsync<string[]>("links => links.map(link => link.protocol)");
            Assert.All(addresses, address => Assert.True(address is "http:" or "https:", address));
        }
        finally
        {
            await ResolveAsync(Labels);
        }
    }
}
