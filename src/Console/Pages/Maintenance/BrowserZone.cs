using Microsoft.JSInterop;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Maintenance;

/// <summary>The time zone of the person's own browser: one for each circuit.</summary>
/// <param name="scripts">The browser.</param>
internal sealed class BrowserZone(IJSRuntime scripts)
{
    private TimeZoneInfo? found;

    /// <summary>The zone; null while the browser was not asked, or when it names none that is known here.</summary>
    public TimeZoneInfo? Zone => found;

    /// <summary>Asks the browser; call it once the circuit is up.</summary>
    public async Task<TimeZoneInfo?> AskAsync()
    {
        if (found is not null)
        {
            return found;
        }

        try
        {
            await using var module = await scripts.InvokeAsync<IJSObjectReference>("import", "./js/zone.js");
            var zone = ZoneClock.Find(await module.InvokeAsync<string>("name"));
            found = zone.IsOk ? zone.Value : null;
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without it times are told in UTC.
        }

        return found;
    }
}
