using Microsoft.JSInterop;
using OpsConsole.People;
using OpsConsole.SignIn;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Maintenance;

/// <summary>The person's time zone: the one they chose, or else their browser's. One for each circuit.</summary>
/// <param name="scripts">The browser.</param>
/// <param name="preferences">What they chose.</param>
/// <param name="current">Who they are.</param>
internal sealed class BrowserZone(IJSRuntime scripts, IPreferences preferences, CurrentPerson current)
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
            if (current.Person is { } me && await preferences.TimeZoneAsync(me.Subject, CancellationToken.None) is { } chosen)
            {
                return found = chosen;
            }
        }
        catch (StorageException)
        {
            // The browser knows, too.
        }

        try
        {
            await using var module = await scripts.InvokeAsync<IJSObjectReference>("import", "./js/zone.js");
            var zone = ZoneClock.Find(await module.InvokeAsync<string?>("name") ?? string.Empty);
            found = zone.IsOk ? zone.Value : null;
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without it times are told in UTC.
        }

        return found;
    }
}
