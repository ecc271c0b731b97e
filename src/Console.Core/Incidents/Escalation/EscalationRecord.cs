using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Incidents;

/// <summary>What is put on record of escalations. All entries of one escalation have its id in common.</summary>
internal static class EscalationRecord
{
    public const string Begin = "escalation-begin";
    public const string Stop = "escalation-stop";
    public const string Resume = "escalation-resume";
    public const string Leave = "escalation-leave";
    public const string End = "escalation-end";
    public const string Page = "escalation-page";

    private const int Longest = 400;

    /// <summary>It begins.</summary>
    public static AuditEvent Begun(Escalation it, string because) => Of(it, Begin, AuditStage.Succeeded, Cut(because)) with
    {
        Evidence = new JsonObject
        {
            ["alert"] = it.Fingerprint,
            ["class"] = it.Class,
            ["firingSince"] = Text(it.BeganAt),
            ["policy"] = it.Plan.Policy,
            ["steps"] = it.Plan.Steps.Length,
        },
    };

    /// <summary>It does something else than before; null when that is nothing to be recorded.</summary>
    /// <param name="was">As it was.</param>
    /// <param name="it">As it is.</param>
    /// <param name="stopped">Notices that were stopped.</param>
    /// <param name="followers">Notices that tell so.</param>
    public static AuditEvent? Changed(Escalation was, Escalation it, IReadOnlyCollection<EscalationNotice> stopped, IReadOnlyCollection<EscalationNotice> followers)
    {
        if (was.State == it.State && was.Ack?.By == it.Ack?.By)
        {
            return stopped.Count + followers.Count == 0 ? null : Of(it, Stop, AuditStage.Succeeded, "What is no longer wanted is stopped.") with { Evidence = Pages([.. stopped, .. followers]) };
        }

        var pending = stopped.Count switch { 0 => "nothing was under way", 1 => "1 notice under way was stopped", var count => $"{count} notices under way were stopped" };
        var (action, says) = it.State switch
        {
            EscalationState.Acknowledged => (Stop, $"{it.Ack!.By.Name} has it until {Text(it.Ack.Until)}: nothing more is told, and {pending}."),
            EscalationState.Held => (Stop, $"It is held back: nothing is told meanwhile, and {pending}."),
            EscalationState.Left => (Leave, "Nobody has it any more, but it is so old by now that nobody is called for it: it is on the board."),
            EscalationState.Over => (End, $"It resolved: nothing more is told, and {pending}."),
            _ => (Resume, it.Leg == was.Leg ? "It is no longer held back: its steps go on." : "Nobody has it any more: its steps begin anew."),
        };
        return Of(it, action, AuditStage.Succeeded, Cut(says)) with { Evidence = Pages([.. stopped, .. followers]) };
    }

    /// <summary>A step is about to be told, can't be told, or is too late.</summary>
    public static AuditEvent Paging(Escalation it, IReadOnlyCollection<EscalationNotice> notices)
    {
        var first = notices.First();
        var isBegun = first.State is NoticeState.Intended;
        var says = isBegun ? $"Step {first.PageStep} is due: {first.To} by {first.Channel}." : $"Step {first.PageStep} is not told: {first.Says}";
        return Of(it, Page, isBegun ? AuditStage.Started : AuditStage.Failed, Cut(says)) with { Evidence = Pages(notices) };
    }

    /// <summary>What became of a page.</summary>
    public static AuditEvent Answered(Escalation it, EscalationNotice one, Delivery delivery) => Of(it, Page, delivery.IsDelivered ? AuditStage.Succeeded : AuditStage.Failed, Cut(delivery.Says)) with
    {
        Evidence = new JsonObject
        {
            ["pages"] = new JsonArray([Shown(one)]),
            ["tries"] = delivery.Tries,
            ["reference"] = one.Reference is { } reference ? Cut(reference) : null,
            ["deadLetter"] = delivery.DeadLetter,
        },
    };

    private static JsonObject Pages(IEnumerable<EscalationNotice> notices) => new() { ["pages"] = new JsonArray([.. notices.Select(Shown)]) };

    private static JsonNode Shown(EscalationNotice one) => new JsonObject
    {
        ["kind"] = one.Kind.ToString(),
        ["step"] = one.PageStep,
        ["leg"] = one.Leg,
        ["channel"] = Cut(one.Channel),
        ["to"] = Cut(one.To),
        ["due"] = Text(one.DueAt),
        ["late"] = one.Late is { } late ? Cut(late) : null,
    };

    private static AuditEvent Of(Escalation it, string action, AuditStage stage, string reason) => new()
    {
        Actor = Person.Console,
        Action = action,
        Stage = stage,
        System = it.System,
        Target = it.AlertName.Length == 0 ? "(no name)" : Cut(it.AlertName),
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("escalation", it.Id),
        Reason = reason,
        Correlation = it.Id,
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length > Longest ? $"{text[..Longest]}…" : text;
}
