using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>What an Alertmanager posts when a group of alerts changed (version 4). It wakes the collector; the poll is the truth.</summary>
/// <param name="Receiver">The receiver it was routed to.</param>
/// <param name="IsFiring">Whether any alert of the group fires.</param>
/// <param name="Alerts">The group's alerts, firing and resolved.</param>
/// <param name="Truncated">How many more the receiver's <c>max_alerts</c> left out.</param>
public sealed record AlertmanagerPost(string Receiver, bool IsFiring, ImmutableArray<PostedAlert> Alerts, long Truncated);

/// <summary>One alert of a post.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="IsFiring">Whether it fires; a resolved one does not.</param>
/// <param name="Labels">Its labels: untrusted text.</param>
/// <param name="StartsAt">Since when.</param>
/// <param name="EndsAt">When it ended; null while it fires.</param>
public sealed record PostedAlert(string Fingerprint, bool IsFiring, LabelSet Labels, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

/// <summary>Reads what an Alertmanager posts.</summary>
public static class AlertmanagerWebhook
{
    /// <summary>A post may not be larger; <c>max_alerts</c> of the receiver keeps it small.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    // The payload is four levels deep.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Reads a post.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <returns>The post, or what is wrong with it.</returns>
    public static Result<AlertmanagerPost> Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MostBytes)
        {
            return new Problem("body", $"a post may have at most {MostBytes:N0} bytes; set max_alerts for this receiver");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return new Problem("body", $"this is no JSON that an Alertmanager sends (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            // Thrown by the reader for text that is no valid UTF-16, such as a lone \ud800.
            return new Problem("body", "a text in it is not valid Unicode");
        }
    }

    private static Result<AlertmanagerPost> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "version") is not { } version)
        {
            return new Problem("version", "an Alertmanager's post is an object with \"version\": \"4\"");
        }

        if (version != "4")
        {
            return new Problem("version", $"version 4 is understood; this is '{(version.Length > 20 ? "something else" : version)}'");
        }

        if (!root.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
        {
            return new Problem("alerts", "must be a list of alerts");
        }

        var read = ImmutableArray.CreateBuilder<PostedAlert>(alerts.GetArrayLength());
        foreach (var alert in alerts.EnumerateArray())
        {
            if (ReadAlert(alert) is not { } posted)
            {
                return new Problem($"alerts[{read.Count}]", "must have labels (text to text), a status (firing or resolved) and a startsAt");
            }

            read.Add(posted);
        }

        var truncated = root.TryGetProperty("truncatedAlerts", out var cut) && cut.ValueKind == JsonValueKind.Number
            && cut.TryGetInt64(out var count) ? count : 0;
        return new AlertmanagerPost(Text(root, "receiver") ?? string.Empty, Text(root, "status") == "firing", read.ToImmutable(), truncated);
    }

    private static PostedAlert? ReadAlert(JsonElement alert)
    {
        if (alert.ValueKind != JsonValueKind.Object || Text(alert, "status") is not ("firing" or "resolved")
            || !alert.TryGetProperty("labels", out var labels)
            || labels.ValueKind != JsonValueKind.Object || labels.EnumerateObject().Any(label => label.Value.ValueKind != JsonValueKind.String)
            || Time(alert, "startsAt") is not { } startsAt)
        {
            return null;
        }

        var set = LabelSet.Of(labels.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!)));
        var firing = Text(alert, "status") == "firing";
        return new PostedAlert(Text(alert, "fingerprint") ?? Fingerprint.Of(set), firing, set, startsAt,
            firing ? null : Time(alert, "endsAt"));
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;
}
