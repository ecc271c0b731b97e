using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>The body of an entry: what its hash covers, in canonical form. docs/audit-format.md describes it; a change needs a new format number.</summary>
internal static class AuditBody
{
    /// <summary>The most characters of a body: what is longer belongs elsewhere.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>The member with the entry's place.</summary>
    public const string SequenceMember = "sequence";

    /// <summary>Members that say nothing of what happened.</summary>
    public static readonly ImmutableHashSet<string> PlaceMembers = ["format", SequenceMember, "at", "keyId", "previousHash"];

    private const long Format = 1;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The members that do not depend on the place in the chain.</summary>
    /// <param name="happened">What happened.</param>
    /// <returns>The members, or what can't be recorded as it is.</returns>
    public static Result<JsonObject> Of(AuditEvent happened)
    {
        var members = new JsonObject
        {
            ["format"] = Format,
            ["subject"] = happened.Actor.Subject,
            ["name"] = happened.Actor.Name,
            ["method"] = JsonNamingPolicy.CamelCase.ConvertName(happened.Actor.Method.ToString()),
            ["action"] = happened.Action,
            ["stage"] = Word(happened.Stage),
            ["correlation"] = happened.Correlation ?? Guid.NewGuid().ToString("N"),
        };
        foreach (var (name, text) in new[]
        {
            ("address", happened.Actor.Address), ("system", happened.System), ("target", happened.Target), ("reason", happened.Reason), ("planHash", happened.PlanHash),
        })
        {
            if (text is not null)
            {
                members[name] = text;
            }
        }

        if (!happened.Parameters.IsEmpty)
        {
            members["parameters"] = new JsonObject(happened.Parameters.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value)));
        }

        if (happened.Evidence is { Count: > 0 } evidence)
        {
            members["evidence"] = evidence.DeepClone();
        }

        var storable = StorableJson.Of(members);
        return Complete(storable, new ChainPlace(CanonicalJson.LargestNumber, DateTimeOffset.UnixEpoch, new string('0', 64), new string('0', 64))) switch
        {
            { IsOk: false } bad => bad.Problems,
            { Value.Length: > Longest } => new Problem("audit", $"the entry is longer than {Longest} characters: shorten its evidence"),
            _ => storable,
        };
    }

    /// <summary>The whole body.</summary>
    /// <param name="members">What <see cref="Of"/> gave; completed in place.</param>
    /// <param name="place">Its place in the chain.</param>
    public static Result<string> Complete(JsonObject members, ChainPlace place)
    {
        members[SequenceMember] = place.Sequence;
        members["at"] = place.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        members["keyId"] = place.KeyId;
        members["previousHash"] = place.PreviousHash;
        return CanonicalJson.Write(members);
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The canonical text.</param>
    /// <param name="hash">Its hash.</param>
    /// <returns>The entry; null when the text is no body.</returns>
    public static AuditEntry? Read(string body, string hash)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject members ? Entry(members, hash) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A stage as bodies and columns say it.</summary>
    /// <param name="stage">The stage.</param>
    public static string Word(AuditStage stage) => JsonNamingPolicy.CamelCase.ConvertName(stage.ToString());

    private static AuditEntry Entry(JsonObject members, string hash)
    {
        string? Text(string name) => members[name]?.GetValue<string>();
        string Must(string name) => Text(name) ?? throw new FormatException(name);
        return new AuditEntry
        {
            Sequence = (members[SequenceMember] ?? throw new FormatException(SequenceMember)).GetValue<long>(),
            At = DateTimeOffset.ParseExact(Must("at"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Subject = Must("subject"),
            Name = Must("name"),
            Method = Must("method"),
            Address = Text("address"),
            Action = Must("action"),
            Stage = Enum.Parse<AuditStage>(Must("stage"), ignoreCase: true),
            System = Text("system"),
            Target = Text("target"),
            Parameters = (members["parameters"] as JsonObject)?.ToImmutableSortedDictionary(one => one.Key, one => one.Value!.GetValue<string>(), StringComparer.Ordinal)
                ?? ImmutableSortedDictionary<string, string>.Empty,
            Reason = Text("reason"),
            Evidence = members["evidence"]?.DeepClone().AsObject(),
            PlanHash = Text("planHash"),
            Correlation = Must("correlation"),
            KeyId = Must("keyId"),
            PreviousHash = Must("previousHash"),
            Hash = hash,
        };
    }
}

/// <summary>Where an entry goes.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="At">The time.</param>
/// <param name="KeyId">The key that its hash is made with.</param>
/// <param name="PreviousHash">The hash before it; empty for the first.</param>
internal sealed record ChainPlace(long Sequence, DateTimeOffset At, string KeyId, string PreviousHash);
