using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>
/// One element of a query's <c>result</c>. For a vector and a matrix that is a series; a scalar and a string are a bare pair instead of
/// a list, so that their two elements arrive here as a number and a text.
/// </summary>
/// <param name="Labels">The series' labels; null for a half of a bare pair.</param>
/// <param name="Points">The series' points.</param>
/// <param name="Time">The time of a bare pair.</param>
/// <param name="Text">The value of a bare pair.</param>
internal sealed record ResultItem(LabelSet? Labels, ImmutableArray<Point> Points, double? Time, string? Text);

/// <summary>Reads elements of a result, one at a time while the answer comes in.</summary>
internal sealed class ResultItemConverter : JsonConverter<ResultItem>
{
    public override ResultItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => new ResultItem(null, [], reader.GetDouble(), null),
        JsonTokenType.String => new ResultItem(null, [], null, reader.GetString()),
        JsonTokenType.StartObject => Series(ref reader, options),
        _ => throw new JsonException("a series was due"),
    };

    public override void Write(Utf8JsonWriter writer, ResultItem value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are read, never written.");

    /// <summary>A value as the API writes it: <c>NaN</c>, <c>+Inf</c>, <c>-Inf</c> or a number, with or without exponent.</summary>
    public static double? Value(string? text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };

    /// <summary>A time in seconds since 1970; the API writes milliseconds at most.</summary>
    public static DateTimeOffset Moment(double seconds) => seconds is > -62_000_000_000 and < 250_000_000_000
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
        : throw new JsonException($"{seconds} is no time");

    private static ResultItem Series(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        LabelSet? labels = null;
        var points = ImmutableArray.CreateBuilder<Point>();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metric"u8))
            {
                reader.Read();
                labels = ((JsonConverter<LabelSet>)options.GetConverter(typeof(LabelSet))).Read(ref reader, typeof(LabelSet), options);
            }
            else if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                points.Add(Pair(ref reader));
            }
            else if (reader.ValueTextEquals("values"u8))
            {
                reader.Read();
                Pairs(ref reader, points);
            }
            else
            {
                // Native histograms: nothing in the console asks for them, and a chart of one is no line.
                reader.Read();
                reader.Skip();
            }
        }

        return new ResultItem(labels ?? LabelSet.Empty, points.ToImmutable(), null, null);
    }

    private static void Pairs(ref Utf8JsonReader reader, ImmutableArray<Point>.Builder points)
    {
        Expect(reader.TokenType is JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType is JsonTokenType.StartArray)
        {
            points.Add(Pair(ref reader));
        }
    }

    private static Point Pair(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType is JsonTokenType.StartArray && reader.Read() && reader.TokenType is JsonTokenType.Number);
        var at = Moment(reader.GetDouble());
        Expect(reader.Read() && reader.TokenType is JsonTokenType.String);
        var value = Number(ref reader);
        Expect(reader.Read() && reader.TokenType is JsonTokenType.EndArray);
        return new Point(at, value);
    }

    private static double Number(ref Utf8JsonReader reader) =>
        !reader.HasValueSequence && double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            ? plain
            : Value(reader.GetString()) ?? throw new JsonException("a sample's value must be a number, NaN, +Inf or -Inf");

    private static void Expect(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException("a pair of time and value was due");
        }
    }
}
