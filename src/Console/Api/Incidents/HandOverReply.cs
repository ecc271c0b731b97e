using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Silences;

namespace OpsConsole.Api;

/// <summary>Alerts of one name and system that fire.</summary>
internal sealed record HandOverAlertsReply(string? System, string Name, string Severity, int Count, DateTimeOffset Since, AckReply? Acknowledgement)
{
    public static HandOverAlertsReply Of(HandOverAlerts alerts) => new(alerts.System, alerts.Name, alerts.Severity.Label(), alerts.Count, alerts.Since, alerts.Acknowledgement is { } had ? AckReply.Of(had) : null);
}

/// <summary>A silence that ends soon.</summary>
internal sealed record HandOverSilenceReply(string Id, IReadOnlyList<string> Matchers, string Author, string Comment, DateTimeOffset EndsAt, int? Firing)
{
    public static HandOverSilenceReply Of(SeenSilence seen) => new(
        seen.Silence.Id, [.. seen.Silence.Matchers.Select(matcher => matcher.ToString()), .. seen.Silence.Unjudged], seen.Silence.CreatedBy, seen.Silence.Comment, HandOverReport.EndOf(seen), seen.Reach?.Firing);
}

/// <summary>An action that waits for a second person.</summary>
internal sealed record HandOverApprovalReply(string Id, string Title, string System, PersonReply By, DateTimeOffset At, string? Reason, DateTimeOffset? LapsesAt);

/// <summary>A budget at risk.</summary>
internal sealed record HandOverBudgetReply(string System, string Objective, string Title, string Health, double? Remaining, double? ExhaustedInSeconds, string? Burning);

/// <summary>An incident that goes on.</summary>
internal sealed record HandOverIncidentReply(IncidentReply Incident, IReadOnlyList<IncidentNoteReply> Notes);

/// <summary>What somebody wants the next shift to know.</summary>
internal sealed record HandOverNoteReply(PersonReply By, DateTimeOffset At, string Text);

/// <summary>Something that somebody did.</summary>
internal sealed record HandOverDoneReply(DateTimeOffset At, string Who, string Says, string Kind, string Target);

/// <summary>What the next shift must know.</summary>
internal sealed record HandOverReply(
    DateTimeOffset At, IReadOnlyList<HandOverAlertsReply> Unacknowledged, IReadOnlyList<HandOverAlertsReply> Acknowledged, IReadOnlyList<HandOverSilenceReply> SilencesEnding,
    IReadOnlyList<HandOverApprovalReply> Approvals, IReadOnlyList<HandOverBudgetReply> Budgets, IReadOnlyList<HandOverIncidentReply> Incidents,
    IReadOnlyList<HandOverNoteReply> Notes, IReadOnlyList<HandOverDoneReply> Done, IReadOnlyList<string> Doubts)
{
    public static HandOverReply Of(HandOverReport hand) => new(
        hand.At, [.. hand.Unacknowledged.Select(HandOverAlertsReply.Of)], [.. hand.Acknowledged.Select(HandOverAlertsReply.Of)], [.. hand.SilencesEnding.Select(HandOverSilenceReply.Of)],
        [.. hand.Approvals.Select(run => new HandOverApprovalReply(run.Id, run.Plan.Title, run.Plan.System, PersonReply.Of(run.By), run.At, run.Reason, run.LapsesAt))],
        [.. hand.Budgets.Select(budget => new HandOverBudgetReply(
            budget.System, budget.Objective.Name, budget.Objective.Title, ApiWords.Of(budget.Health), budget.Remaining, budget.Exhaustion?.TotalSeconds, budget.Burning?.Label()))],
        [.. hand.Incidents.Select(one => new HandOverIncidentReply(
            new IncidentReply(one.Shown.Incident) { AlertsFiring = one.Shown.Alerts.Firing, AlertsQuietSince = one.Shown.Alerts.QuietSince }, [.. one.Notes.Select(IncidentNoteReply.Of)]))],
        [.. hand.Notes.Select(note => new HandOverNoteReply(IncidentReply.Person(note.By), note.At, note.Text))],
        [.. hand.Done.Select(one => new HandOverDoneReply(one.At, one.Who, one.Says, ApiWords.Of(one.Kind), one.Id))], hand.Doubts);
}
