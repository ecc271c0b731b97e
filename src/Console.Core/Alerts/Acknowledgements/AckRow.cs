using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>What is kept of an acknowledgement, but for what is searched by.</summary>
internal sealed record AckBody(string AlertName, string By, string Comment, AckOwner? TakenFrom);

/// <summary>Reads and writes what is kept as JSON. What comes from outside may hold any character: escaped, all of them can be kept.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AckBody))]
[JsonSerializable(typeof(AckOwner))]
internal sealed partial class AckJson : JsonSerializerContext
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

    private static StorageException Damaged(string id) => new(StorageFault.Corrupt, $"The acknowledgement {id} can't be read: its row is damaged.");
}

/// <summary>An acknowledgement as it is stored.</summary>
internal sealed class AckRow
{
    private const string Columns = """
        id AS "Id", fingerprint AS "Fingerprint", starts_at AS "StartsAt", system AS "System", subject AS "Subject", at AS "At", expires_at AS "ExpiresAt", body AS "Body",
        ended_at AS "EndedAt", ended AS "Ended", ended_by AS "EndedBy"
        """;

    public string Id { get; init; } = string.Empty;

    public string Fingerprint { get; init; } = string.Empty;

    public long StartsAt { get; init; }

    public string? System { get; init; }

    public string Subject { get; init; } = string.Empty;

    public long At { get; init; }

    public long ExpiresAt { get; init; }

    public string Body { get; init; } = string.Empty;

    public long? EndedAt { get; init; }

    public string? Ended { get; init; }

    public string? EndedBy { get; init; }

    /// <summary>Reads rows.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM acknowledgements: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="transaction">The transaction that it is part of; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<Acknowledgement>> ReadAsync(DbConnection connection, string rest, object? values, DbTransaction? transaction, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<AckRow>(new CommandDefinition($"SELECT {Columns} FROM acknowledgements {rest}", values, transaction, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => row.AsAcknowledgement())];

    /// <summary>As it is stored.</summary>
    public static AckRow Of(Acknowledgement one) => new()
    {
        Id = one.Id,
        Fingerprint = one.Fingerprint,
        StartsAt = StoredTime.Of(one.StartsAt),
        System = one.System,
        Subject = one.By.Subject,
        At = StoredTime.Of(one.At),
        ExpiresAt = StoredTime.Of(one.Until),
        Body = JsonSerializer.Serialize(new AckBody(one.AlertName, one.By.Name, one.Comment, one.TakenFrom), AckJson.Default.AckBody),
        EndedAt = one.EndedAt is { } at ? StoredTime.Of(at) : null,
        Ended = one.Ended?.ToString(),
        EndedBy = one.EndedBy is { } by ? JsonSerializer.Serialize(by, AckJson.Default.AckOwner) : null,
    };

    private Acknowledgement AsAcknowledgement()
    {
        var body = AckJson.Read(Id, Body, AckJson.Default.AckBody);
        return new Acknowledgement
        {
            Id = Id,
            Fingerprint = Fingerprint,
            StartsAt = StoredTime.Read(StartsAt),
            AlertName = body.AlertName,
            System = System,
            By = new AckOwner(Subject, body.By),
            At = StoredTime.Read(At),
            Until = StoredTime.Read(ExpiresAt),
            Comment = body.Comment,
            TakenFrom = body.TakenFrom,
            EndedAt = EndedAt is { } at ? StoredTime.Read(at) : null,
            Ended = Ended is null ? null : Enum.Parse<AckEnd>(Ended),
            EndedBy = EndedBy is null ? null : AckJson.Read(Id, EndedBy, AckJson.Default.AckOwner),
        };
    }
}
