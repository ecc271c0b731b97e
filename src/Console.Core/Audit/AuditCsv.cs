using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>Entries as a table.</summary>
internal static class AuditCsv
{
    /// <summary>The first line, with its end.</summary>
    public const string Header =
        "sequence,at,subject,name,method,address,action,stage,system,target,parameters,reason,evidence,planHash,correlation,keyId,previousHash,hash\r\n";

    /// <summary>The line of an entry, with its end.</summary>
    /// <param name="entry">The entry.</param>
    public static string Line(AuditEntry entry)
    {
        var parameters = entry.Parameters.IsEmpty ? null : new JsonObject(entry.Parameters.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value)));
        string?[] cells =
        [
            entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), entry.Subject, entry.Name, entry.Method,
            entry.Address, entry.Action, AuditBody.Word(entry.Stage), entry.System, entry.Target, Json(parameters), entry.Reason, Json(entry.Evidence), entry.PlanHash,
            entry.Correlation, entry.KeyId, entry.PreviousHash, entry.Hash,
        ];
        return CsvText.Line(cells);
    }

    private static string? Json(JsonObject? value) => value is null ? null : CanonicalJson.Write(value).Value;
}
