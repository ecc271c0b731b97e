using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>A real Chromium.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright playwright;

    private Browser(IPlaywright playwright, IBrowser chromium) => (this.playwright, Chromium) = (playwright, chromium);

    public IBrowser Chromium { get; }

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var program = Array.Find((string[])["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists);
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] }));
    }

    /// <summary>A browser that has never seen the console, but for who is signed in.</summary>
    /// <param name="console">The console.</param>
    public async Task<IBrowserContext> NewContextAsync(ServerProcess console)
    {
        var context = await Chromium.NewContextAsync();
        await context.AddCookiesAsync([console.Visitor!.BrowserCookie(console.Address)]);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        playwright.Dispose();
    }
}
