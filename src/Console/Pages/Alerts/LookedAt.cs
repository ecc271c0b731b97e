using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OpsConsole.People;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Alerts;

/// <summary>Up to when a person has seen the board: kept with their preferences, so that it is the same on all their devices.</summary>
/// <param name="current">Whose.</param>
/// <param name="preferences">Where it is preferences.</param>
/// <param name="clock">The time.</param>
internal sealed class LookedAt(CurrentPerson current, IPreferences preferences, TimeProvider clock)
{
    private const string Name = "alerts-looked-at";

    /// <summary>Reads it. For who was never here it is now.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DateTimeOffset> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            if (current.Person is { } person && await preferences.FindAsync(person.Subject, Name, cancellation) is { } json)
            {
                return Read(json) ?? await KeepAsync(cancellation);
            }
        }
        catch (StorageException)
        {
            // The banner tells of the store. Until it is back nothing counts as new.
            return clock.GetUtcNow();
        }

        return await KeepAsync(cancellation);
    }

    /// <summary>All that is there now is seen.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DateTimeOffset> KeepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        try
        {
            if (current.Person is { } person)
            {
                await preferences.KeepAsync(person.Subject, Name, JsonSerializer.Serialize(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), cancellation);
            }
        }
        catch (StorageException)
        {
            // For this page it is seen all the same.
        }

        return now;
    }

    /// <summary>Tells whenever it was set on another device.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<DateTimeOffset> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (current.Person is not { } person)
        {
            yield break;
        }

        await foreach (var name in preferences.FollowAsync(person.Subject, cancellation))
        {
            if (name is Name or "*")
            {
                yield return await ReadAsync(cancellation);
            }
        }
    }

    private static DateTimeOffset? Read(string json)
    {
        try
        {
            return DateTimeOffset.TryParse(JsonSerializer.Deserialize<string>(json), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
