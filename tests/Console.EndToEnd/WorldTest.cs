using System.Net.Http.Json;
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

    /// <summary>Long enough for all alerts of the test before to leave.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromSeconds(120);

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
        var complaints = pages.SelectMany(page => page.Complaints).ToList();
        Assert.True(complaints.Count == 0, string.Join("\n", complaints));
    }

    /// <summary>Opens a page of the console in a browser of its own.</summary>
    internal async Task<OpenPage> OpenAsync(string path, Screen? screen = null, Visitor? visitor = null)
    {
        var page = await BlankAsync(screen, visitor);
        await page.Page.GotoAsync(path);
        return page;
    }

    /// <summary>Opens a page and awaits that its circuit is up: from then on it changes by itself.</summary>
    internal async Task<OpenPage> OpenLiveAsync(string path, Screen? screen = null, Visitor? visitor = null, Uri? console = null)
    {
        var page = await BlankAsync(screen, visitor, console);
        await GoLiveAsync(page.Page, path);
        return page;
    }

    /// <summary>Goes to another page, and awaits that its circuit is up.</summary>
    internal static async Task GoLiveAsync(IPage page, string path)
    {
        var circuit = new TaskCompletionSource();
        var (loads, sockets, frames) = (0, 0, 0);
        page.WebSocket += Await;
        page.DOMContentLoaded += Count;
        try
        {
            await page.GotoAsync(path);
            await circuit.Task.WaitAsync(Soon, Cancellation);
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            // Which part of the way was not gone is all that is left of it afterwards.
            throw new TimeoutException($"No circuit on /{path}: the page came {loads} times, {sockets} connections, {frames} messages. {e.Message}", e);
        }
        finally
        {
            page.WebSocket -= Await;
            page.DOMContentLoaded -= Count;
        }

        void Count(object? sender, IPage loaded) => loads++;

        void Await(object? sender, IWebSocket socket)
        {
            sockets++;
            socket.FrameReceived += (_, frame) =>
            {
                frames++;

                // The frame that draws the page: what comes before it is the handshake, and the title in the head.
                if (frame.Binary?.Length > 1000)
                {
                    circuit.TrySetResult();
                }
            };
        }
    }

    /// <summary>A page that has not gone anywhere yet, in a browser of its own where somebody is signed in: the world's visitor at its console when not told otherwise.</summary>
    internal async Task<OpenPage> BlankAsync(Screen? screen = null, Visitor? visitor = null, Uri? console = null)
    {
        console ??= world.Console.Address;
        var context = await browsers.Chromium.NewContextAsync((screen ?? Screen.Desktop).Options(console));
        contexts.Add(context);
        await context.AddCookiesAsync([(visitor ?? world.Visitor).BrowserCookie(console)]);
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

    /// <summary>Posts an alert to Alertmanager itself, as any client may.</summary>
    internal Task PostAlertAsync(Dictionary<string, string> labels, Dictionary<string, string> annotations) =>
        PostAsync(new { labels, annotations, endsAt = DateTimeOffset.UtcNow.AddMinutes(10) });

    /// <summary>Ends an alert that was posted.</summary>
    internal Task ResolveAsync(Dictionary<string, string> labels) => PostAsync(new { labels, endsAt = DateTimeOffset.UtcNow.AddSeconds(-1) });

    /// <summary>What stands out of the page's right edge, so that somebody would have to scroll sideways; empty when nothing does.</summary>
    internal static Task<string> StandsOutAsync(IPage page) => page.EvaluateAsync<string>("""
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return '';
          const out = [...document.body.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > width + 1);
          return `${document.documentElement.scrollWidth} of ${width} px: ` + out.slice(-4).map(element => element.outerHTML.slice(0, 160)).join(' | ');
        }
        """);

    private async Task PostAsync(object alert)
    {
        using var http = new HttpClient { BaseAddress = world.Alertmanager.Address };
        using var answer = await http.PostAsJsonAsync("api/v2/alerts", new[] { alert }, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
    }

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
