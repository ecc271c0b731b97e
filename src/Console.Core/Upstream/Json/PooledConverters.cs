using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Json;

/// <summary>Reads strings through a pool.</summary>
internal sealed class PooledStringConverter(StringPool pool) : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? pool.Read(ref reader) : throw new JsonException("a text was due");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads a JSON object of texts as labels, through a pool.</summary>
internal sealed class LabelSetConverter(StringPool pool) : JsonConverter<LabelSet>
{
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("labels were due");
        }

        var pairs = ArrayPool<KeyValuePair<string, string>>.Shared.Rent(32);
        var count = 0;
        try
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = pool.Read(ref reader);
                reader.Read();
                var value = reader.TokenType is JsonTokenType.String
                    ? pool.Read(ref reader)
                    : throw new JsonException($"the label {name} must be a text");
                if (count == pairs.Length)
                {
                    pairs = Larger(pairs);
                }

                pairs[count++] = KeyValuePair.Create(name, value);
            }

            return LabelSet.FromPairs(pairs.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<KeyValuePair<string, string>>.Shared.Return(pairs, clearArray: true);
        }
    }

    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, label) in value)
        {
            writer.WriteString(name, label);
        }

        writer.WriteEndObject();
    }

    private static KeyValuePair<string, string>[] Larger(KeyValuePair<string, string>[] full)
    {
        var larger = ArrayPool<KeyValuePair<string, string>>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<KeyValuePair<string, string>>.Shared.Return(full, clearArray: true);
        return larger;
    }
}

/// <summary>How upstreams' JSON is read.</summary>
internal static class UpstreamJson
{
    /// <summary>Options with a pool of their own, and the caller's converters.</summary>
    public static JsonSerializerOptions Options(StringPool pool, params ReadOnlySpan<JsonConverter> more)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultBufferSize = 64 * 1024 };
        options.Converters.Add(new PooledStringConverter(pool));
        options.Converters.Add(new LabelSetConverter(pool));
        foreach (var converter in more)
        {
            options.Converters.Add(converter);
        }

        return options;
    }
}
