using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>A dead letter as it is stored.</summary>
internal sealed class DeadLetterRow
{
    /// <summary>What is read.</summary>
    public const string Columns = """
        SELECT id AS "Id", channel AS "Channel", at AS "At", last_at AS "LastAt", tries AS "Tries", why AS "Why", body AS "Body",
        CASE WHEN claimed_at > @stale THEN claimed_by END AS "ClaimedBy" FROM dead_letters
        """;

    public string Id { get; init; } = string.Empty;

    public string Channel { get; init; } = string.Empty;

    public long At { get; init; }

    public long LastAt { get; init; }

    public long Tries { get; init; }

    public string Why { get; init; } = string.Empty;

    public string Body { get; init; } = string.Empty;

    public string? ClaimedBy { get; init; }

    /// <summary>The letter.</summary>
    /// <exception cref="StorageException">The row is damaged.</exception>
    public DeadLetter AsLetter() => new(Id, Channel, ReadPage())
    {
        At = StoredTime.Read(At),
        LastAt = StoredTime.Read(LastAt),
        Tries = (int)Tries,
        Why = Why,
        ClaimedBy = ClaimedBy,
    };

    private Page ReadPage()
    {
        try
        {
            return JsonSerializer.Deserialize(Body, PageJson.Default.Page) ?? throw Damaged();
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    private StorageException Damaged() => new(StorageFault.Corrupt, $"The dead letter {Id} can't be read: its row is damaged.");
}

/// <summary>Pages as they are stored. Escaped, any character can be kept.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Page))]
internal sealed partial class PageJson : JsonSerializerContext;
