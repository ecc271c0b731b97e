using Microsoft.Playwright;

namespace OpsConsole.Tests.Host;

/// <summary>A real Chromium for a page of one console.</summary>
internal static class RealChromium
{
    /// <summary>Starts it: its shell where that is installed, else the whole browser.</summary>
    public static Task<IBrowser> StartAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Array.Find(["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists),
        Args = ["--no-sandbox", "--disable-gpu"],
    });
}
