using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Alerts;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>An escalation as it is stored, but for what is searched by.</summary>
internal sealed record EscalationBody(
    string AlertName, Severity Severity, int Class, string Says, string Fingerprint, EscalationPlan Plan, DateTimeOffset Since, int Leg, DateTimeOffset LegAt, EscalationAck? Ack,
    DateTimeOffset? GoneSince, ImmutableArray<string> Alerts)
{
    /// <summary>Of an escalation.</summary>
    public static EscalationBody Of(Escalation it) =>
        new(it.AlertName, it.Severity, it.Class, it.Says, it.Fingerprint, it.Plan, it.Since, it.Leg, it.LegAt, it.Ack, it.GoneSince, it.Alerts);
}

/// <summary>A notice as it is stored, but for what is searched by.</summary>
internal sealed record NoticeBody(
    PageKind Kind, int Leg, int Step, int Via, string Channel, string PageStep, string To, string? Address, DateTimeOffset DueAt, string? Late, string Says, string? Reference,
    ImmutableArray<string> Subjects)
{
    /// <summary>Of a notice.</summary>
    public static NoticeBody Of(EscalationNotice one) =>
        new(one.Kind, one.Leg, one.Step, one.Via, one.Channel, one.PageStep, one.To, one.Address, one.DueAt, one.Late, one.Says, one.Reference, one.Subjects);
}

/// <summary>Reads and writes what is kept as JSON in the rows: escaped, every character can be kept.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EscalationBody))]
[JsonSerializable(typeof(NoticeBody))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class EscalationJson : JsonSerializerContext
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

    private static StorageException Damaged(string id) => new(StorageFault.Corrupt, $"The escalation {id} can't be read: its row is damaged.");
}
