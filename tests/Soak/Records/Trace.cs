using System.Text.Json.Nodes;
using OpsConsole.Soak.People;

namespace OpsConsole.Soak.Records;

/// <summary>Where acts of a kind leave their marks.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="InAudit">The text of an entry that holds the act's mark, where the entry is about such an act; null where acts of the kind leave none.</param>
/// <param name="Rows">What gives a text of each row that an act makes; null where rows change, so that they can't be counted.</param>
internal sealed record Trace(ActKind Kind, Func<JsonNode, string?>? InAudit, string? Rows)
{
    /// <summary>One for each kind.</summary>
    public static IReadOnlyList<Trace> All { get; } =
    [
        new(ActKind.IncidentOpen, entry => Is(entry, "work-incident", "succeeded", "open") ? Text(entry["parameters"]?["title"]) : null, "SELECT body FROM incidents"),
        new(ActKind.IncidentNote, entry => Is(entry, "work-incident", "succeeded", "note") ? Text(entry["reason"]) : null, "SELECT body FROM incident_events WHERE kind = 'Note'"),
        new(ActKind.IncidentClose, entry => Is(entry, "close-incident", "succeeded", "close") ? Text(entry["reason"]) : null, "SELECT body FROM incidents WHERE ended_at IS NOT NULL"),

        // Who renews an acknowledgement writes over their own comment.
        new(ActKind.Acknowledge, entry => Is(entry, "acknowledge", "succeeded", null) ? Text(entry["reason"]) : null, null),
        new(ActKind.WalkNote, null, "SELECT body FROM walk_entries"),
        new(ActKind.WalkEnd, entry => Is(entry, "walk-runbook", "succeeded", null) ? Text(entry["reason"]) : null, "SELECT ending FROM walkthroughs WHERE ended_at IS NOT NULL"),
        new(ActKind.WindowMake, entry => Is(entry, "window-create", "succeeded", null) ? Text(entry["target"]) : null, "SELECT body FROM maintenance_windows"),
        new(ActKind.Action, entry => Text(entry["stage"]) == "requested" ? Text(entry["reason"]) : null, "SELECT idempotency_key FROM actions WHERE idempotency_key IS NOT NULL"),
    ];

    private static bool Is(JsonNode entry, string action, string stage, string? deed) =>
        Text(entry["action"]) == action && Text(entry["stage"]) == stage && (deed is null || Text(entry["parameters"]?["deed"]) == deed);

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? string.Empty;
}
