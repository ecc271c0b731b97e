using System.Text;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

/// <summary>A test of the whole: it leaves the fleet quiet, its pages without a complaint, and the logs of all processes when it fails.</summary>
public abstract class WorldTest(FleetWorld world, Browsers browsers) : IAsyncLifetime
{
    private readonly List<IBrowserContext> contexts = [];
    private readonly List<OpenPage> pages = [];

    /// <summary>Long enough for an alert to pass Prometheus, Alertmanager and the console on a busy machine.</summary>
    internal static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    internal FleetWorld World => world;

    internal FleetClient Fleet => world.Fleet;

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await TellAsync();
        }

        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }

        await Fleet.StopAllAsync(CancellationToken.None);
        Assert.Empty(pages.SelectMany(page => page.Complaints));
    }

    /// <summary>Opens a page of the console in a browser of its own.</summary>
    internal async Task<OpenPage> OpenAsync(string path, Screen? screen = null)
    {
        var page = await BlankAsync(screen);
        await page.Page.GotoAsync(path);
        return page;
    }

    /// <summary>A page that has not gone anywhere yet.</summary>
    internal async Task<OpenPage> BlankAsync(Screen? screen = null)
    {
        var context = await browsers.Chromium.NewContextAsync((screen ?? Screen.Desktop).Options(world.Console.Address));
        contexts.Add(context);
        var page = new OpenPage(await context.NewPageAsync());
        pages.Add(page);
        return page;
    }

    /// <summary>Awaits that something is seen.</summary>
    internal static Task SeenAsync(ILocator locator, TimeSpan? within = null) =>
        Assertions.Expect(locator.First).ToBeVisibleAsync(new() { Timeout = (float)(within ?? Soon).TotalMilliseconds });

    /// <summary>Awaits that nothing of it is seen.</summary>
    internal static Task GoneAsync(ILocator locator, TimeSpan? within = null) =>
        Assertions.Expect(locator).ToHaveCountAsync(0, new() { Timeout = (float)(within ?? Soon).TotalMilliseconds });

    private async Task TellAsync()
    {
        foreach (var (name, log) in world.Logs())
        {
            TestContext.Current.AddAttachment($"{name}.log", log);
            TestContext.Current.TestOutputHelper?.WriteLine($"-- the last words of {name}:\n{string.Join('\n', log.Split('\n').TakeLast(15))}");
        }

        foreach (var page in pages.Where(page => !page.Page.IsClosed))
        {
            TestContext.Current.AddAttachment($"page-{pages.IndexOf(page)}.png", await page.Page.ScreenshotAsync(), "image/png");
            var text = new StringBuilder($"-- what {page.Page.Url} showed:\n").Append(await page.Page.Locator("body").InnerTextAsync());
            TestContext.Current.TestOutputHelper?.WriteLine(text.ToString()[..Math.Min(3000, text.Length)]);
        }
    }
}
