using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Runbooks;

/// <summary>What is put on record of walkthroughs: that one was started, that it ended, and who may not. Its steps are in the walkthrough itself.</summary>
internal static class WalkRecord
{
    // The record is kept for ever: what a person or a file says at length is cut.
    private const int Longest = 600;

    /// <summary>It was started.</summary>
    public static AuditEvent Started(string id, WalkStart start, Person person) => new()
    {
        Actor = person,
        Action = Actions.WalkRunbook.Name,
        Stage = AuditStage.Started,
        System = start.SystemId,
        Target = start.Runbook.File,
        Parameters = About(("title", start.Runbook.Title), ("hash", start.Runbook.Hash), ("alert", start.Alert?.Fingerprint), ("alertName", start.Alert?.Name), ("incident", start.Incident)),
        Correlation = id,
    };

    /// <summary>It was ended.</summary>
    public static AuditEvent Ended(WalkRow row, WalkOutcome outcome, string summary, Person person) => new()
    {
        Actor = person,
        Action = Actions.WalkRunbook.Name,
        Stage = AuditStage.Succeeded,
        System = row.System,
        Target = $"{RunbookMatch.Root}{row.Runbook}.md",
        Parameters = About(("outcome", Word(outcome)), ("title", row.Body.Title), ("alert", row.Alert), ("alertName", row.Body.AlertName), ("incident", row.Body.Incident)),
        Reason = summary.Length == 0 ? null : Cut(summary),
        Correlation = row.Id,
    };

    /// <summary>Somebody may not.</summary>
    /// <param name="deed">What they wanted: one of a few words of our own.</param>
    /// <param name="runbook">The runbook's key.</param>
    /// <param name="id">The walkthrough; null where none would be started.</param>
    /// <param name="system">The system.</param>
    /// <param name="person">Who.</param>
    /// <param name="because">Why not.</param>
    public static AuditEvent Denied(string deed, string runbook, string? id, string? system, Person person, string because) => new()
    {
        Actor = person,
        Action = Actions.WalkRunbook.Name,
        Stage = AuditStage.Denied,
        System = system,
        Target = $"{RunbookMatch.Root}{runbook}.md",
        Parameters = About(("deed", deed)),
        Reason = because,
        Correlation = id,
    };

    /// <summary>An outcome in words.</summary>
    public static string Phrase(WalkOutcome outcome) => outcome switch
    {
        WalkOutcome.Resolved => "resolved",
        WalkOutcome.ResolvedOtherwise => "resolved otherwise",
        WalkOutcome.Escalated => "escalated",
        WalkOutcome.FalseAlarm => "a false alarm",
        _ => "left",
    };

    private static ImmutableSortedDictionary<string, string> About(params (string Name, string? Value)[] parts) =>
        parts.Where(part => part.Value is not null).ToImmutableSortedDictionary(part => part.Name, part => Cut(part.Value!), StringComparer.Ordinal);

    private static string Word(WalkOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private static string Cut(string text) => text.Length > Longest ? $"{text[..Longest]}…" : text;
}
