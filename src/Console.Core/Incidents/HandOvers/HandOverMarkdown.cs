using System.Globalization;
using System.Text;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Slo;

namespace OpsConsole.Incidents;

/// <summary>Writes a hand-over as Markdown, to be pasted into a chat or a wiki. What came from outside is escaped.</summary>
internal static class HandOverMarkdown
{
    private const int MostOfEach = 50;

    /// <summary>The whole hand-over.</summary>
    public static string Of(HandOverReport hand)
    {
        var text = new StringBuilder($"# Hand-over, {Clock(hand.At)}\n");
        foreach (var doubt in hand.Doubts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**Not sure:** {MarkdownText.Line(doubt)}\n");
        }

        Part(text, "Notes", hand.Notes, Note);
        Part(text, "Firing, and nobody has it", hand.Unacknowledged, alerts => Firing(alerts, hand.At));
        Part(text, "Acknowledged", hand.Acknowledged, Acknowledged);
        Part(text, $"Silences that end within {DurationText.Words(HandOverReport.Shift)}", hand.SilencesEnding, Silence);
        Part(text, "Waits for approval", hand.Approvals, Approval);
        Part(text, "Budgets at risk", hand.Budgets, Budget);
        Part(text, "Incidents that go on", hand.Incidents, Incident);
        Part(text, $"Done in the last {DurationText.Words(HandOverReport.Shift)}", hand.Done, Done);
        return text.ToString();
    }

    private static void Part<T>(StringBuilder text, string heading, IReadOnlyCollection<T> all, Func<T, string> line)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
        foreach (var one in all.Take(MostOfEach))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {line(one)}\n");
        }

        if (all.Count == 0)
        {
            text.Append("(none)\n");
        }
        else if (all.Count > MostOfEach)
        {
            text.Append(CultureInfo.InvariantCulture, $"- and {all.Count - MostOfEach} more\n");
        }
    }

    private static string Note(HandOverNote note) => $"{MarkdownText.Line(note.By.Name)}, {Clock(note.At)}{Said(note.Text)}";

    private static string Done(HandOverDone one) => $"{Clock(one.At)} {MarkdownText.Line(one.Who)} {MarkdownText.Line(one.Says)}";

    private static string Firing(HandOverAlerts alerts, DateTimeOffset now) => $"{Named(alerts)}, since {Clock(alerts.Since)} ({DurationText.Words(now - alerts.Since)})";

    private static string Acknowledged(HandOverAlerts alerts)
    {
        var had = alerts.Acknowledgement!;
        return $"{Named(alerts)}: {MarkdownText.Line(had.By.Name)} since {Clock(had.At)}, until {Clock(had.Until)}{Said(had.Comment)}";
    }

    private static string Silence(SeenSilence seen)
    {
        var holds = seen.Reach is { Firing: > 0 } reach ? $", holds back {reach.Firing} that fire" : string.Empty;
        var what = $"{MarkdownText.Line(LinkedSilences.LinkOf(seen).Title)}, by {MarkdownText.Line(seen.Silence.CreatedBy)}";
        return $"{what}, ends {Clock(HandOverReport.EndOf(seen))}{holds}{Said(seen.Silence.Comment)}";
    }

    private static string Approval(ActionRun run) =>
        $"{MarkdownText.Line(run.Plan.Title)} ({MarkdownText.Line(run.Plan.System)}), asked by {MarkdownText.Line(run.By.Name)} at {Clock(run.At)}{Said(run.Reason ?? string.Empty)}";

    private static string Budget(ErrorBudget budget)
    {
        var left = budget.Remaining is not { } share ? "what is left is not known"
            : share < 0 ? $"overspent by {Percent(-share)}"
            : $"{Percent(share)} left";
        var burns = budget.Burning is null ? string.Empty : ", burning now";
        var gone = budget.Exhaustion is { } span ? $", gone in {DurationText.Words(span)}" : string.Empty;
        return $"{MarkdownText.Line(budget.System)}, {MarkdownText.Line(budget.Objective.Title)}: {left}{burns}{gone}";
    }

    private static string Percent(double share) => $"{(share * 100).ToString("0", CultureInfo.InvariantCulture)}%";

    private static string Incident(HandOverIncident one)
    {
        var it = one.Shown.Incident;
        var systems = it.Systems.IsEmpty ? string.Empty : $", {MarkdownText.Line(string.Join(", ", it.Systems))}";
        var lead = it.Lead is { } who ? $"{MarkdownText.Line(who.Name)} leads" : "nobody leads";
        var had = it.AcknowledgedAt is null ? ", nobody has it" : string.Empty;
        var notes = one.Notes.Select(note => $"\n  - {Clock(note.At)} {MarkdownText.Line(note.By.Name)}{Said(note.Text)}");
        return $"{MarkdownText.Line(it.Title)} (class {it.Class}, {IncidentWords.Of(it.State)}{systems}), since {Clock(it.OpenedAt)}; {lead}{had}{Alerts(one.Shown.Alerts)}{string.Concat(notes)}";
    }

    private static string Alerts(AlertsNow alerts) => alerts switch
    {
        { QuietSince: { } since } => $"; all its alerts resolved since {Clock(since)}",
        { Firing: 1, Linked: 1 } => "; its alert fires",
        { Firing: > 0 and var firing } => $"; {firing} of its {alerts.Linked} alerts fire",
        { Linked: > 0, Firing: null } => "; whether its alerts fire is not known",
        _ => string.Empty,
    };

    private static string Named(HandOverAlerts alerts)
    {
        var name = alerts.Name.Length == 0 ? "an alert without a name" : MarkdownText.Line(alerts.Name);
        var many = alerts.Count > 1 ? $" ({alerts.Count} alerts)" : string.Empty;
        return $"{alerts.Severity.Word()}: {name}{many}{(alerts.System is null ? string.Empty : $" of {MarkdownText.Line(alerts.System)}")}";
    }

    private static string Said(string text) => text.Length == 0 ? string.Empty : $": {MarkdownText.Line(text)}";

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
