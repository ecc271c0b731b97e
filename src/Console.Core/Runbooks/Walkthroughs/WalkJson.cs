using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>What a walkthrough was started with, but for what is searched by.</summary>
internal sealed record WalkBody(
    string Title, string? AlertName, string? Incident, DateTimeOffset ClockFrom, Walker StartedBy, RunbookScene Scene, ImmutableArray<RunbookStep> Outline);

/// <summary>How it ended.</summary>
internal sealed record WalkEnding(Walker By, string Summary);

/// <summary>An event as it is stored, but for its time.</summary>
internal sealed record WalkEventBody(Walker By, string? Step, string Says);

/// <summary>One thing that somebody added: exactly one of the last four.</summary>
internal sealed record WalkEntryBody(string? Step)
{
    public StepNote? Note { get; init; }

    public KeptAnswer? Kept { get; init; }

    public string? Run { get; init; }

    public RunbookFeedback? Feedback { get; init; }
}

/// <summary>An entry, ready to be stored.</summary>
/// <param name="Kind">One of <see cref="WalkEntryKinds"/>.</param>
/// <param name="Body">The JSON of a <see cref="WalkEntryBody"/>.</param>
internal sealed record WalkEntry(string Kind, string Body);

/// <summary>The kinds of entries, as the rows say them.</summary>
internal static class WalkEntryKinds
{
    public const string Note = "note";
    public const string Evidence = "evidence";
    public const string Run = "run";
    public const string Feedback = "feedback";
}

/// <summary>
/// Reads and writes what is kept as JSON in the rows. What comes from outside may hold any character: escaped, all of them can be kept. NaN and infinities are values.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WalkBody))]
[JsonSerializable(typeof(WalkEnding))]
[JsonSerializable(typeof(WalkEventBody))]
[JsonSerializable(typeof(WalkEntryBody))]
[JsonSerializable(typeof(ImmutableArray<BlockAnswer>))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, StoredMark>))]
[JsonSerializable(typeof(PresenceMessage))]
internal sealed partial class WalkJson : JsonSerializerContext
{
    /// <summary>Reads what a row holds.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static T Read<T>(string id, string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Damaged(id);
        }
        catch (JsonException)
        {
            throw Damaged(id);
        }
    }

    private static StorageException Damaged(string id) => new(StorageFault.Corrupt, $"The walkthrough {id} can't be read: its row is damaged.");
}
