using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests;
using OpsConsole.Systems;
using OpsConsole.Tests.Api;
using OpsConsole.Tests.Host;
using OpsConsole.World;

namespace OpsConsole.Tests.Pages;

/// <summary>
/// A recurring maintenance window in a real Chromium, at a time that the test moves: through the night in which the clocks go back, in which half past two
/// comes twice.
/// </summary>
public sealed class RecurringWindowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTime clock = new(new(2026, 10, 24, 23, 40, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_window_that_recurs_is_set_up_five_minutes_before_its_first_occurrence_once_in_the_night_the_clocks_go_back_and_again_the_next()
    {
        await using var alertmanager = await StubAlertmanager.StartAsync();
        await using var console = ConsoleHost.StartAt(
            clock, ("Upstreams:Alertmanager:0:Name", "main"), ("Upstreams:Alertmanager:0:Url", alertmanager.Url), (ConsoleHost.Keep, "MaintenanceWatch"), (ConsoleHost.Keep, "MaintenanceBoardWriter"));
        console.Live.Systems.Observed(new SystemCatalog(
            [new(Known.Billing with { Actions = [new ActionProfile("silence", [])] }, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml")], []));
        using var tester = await console.SignInAsync(ConsoleHost.Tester);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await RealChromium.StartAsync(playwright);
        var browser = await chromium.NewContextAsync(new() { BaseURL = console.Address.AbsoluteUri });
        await browser.AddCookiesAsync(tester.Cookies.GetCookies(console.Address).Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = console.Address.AbsoluteUri }));
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);

        await MakeAsync(page);
        await UntilAsync("it is made", () => Task.FromResult(!page.Url.Contains("/maintenance/new", StringComparison.Ordinal)));
        var window = new Uri(page.Url).AbsolutePath.TrimStart('/');
        await UntilAsync("the page has the window", async () => await SaysAsync(page, "maintenance", "Nightly reindex"));

        // Half past two comes twice that night, at 00:30 and at 01:30 UTC: the first is meant.
        await MoveToAsync("2026-10-25T00:24:50Z");
        Assert.Equal(0, alertmanager.Made);
        await UntilAsync("it is set up", () => Task.FromResult(alertmanager.Made == 1));
        Assert.InRange(clock.GetUtcNow(), At("2026-10-25T00:25:00Z"), At("2026-10-25T00:29:00Z"));
        Assert.Equal((At("2026-10-25T00:30:00Z"), At("2026-10-25T02:00:00Z")), Times(alertmanager.Silences[0]));
        await UntilAsync("the page says so", async () => await SaysAsync(page, window, "the silence at main"));

        await MoveToAsync("2026-10-25T01:35:00Z");
        Assert.Equal(1, alertmanager.Made);
        await MoveToAsync("2026-10-25T02:01:00Z");
        await UntilAsync("the page says that it is over", async () => await SaysAsync(page, window, "over"));

        // From the next night on half past two is an hour later for whoever counts in UTC.
        await MoveToAsync("2026-10-26T01:24:50Z");
        Assert.Equal(1, alertmanager.Made);
        await UntilAsync("it is set up again", () => Task.FromResult(alertmanager.Made == 2));
        Assert.Contains((At("2026-10-26T01:30:00Z"), At("2026-10-26T03:00:00Z")), alertmanager.Silences.Select(Times));
    }

    private static async Task MakeAsync(IPage page)
    {
        await page.GotoAsync("maintenance/new?system=billing");
        await Assertions.Expect(page.Locator("#window-name")).ToBeEditableAsync(new() { Timeout = (float)Patience.TotalMilliseconds });
        await page.Locator("#window-name").FillAsync("Nightly reindex");
        await page.Locator("#window-comment").FillAsync("Planned by a test.");
        await page.GetByLabel("again and again").CheckAsync();
        await page.Locator("#window-zone").FillAsync("Europe/Berlin");
        await page.Locator("#window-cron").FillAsync("30 2 * * *");
        await page.Locator("#window-duration").FillAsync("90m");
        await Assertions.Expect(page.Locator("[data-understood]")).ToContainTextAsync("every day 02:30 to 04:00 Europe/Berlin", new() { Timeout = (float)Patience.TotalMilliseconds });
        await Assertions.Expect(page.Locator(".runs-ahead tbody tr").First).ToContainTextAsync("25", new() { Timeout = (float)Patience.TotalMilliseconds });
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the window" }).ClickAsync();
    }

    // Opened anew: what is prerendered is what is known, while a live page waits for a moment of the time that stands still.
    private static async Task<bool> SaysAsync(IPage page, string address, string words)
    {
        await page.GotoAsync(address);
        return (await page.Locator("main").InnerTextAsync()).Contains(words, StringComparison.Ordinal);
    }

    /// <summary>Lets time go by, a second at a time, until something is so: slowly enough for a busy machine to do in time what is due.</summary>
    private Task UntilAsync(string what, Func<Task<bool>> isSo) => Eventually.SoAsync(what, Patience, async () =>
    {
        if (await isSo())
        {
            return true;
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        return await isSo();
    }, Cancellation);

    private async Task MoveToAsync(string time)
    {
        // The keeper looks every ten seconds: it has to find each of its moments.
        while (clock.GetUtcNow() < At(time))
        {
            var rest = At(time) - clock.GetUtcNow();
            clock.Advance(rest < TimeSpan.FromMinutes(30) ? rest : TimeSpan.FromMinutes(30));
            await Task.Yield();
        }
    }

    private static (DateTimeOffset From, DateTimeOffset To) Times(JsonObject silence) => (silence["startsAt"]!.GetValue<DateTimeOffset>(), silence["endsAt"]!.GetValue<DateTimeOffset>());

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
