using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Audit;
using OpsConsole.Metrics;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>What an alert looked like, as it is stored.</summary>
internal sealed record SeenBody(
    AlertState State, ImmutableArray<KeyValuePair<string, string>> Labels, ImmutableArray<KeyValuePair<string, string>> Annotations, ImmutableArray<string> Origins, string? Generator)
{
    // Who writes labels may write ten kilobytes into each; what is kept for a year has bounds.
    private const int LongestText = 2_000;
    private const int LongestName = 200;
    private const int MostLetters = 16_000;
    private const int MostOrigins = 10;

    /// <summary>As JSON.</summary>
    public static string Write(Alert alert) => JsonSerializer.Serialize(
        new SeenBody(
            alert.State, Bounded(alert.Labels), Bounded(alert.Annotations), [.. alert.Origins.Take(MostOrigins).Select(origin => Cut(origin, LongestName))],
            alert.GeneratorUrl is { AbsoluteUri: { Length: <= LongestText } address } ? address : null),
        SeenJson.Default.SeenBody);

    /// <summary>Reads what a row holds.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static SeenBody Read(string fingerprint, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SeenJson.Default.SeenBody) ?? throw Damaged(fingerprint);
        }
        catch (JsonException)
        {
            throw Damaged(fingerprint);
        }
    }

    /// <summary>A name, short enough for a column, that both databases can keep.</summary>
    public static string Name(string text) => StorableJson.Of(Cut(text, LongestName));

    /// <summary>The alert as it was.</summary>
    public Alert AsAlert(string fingerprint, string? system, DateTimeOffset startsAt) => new(fingerprint, LabelSet.Of(Labels), LabelSet.Of(Annotations), State, startsAt)
    {
        System = system,
        Origins = Origins,
        GeneratorUrl = Uri.TryCreate(Generator, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null,
    };

    // The order is by name: what makes the alert what it is comes first, so that it is not what is left out.
    private static ImmutableArray<KeyValuePair<string, string>> Bounded(LabelSet labels)
    {
        var kept = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var letters = 0;
        foreach (var (name, value) in labels.OrderBy(label => label.Key is "alertname" or "severity" or "summary" or "runbook_url" ? 0 : 1))
        {
            var text = Cut(value, LongestText);
            letters += name.Length + text.Length;
            if (letters > MostLetters)
            {
                break;
            }

            kept.Add(new(name, text));
        }

        return kept.DrainToImmutable();
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";

    private static StorageException Damaged(string fingerprint) => new(StorageFault.Corrupt, $"What is kept of the alert {fingerprint} can't be read: its row is damaged.");
}

/// <summary>Escaped, any character can be kept.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SeenBody))]
internal sealed partial class SeenJson : JsonSerializerContext;
