using Microsoft.JSInterop;

namespace OpsConsole.Pages.Systems.Panels;

/// <summary>How wide a chart that stands alone is drawn in the person's browser. One for each circuit.</summary>
/// <param name="scripts">The browser.</param>
internal sealed class BrowserWidth(IJSRuntime scripts)
{
    private int? found;

    /// <summary>Asks the browser, once; call it once the circuit is up.</summary>
    /// <returns>Pixels; 0 when it does not say.</returns>
    public async Task<int> AskAsync()
    {
        if (found is not null)
        {
            return found.Value;
        }

        try
        {
            await using var module = await scripts.InvokeAsync<IJSObjectReference>("import", "./js/screen.js");
            found = Math.Max(0, await module.InvokeAsync<int>("plotWidth"));
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without it a chart has as few points as a small one.
        }

        return found ?? 0;
    }
}
