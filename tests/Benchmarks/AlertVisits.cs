using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>Opens the Alerts page in a browser and types into its filter.</summary>
internal sealed class AlertVisits(Browser browser, ServerProcess console) : IAsyncDisposable
{
    private const int Words = 25;
    private const int Letters = 3;

    // Runs before the page's own scripts. A click on a page that is not connected yet goes nowhere: the first that is answered tells.
    private const string WatchUsable = """
        window.seen = {};
        const look = () => {
          if (!seen.row && document.querySelector('.alerts a[data-row]')?.getBoundingClientRect().height > 0) seen.row = performance.now();
          const pause = document.querySelector('[data-pause]');
          if (pause?.getAttribute('aria-pressed') === 'true') { seen.usable = performance.now(); return; }
          if (seen.row) pause?.click();
          setTimeout(look, 20);
        };
        look();
        """;

    // From the key's own time to the frame that shows the number of alerts that now fit.
    private const string WatchKeys = """
        () => {
          let expected, done, pressed = 0;
          document.addEventListener('keydown', key => { pressed ||= key.timeStamp; }, true);
          const look = () => {
            if (!pressed || !done || !expected(document.querySelector('main [role=status]').textContent)) return;
            const tell = done, at = pressed;
            done = undefined;
            requestAnimationFrame(() => tell(performance.now() - at));
          };
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
          window.awaitFit = start => {
            pressed = 0;
            expected = start ? text => text.startsWith(start) : text => !text.includes(' fit. ');
            window.fit = new Promise((resolve, reject) => {
              done = resolve;
              setTimeout(() => reject(`nothing says "${start}": ${document.querySelector('main [role=status]').textContent}`), 20000);
            });
            window.fit.catch(() => {});
          };
        }
        """;

    private readonly string address = new Uri(console.Address, "alerts").ToString();
    private IPage? typing;

    /// <summary>Opens the page in a browser that has never seen the console, and again in the same one.</summary>
    public async Task<(Visit Cold, Visit Warm)> OpenAsync()
    {
        await using var context = await browser.NewContextAsync(console);
        await context.AddInitScriptAsync(WatchUsable);
        return (await OpenAsync(context), await OpenAsync(context));
    }

    /// <summary>Opens a line of text: what the browser itself takes.</summary>
    public async Task<double> OpenBareAsync()
    {
        await using var context = await browser.Chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(console.Address, "health/live").ToString());
        return await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
    }

    /// <summary>Types words letter by letter and takes them away again.</summary>
    /// <param name="alerts">What the console knows: each letter's effect is checked.</param>
    /// <returns>Milliseconds from each key to the screen.</returns>
    public async Task<Figures> TypeAsync(SampleAlert[] alerts)
    {
        typing = await (await browser.NewContextAsync(console)).NewPageAsync();
        await typing.AddInitScriptAsync(WatchUsable);
        await typing.GotoAsync(address);
        await typing.WaitForFunctionAsync("() => window.seen.usable");

        // Until then what is typed would be lost. Clicks that are still under way may leave the page paused or not: people type into one that is not.
        await Task.Delay(TimeSpan.FromSeconds(2));
        if (await typing.Locator("[data-pause][aria-pressed=true]").CountAsync() > 0)
        {
            await typing.Locator("[data-pause]").ClickAsync();
            await typing.Locator("[data-pause][aria-pressed=false]").WaitForAsync();
        }

        await typing.Locator("[data-filter]").FocusAsync();
        await typing.EvaluateAsync(WatchKeys);
        var figures = new Figures();
        foreach (var word in SelectiveWords(alerts))
        {
            var starts = Enumerable.Range(1, word.Length).Select(length => Start(alerts, word[..length])).ToArray();
            for (var i = 0; i < word.Length; i++)
            {
                figures.Add(await PressAsync(word[i].ToString(), starts[i]));
            }

            for (var i = word.Length - 1; i >= 0; i--)
            {
                figures.Add(await PressAsync("Backspace", i == 0 ? string.Empty : starts[i - 1]));
            }
        }

        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        if (typing is not null)
        {
            await typing.Context.CloseAsync();
        }
    }

    private static string Start(SampleAlert[] alerts, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{alerts.Count(alert => alert.Contains(text))} of {alerts.Length} fit. ");

    // Each letter must change what is shown, or there would be nothing to see.
    private static IEnumerable<string> SelectiveWords(SampleAlert[] alerts) => alerts.Select(alert => alert.Labels["pod"][^6..][..Letters])
        .Distinct()
        .Where(word => Enumerable.Range(1, Letters).Select(length => alerts.Count(alert => alert.Contains(word[..length]))).ToArray() is var counts
            && counts.Distinct().Count() == Letters && counts[0] < alerts.Length)
        .Take(Words);

    private async Task<double> PressAsync(string key, string start)
    {
        await typing!.EvaluateAsync("start => window.awaitFit(start)", start);
        await typing.Keyboard.PressAsync(key);
        return await typing.EvaluateAsync<double>("() => window.fit");
    }

    private async Task<Visit> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        var pushed = 0;
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => pushed += frame.Binary?.Length ?? Encoding.UTF8.GetByteCount(frame.Text ?? string.Empty);
        await page.GotoAsync(address);
        await page.WaitForFunctionAsync("() => window.seen.usable");
        var seen = await page.EvaluateAsync<double[]>("""
            () => [seen.row, seen.usable, [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
              .reduce((sum, entry) => sum + entry.transferSize, 0)]
            """);
        await page.CloseAsync();
        return new(seen[0], seen[1], seen[2] + pushed);
    }
}
