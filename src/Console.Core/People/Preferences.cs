using System.Text;
using System.Text.Json;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>The names of what the console itself keeps for people, and how it is read.</summary>
public static class Preferences
{
    /// <summary>The person's time zone: an IANA name.</summary>
    public const string TimeZone = "time-zone";

    /// <summary>The most bytes of a value.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The most values of a person.</summary>
    public const int MostValues = 100;

    /// <summary>The longest name.</summary>
    public const int LongestName = 100;

    /// <summary>A person's time zone; null when they chose none (then the browser's counts), or chose one that is not known here any more.</summary>
    /// <param name="preferences">Where it is kept.</param>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public static async Task<TimeZoneInfo?> TimeZoneAsync(this IPreferences preferences, string subject, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return await preferences.FindAsync(subject, TimeZone, cancellation).ConfigureAwait(false) is { } json && Text(json) is { } name && Zone(name) is { IsOk: true } zone ? zone.Value : null;
    }

    /// <summary>Keeps a person's time zone.</summary>
    /// <param name="preferences">Where it is kept.</param>
    /// <param name="subject">Whose.</param>
    /// <param name="name">An IANA name; null or empty: the browser's counts.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The name as it is kept (empty for none); or why not, with the field's name: <c>timeZone</c>, <c>storage</c>.</returns>
    public static async Task<Result<string>> KeepTimeZoneAsync(this IPreferences preferences, string subject, string? name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        var wanted = name?.Trim() ?? string.Empty;
        var zone = wanted.Length == 0 ? null : Zone(wanted);
        if (zone is { IsOk: false })
        {
            return zone.Problems;
        }

        var kept = await preferences.KeepAsync(subject, TimeZone, zone is null ? null : JsonSerializer.Serialize(zone.Value.Id), cancellation).ConfigureAwait(false);
        return kept.IsOk ? zone?.Value.Id ?? string.Empty : kept.Problems;
    }

    /// <summary>A time zone by its IANA name.</summary>
    /// <param name="name">The name: untrusted.</param>
    public static Result<TimeZoneInfo> Zone(string name) =>
        name is { Length: > 0 and <= LongestName } && !name.Contains("..", StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId
            ? zone
            : new Problem("timeZone", $"'{(name.Length > 40 ? $"{name[..40]}…" : name)}' is no time zone: write a name such as Europe/Berlin or UTC");

    /// <summary>What is wrong with a name or a value; none when nothing is.</summary>
    internal static Problem? Wrong(string name, string? json) =>
        name.Length is 0 or > LongestName || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            ? new Problem("name", $"must have 1 to {LongestName} lower case letters, digits and dashes")
            : json is null ? null
            : Encoding.UTF8.GetByteCount(json) > MostBytes ? new Problem("value", $"has more than {MostBytes / 1024} KB")
            : json.Contains('\0', StringComparison.Ordinal) || !IsJson(json) ? new Problem("value", "is no JSON")
            : null;

    private static bool IsJson(string json)
    {
        try
        {
            using var _ = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // Half a character is no text that could be kept.
            return false;
        }
    }

    private static string? Text(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.ValueKind is JsonValueKind.String ? parsed.RootElement.GetString() : null;
    }
}

/// <summary>Keeps preferences in the database.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The time.</param>
internal sealed class PreferenceStore(Database database, TimeProvider clock) : IPreferences
{
    private const string Topic = "preferences";

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string subject, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(name);
        return Preferences.Wrong(name, null) is not null ? null : (await database.ReadAsync(
            connection => connection.QueryAsync<string>(new CommandDefinition(
                "SELECT value FROM preferences WHERE subject = @subject AND name = @name", new { subject, name }, cancellationToken: cancellation)),
            cancellation).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<Result<string>> KeepAsync(string subject, string name, string? json, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(name);
        if (Preferences.Wrong(name, json) is { } wrong)
        {
            return wrong;
        }

        try
        {
            return await database.WriteAsync<Result<string>>(work => WriteAsync(work, subject, name, json, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> FollowAsync(string subject, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return PersonalNews.OfAsync(database.News.FollowAsync(Topic, cancellation), subject);
    }

    private async Task<Result<string>> WriteAsync(StoreWork work, string subject, string name, string? json, CancellationToken cancellation)
    {
        var about = new { subject, name, json, at = StoredTime.Of(clock.GetUtcNow()), most = Preferences.MostValues };
        if (json is null)
        {
            await work.ExecuteAsync("DELETE FROM preferences WHERE subject = @subject AND name = @name", about, cancellation).ConfigureAwait(false);
        }
        else
        {
            var others = await work.QueryAsync<long>("SELECT COUNT(*) FROM preferences WHERE subject = @subject AND name <> @name", about, cancellation).ConfigureAwait(false);
            if (others[0] >= Preferences.MostValues)
            {
                return new Problem("name", $"{Preferences.MostValues} values are kept already, and no more are");
            }

            await work.ExecuteAsync(
                """
                INSERT INTO preferences (subject, name, value, changed_at) VALUES (@subject, @name, @json, @at)
                ON CONFLICT (subject, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
                """,
                about, cancellation).ConfigureAwait(false);
        }

        work.Tell(Topic, PersonalNews.Say(subject, name));
        return json ?? string.Empty;
    }
}

/// <summary>News of what is one person's own. A subject may be long and is a secret to others: it travels as its hash.</summary>
internal static class PersonalNews
{
    /// <summary>What is told.</summary>
    public static string Say(string subject, string what) => $"{Mark(subject)} {what}";

    /// <summary>What is told to one person.</summary>
    public static async IAsyncEnumerable<string> OfAsync(IAsyncEnumerable<string> news, string subject)
    {
        var mark = Mark(subject);
        await foreach (var told in news.ConfigureAwait(false))
        {
            if (told == StoreNews.Everything)
            {
                yield return told;
            }
            else if (told.StartsWith(mark, StringComparison.Ordinal))
            {
                yield return told[(mark.Length + 1)..];
            }
        }
    }

    private static string Mark(string subject) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 16));
}
