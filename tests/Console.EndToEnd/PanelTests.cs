using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class PanelTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_range_is_chosen_a_cursor_reads_all_charts_at_one_time_and_a_chart_leaves_as_a_table()
    {
        var page = (await OpenLiveAsync($"systems/{World.Systems[0].Id}")).Page;
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Range of the charts" }).GetByRole(AriaRole.Link, new() { Name = "1h", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("range=1h"));
        await SeenAsync(page.GetByText("The last 1 h, a point every 15 s"));

        // The second chart follows what the first is asked with the keyboard alone.
        var charts = page.GetByRole(AriaRole.Slider);
        await SeenAsync(charts.Nth(1));
        await charts.First.FocusAsync();

        // The charts of the hour come one after the other, and take the place of those before: a key may meet one that goes.
        await Eventually.SoAsync("the chart is read", Soon, async () =>
        {
            await charts.First.PressAsync("ArrowLeft");
            return await charts.First.GetAttributeAsync("aria-valuetext") is not null;
        }, Cancellation);
        await Assertions.Expect(charts.First).ToHaveAttributeAsync("aria-valuetext", new Regex(@"^\d\d:\d\d:\d\d: .+"));
        var read = page.Locator(".chart[data-read]");
        await SeenAsync(read.Nth(1));
        var times = await page.Locator(".chart[data-read] .chart-when").AllTextContentsAsync();
        Assert.Single(times.Distinct());
        await charts.First.PressAsync("Escape");
        await GoneAsync(read);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV", Exact = true }).First.ClickAsync());
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.StartsWith("\"time\",", await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation), StringComparison.Ordinal);
    }
}
