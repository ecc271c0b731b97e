using Microsoft.Playwright;

namespace OpsConsole.EndToEnd;

/// <summary>A real Chromium.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string[] Switches =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"];

    private IPlaywright? playwright;

    internal IBrowser Chromium { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();

        // On a busy machine everything comes, but later.
        Assertions.SetDefaultExpectTimeout((float)WorldTest.Soon.TotalMilliseconds);
        Chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program(), Args = Switches });
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null)
        {
            await Chromium.DisposeAsync();
        }

        playwright?.Dispose();
    }

    // Its shell draws pages as it does, and no windows around them that nobody sees.
    private static string Program() => Array.Find(["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists)
        ?? throw new InvalidOperationException("Chromium is missing. Install it: apt-get install chromium (test.sh does so).");
}
