using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>An event as it is stored, but for its number, its times and its kind.</summary>
internal sealed record IncidentEventBody(IncidentPerson By, string Says, string Text, int? Note);

/// <summary>Reads and writes what is kept as JSON in the rows. What comes from outside may hold any character: escaped, all of them can be kept.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredIncident))]
[JsonSerializable(typeof(IncidentEventBody))]
[JsonSerializable(typeof(ReviewTextBody))]
[JsonSerializable(typeof(ReviewItemBody))]
internal sealed partial class IncidentJson : JsonSerializerContext
{
    /// <summary>Reads what a row holds.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static T Read<T>(string id, string json, JsonTypeInfo<T> type)
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

    /// <summary>Reads an incident.</summary>
    /// <exception cref="StorageException">Its row is damaged.</exception>
    public static StoredIncident Read(string id, string json)
    {
        var read = Read(id, json, Default.StoredIncident);

        // What is read compares by the culture of the machine; names are compared as they are.
        return read with
        {
            Incident = read.Incident with { Roles = read.Incident.Roles.WithComparers(StringComparer.Ordinal) },
            Touched = read.Touched.WithComparers(StringComparer.Ordinal),
        };
    }

    private static StorageException Damaged(string id) => new(StorageFault.Corrupt, $"The incident {id} can't be read: its row is damaged.");
}

/// <summary>An event's own row.</summary>
internal sealed class IncidentEventRow
{
    public const string Columns = """incident AS "Incident", number AS "Number", at AS "At", written_at AS "WrittenAt", kind AS "Kind", body AS "Body" """;

    public string Incident { get; init; } = string.Empty;

    public long Number { get; init; }

    public long At { get; init; }

    public long WrittenAt { get; init; }

    public string Kind { get; init; } = string.Empty;

    public string Body { get; init; } = string.Empty;

    public IncidentEvent AsEvent()
    {
        var body = IncidentJson.Read(Incident, Body, IncidentJson.Default.IncidentEventBody);
        return new IncidentEvent((int)Number, StoredTime.Read(At), body.By, Enum.Parse<IncidentEventKind>(Kind), body.Says)
        {
            WrittenAt = StoredTime.Read(WrittenAt),
            Text = body.Text,
            Note = body.Note,
        };
    }
}
