using Microsoft.Playwright;

// Photographs pages of a console that runs, as one who signed in sees them; docs/screenshots/make.sh calls it.
// usage: ADDRESS NAME PASSWORD FOLDER, then on standard input one line a picture: FILE PATH light|dark WIDTH HEIGHT
// A path that begins with walk: is an alert's, whose runbook is then walked; incident: is the first incident that goes on, review: its review.
if (args is not [var address, var name, var password, var folder])
{
    await Console.Error.WriteLineAsync("usage: Screenshots ADDRESS NAME PASSWORD FOLDER < PICTURES");
    return 2;
}

const string Walk = "walk:";
const string Incident = "incident:";
const string Review = "review:";
using var playwright = await Playwright.CreateAsync();
await using var chromium = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = Array.Find((string[])["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists),
    Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
var session = await SignInAsync();
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line.Split(' ') is [var file, var path, var theme, var width, var height])
    {
        await TakeAsync(file, path, theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, int.Parse(width), int.Parse(height));
    }
}

return 0;

async Task<string> SignInAsync()
{
    var context = await chromium.NewContextAsync(new() { BaseURL = address });
    var page = await context.NewPageAsync();
    await page.GotoAsync("sign-in");
    await page.GetByLabel("Name").FillAsync(name);
    await page.GetByLabel("Password").FillAsync(password);
    await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    return await context.StorageStateAsync();
}

// Two answers further, so that the picture shows what was said before.
static async Task WalkAsync(IPage page)
{
    var start = page.GetByRole(AriaRole.Button, new() { Name = "Start walkthrough" });
    if (await start.CountAsync() > 0)
    {
        await start.ClickAsync();
        await page.Locator(".step[aria-current=step] .btn.jump").Nth(2).ClickAsync();
        await page.Locator(".step[data-step=done]").First.WaitForAsync();
        await page.Locator(".step[aria-current=step] [data-done]").ClickAsync();
        await page.Locator(".step[data-step=done]").Nth(1).WaitForAsync();
    }

    // Where one reads on: the steps before it and what it asks.
    await page.EvaluateAsync("() => window.scrollTo(0, 0)");

    await page.WaitForTimeoutAsync(2500);
}

static async Task IncidentAsync(IPage page, bool isReview)
{
    var address = await page.Locator(".incidents .line .name").First.GetAttributeAsync("href");
    await page.GotoAsync($"{address}{(isReview ? "/review" : string.Empty)}", new() { WaitUntil = WaitUntilState.NetworkIdle });
    var begin = page.GetByRole(AriaRole.Button, new() { Name = "Begin the review" });
    if (isReview && await begin.CountAsync() > 0)
    {
        await begin.ClickAsync();
        await page.Locator(".rv-section").First.WaitForAsync();
    }
}

async Task TakeAsync(string file, string path, ColorScheme theme, int width, int height)
{
    await using var context = await chromium.NewContextAsync(new()
    {
        BaseURL = address,
        ColorScheme = theme,
        ViewportSize = new() { Width = width, Height = height },
        StorageState = path == "/sign-in" ? null : session,
    });
    var page = await context.NewPageAsync();
    await page.GotoAsync(path is Incident or Review ? "incidents" : path.Replace(Walk, string.Empty, StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.NetworkIdle });
    if (path is Incident or Review)
    {
        await IncidentAsync(page, isReview: path == Review);
    }

    if (path.StartsWith(Walk, StringComparison.Ordinal))
    {
        await WalkAsync(page);
    }

    // The circuit draws what only it draws, such as long lists, soon after.
    await page.WaitForTimeoutAsync(1500);
    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{file}.png") });
}
