using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Upstream.Json;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>A field that may be written as a number or as a text: <c>3</c> or <c>50%</c>.</summary>
internal sealed class NumberOrTextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetInt64().ToString(CultureInfo.InvariantCulture),
        JsonTokenType.String => reader.GetString()!,
        _ => throw new JsonException("a number or a text was due"),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>
/// Reads labels. The pods of a workload have the same: what was met lately is given again, so that thousands of pods hold hundreds of
/// dictionaries. A table of fixed size without a lock, as in <see cref="StringPool"/>: a lost update costs a dictionary.
/// </summary>
internal sealed class LabelsConverter(StringPool pool) : JsonConverter<ImmutableDictionary<string, string>>
{
    private const int Places = 1 << 12;
    private readonly ImmutableDictionary<string, string>?[] remembered = new ImmutableDictionary<string, string>?[Places];

    public override ImmutableDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("labels were due");
        }

        var pairs = new ArrayBufferWriter<KeyValuePair<string, string>>(16);
        var hash = default(HashCode);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = pool.Read(ref reader);
            reader.Read();
            var value = reader.TokenType is JsonTokenType.String ? pool.Read(ref reader) : throw new JsonException($"the label {name} must be a text");
            hash.Add(name);
            hash.Add(value);
            pairs.Write([KeyValuePair.Create(name, value)]);
        }

        return Of(pairs.WrittenSpan, hash.ToHashCode());
    }

    public override void Write(Utf8JsonWriter writer, ImmutableDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, label) in value)
        {
            writer.WriteString(name, label);
        }

        writer.WriteEndObject();
    }

    private ImmutableDictionary<string, string> Of(ReadOnlySpan<KeyValuePair<string, string>> pairs, int hash)
    {
        ref var place = ref remembered[hash & (Places - 1)];
        return place is { } known && Same(known, pairs) ? known : place = ImmutableDictionary.CreateRange(pairs.ToArray());
    }

    private static bool Same(ImmutableDictionary<string, string> known, ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        if (known.Count != pairs.Length)
        {
            return false;
        }

        foreach (var (name, value) in pairs)
        {
            if (!known.TryGetValue(name, out var there) || there != value)
            {
                return false;
            }
        }

        return true;
    }
}
