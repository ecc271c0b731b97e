using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

/// <summary>A test of guarded actions: people in browsers of their own.</summary>
public abstract class ActionTest(FleetWorld world, Browsers browsers) : WorldTest(world, browsers), IAsyncLifetime
{
    internal const string Lease = "rynxs/rynxs-operator-leader";

    private readonly List<OwnConsole> consoles = [];

    // A browser that loses its console complains: so the browsers go first.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await DisposeAsync();
        }
        finally
        {
            foreach (var console in consoles)
            {
                await console.DisposeAsync();
            }
        }
    }

    /// <summary>Starts a further console, for this test alone.</summary>
    internal async Task<OwnConsole> StartConsoleAsync(Dictionary<string, string> settings)
    {
        var console = await OwnConsole.StartAsync(World, settings, Cancellation);
        consoles.Add(console);
        return console;
    }

    /// <summary>Opens a page as somebody.</summary>
    internal async Task<OpenPage> OpenAsAsync(string person, string path, Screen? screen = null) =>
        await OpenLiveAsync(path, screen, await World.SignInAsync(person, Cancellation));

    /// <summary>Opens a page of another console as somebody.</summary>
    internal async Task<OpenPage> OpenAtAsync(OwnConsole console, string person, string path, Screen? screen = null) =>
        await OpenLiveAsync(path, screen, await Visitor.SignInAsync(console.Address, person, Cancellation), console.Address);

    /// <summary>Opens the page that asks for an action.</summary>
    internal async Task<ActionView> AskAsync(string person, string kind, string system, string target, string more = "") =>
        new((await OpenAsAsync(person, $"actions/new?kind={kind}&system={system}&target={Uri.EscapeDataString(target)}{more}")).Page);

    /// <summary>A link or button that opens an action's dialog on a page.</summary>
    internal static ILocator Offer(IPage page, string words) => page.Locator("main [aria-haspopup=dialog]").Filter(new() { HasTextRegex = new(words) });

    /// <summary>Awaits what becomes of a run.</summary>
    internal static Task BecomesAsync(ActionView view, string word, TimeSpan? within = null) =>
        Assertions.Expect(view.Result).ToContainTextAsync(word, new() { Timeout = (float)(within ?? Soon).TotalMilliseconds });

    /// <summary>Awaits that an alert is reported, on the list, and opens its page.</summary>
    internal static async Task FollowAsync(IPage alerts, string alert)
    {
        var link = alerts.GetByRole(AriaRole.Link, new() { Name = alert, Exact = true }).First;
        await SeenAsync(link);
        await link.ClickAsync();
        await Assertions.Expect(alerts).ToHaveURLAsync(new Regex("/alerts/[0-9a-f]+"));
    }
}
