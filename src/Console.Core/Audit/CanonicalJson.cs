using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>
/// The canonical form of RFC 8785: one value, one text. Keys go by their UTF-16 code units, nothing is written that need not be. Only whole
/// numbers within 2^53 are taken: they look the same in every language, fractions do not.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The largest whole number that every reader of JSON keeps as it is.</summary>
    public const long LargestNumber = 9_007_199_254_740_991;

    private const int Deepest = 32;

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value; null is JSON's.</param>
    /// <returns>The text, or what in the value has no canonical form.</returns>
    public static Result<string> Write(JsonNode? value)
    {
        var text = new StringBuilder();
        return Write(value, text, string.Empty, 0) is { } problem ? problem : text.ToString();
    }

    private static Problem? Write(JsonNode? value, StringBuilder to, string path, int depth)
    {
        if (depth > Deepest)
        {
            return new Problem(path, $"is nested deeper than {Deepest}");
        }

        switch (value?.GetValueKind() ?? JsonValueKind.Null)
        {
            case JsonValueKind.Object:
                return Write(value!.AsObject(), to, path, depth);
            case JsonValueKind.Array:
                return Write(value!.AsArray(), to, path, depth);
            case JsonValueKind.String:
                return Write(TextOf(value!), to, path);
            case JsonValueKind.Number:
                return Number(value!, to, path);
            case var kind:
                to.Append(kind is JsonValueKind.True ? "true" : kind is JsonValueKind.False ? "false" : "null");
                return null;
        }
    }

    private static Problem? Write(JsonObject members, StringBuilder to, string path, int depth)
    {
        to.Append('{');
        var separator = string.Empty;
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            to.Append(separator);
            separator = ",";
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (Write(name, to, here) is { } badName)
            {
                return badName;
            }

            to.Append(':');
            if (Write(value, to, here, depth + 1) is { } badValue)
            {
                return badValue;
            }
        }

        to.Append('}');
        return null;
    }

    private static Problem? Write(JsonArray items, StringBuilder to, string path, int depth)
    {
        to.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            to.Append(i == 0 ? string.Empty : ",");
            if (Write(items[i], to, $"{path}[{i}]", depth + 1) is { } problem)
            {
                return problem;
            }
        }

        to.Append(']');
        return null;
    }

    private static Problem? Write(string text, StringBuilder to, string path)
    {
        to.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (char.IsSurrogate(letter))
            {
                if (!char.IsSurrogatePair(text, i))
                {
                    return new Problem(path, "holds half a character: no UTF-8 can be made of it");
                }

                to.Append(letter);
                letter = text[++i];
            }

            _ = letter switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append(@"\\"),
                '\b' => to.Append("\\b"),
                '\f' => to.Append("\\f"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                < ' ' => to.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => to.Append(letter),
            };
        }

        to.Append('"');
        return null;
    }

    private static Problem? Number(JsonNode value, StringBuilder to, string path)
    {
        var written = value.ToJsonString();
        if (!decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || number != decimal.Truncate(number) || Math.Abs(number) > LargestNumber || IsNearZero(written, number))
        {
            return new Problem(path, $"{written} is no whole number within 2^53: write it as text");
        }

        to.Append(((long)number).ToString(CultureInfo.InvariantCulture));
        return null;
    }

    // A decimal rounds 1e-99 to nought, which would be another number.
    private static bool IsNearZero(string written, decimal number) =>
        number == 0 && written.AsSpan(0, written.AsSpan().IndexOfAny('e', 'E') is >= 0 and var at ? at : written.Length).ContainsAnyInRange('1', '9');

    private static string TextOf(JsonNode value) =>
        value.AsValue().TryGetValue<string>(out var text) ? text : JsonSerializer.Deserialize(value.ToJsonString(), TextJson.Default.String)!;
}

/// <summary>A date or an id in a tree of JSON is a text, too.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class TextJson : System.Text.Json.Serialization.JsonSerializerContext;
