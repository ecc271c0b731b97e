using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>
/// Reads what Alertmanager's event recorder posts (0.33 and later, <c>--enable-feature=event-recorder</c>, <c>webhook_outputs</c>): protobuf in
/// its JSON form. Until 0.34 labels are lists of pairs, since 0.35 objects; both are read. Kinds of events that nobody knows are passed over.
/// </summary>
public static class EventRecorderHook
{
    /// <summary>A post may not be larger; a batch has 1 MiB when <c>batch_max_bytes</c> was left alone.</summary>
    public const int MostBytes = AlertmanagerWebhook.MostBytes;

    /// <summary>A post may not hold more; a batch has 100 when <c>batch_max_events</c> was left alone.</summary>
    public const int MostEvents = 10_000;

    // Muted, grouped and notified are told again and again, and change nothing that a poll would show sooner.
    private static readonly ImmutableArray<string> News = ["alertCreated", "alertResolved", "silenceCreated", "silenceUpdated"];

    // An event is seven levels deep, in a list eight.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Reads a post.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <returns>What it says, or what is wrong with it.</returns>
    public static Result<EventPost> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => Read([root]),
                JsonValueKind.Array when root.GetArrayLength() > MostEvents => new Problem("body", $"a batch may hold at most {MostEvents:N0} events: set batch_max_events"),
                JsonValueKind.Array => Read([.. root.EnumerateArray()]),
                _ => new Problem("body", "an event recorder posts an event, or a list of events"),
            };
        }
        catch (JsonException e)
        {
            return new Problem("body", $"this is no JSON that an event recorder sends (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            // Thrown by the reader for text that is no valid UTF-16, such as a lone \ud800.
            return new Problem("body", "a text in it is not valid Unicode");
        }
    }

    private static Result<EventPost> Read(JsonElement[] events)
    {
        var (isNews, ended) = (false, ImmutableArray.CreateBuilder<EndedAlert>());
        foreach (var (at, one) in events.Index())
        {
            if (one.ValueKind != JsonValueKind.Object || Time(one, "@timestamp") is not { } time || Inside(one, "data") is not { } data)
            {
                return new Problem(events.Length == 1 ? "event" : $"event {at + 1}", "must be an object with @timestamp and data");
            }

            isNews |= News.Any(kind => Inside(data, kind) is not null);
            if (Inside(data, "alertResolved") is { } resolved)
            {
                if (Ended(resolved, time) is not { } alert)
                {
                    return new Problem(events.Length == 1 ? "event" : $"event {at + 1}", "alertResolved must hold alert.details with labels (text to text) and startsAt");
                }

                ended.Add(alert);
            }
        }

        return new EventPost(events.Length, isNews, ended.ToImmutable());
    }

    private static EndedAlert? Ended(JsonElement resolved, DateTimeOffset told)
    {
        if (Inside(resolved, "alert") is not { } grouped || Inside(grouped, "details") is not { } details
            || Labels(details, "labels") is not { } labels || Time(details, "startsAt") is not { } startsAt)
        {
            return null;
        }

        // A forged or unset end must not lie before the beginning, nor after it was told.
        var endsAt = Time(details, "endsAt") is { } end && end > startsAt && end <= told ? end : told;
        return new EndedAlert(new Alert(Fingerprint.Of(labels), labels, Labels(details, "annotations") ?? LabelSet.Empty, AlertState.Firing, startsAt), endsAt);
    }

    /// <summary>An object of names and values, or, until 0.34, one that holds a list of pairs; null when it is neither.</summary>
    private static LabelSet? Labels(JsonElement owner, string name)
    {
        if (Inside(owner, name) is not { } set)
        {
            return null;
        }

        var pairs = set.TryGetProperty("labels", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(pair => (Name: Text(pair, "key"), Value: (string?)(Text(pair, "value") ?? string.Empty)))
            : set.EnumerateObject().Select(label => (Name: (string?)label.Name, Value: label.Value.ValueKind == JsonValueKind.String ? label.Value.GetString()! : null));
        var read = pairs.ToArray();
        return Array.Exists(read, pair => pair.Name is null || pair.Value is null) ? null : LabelSet.Of(read.Select(pair => KeyValuePair.Create(pair.Name!, pair.Value!)));
    }

    private static JsonElement? Inside(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;
}
