using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>
/// Text as both databases can keep it: PostgreSQL has no NUL, UTF-8 has no half characters. Whoever puts such into a user name must not
/// thereby keep the refusal of their sign-in off the record, so they are replaced and not refused.
/// </summary>
internal static class StorableJson
{
    private const char Replacement = '\uFFFD';

    /// <summary>A copy that can be stored.</summary>
    /// <param name="members">The original.</param>
    public static JsonObject Of(JsonObject members)
    {
        var storable = new JsonObject();
        foreach (var (name, value) in members)
        {
            storable[Of(name)] = Of(value);
        }

        return storable;
    }

    /// <summary>The text with a replacement character for each that can't be stored.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value == 0 ? storable.Append(Replacement) : storable.Append(rune.ToString());
        }

        return storable.ToString();
    }

    private static JsonNode? Of(JsonNode? value) => value switch
    {
        JsonObject members => Of(members),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        JsonValue text when text.GetValueKind() is JsonValueKind.String && text.TryGetValue<string>(out var written) => JsonValue.Create(Of(written)),
        _ => value?.DeepClone(),
    };
}
