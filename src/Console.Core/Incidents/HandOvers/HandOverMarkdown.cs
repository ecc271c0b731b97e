using System.Globalization;
using System.Text;

namespace OpsConsole.Incidents;

/// <summary>Writes a hand-over as Markdown, to be pasted into a chat or a wiki. What came from outside is escaped.</summary>
internal static class HandOverMarkdown
{
    private const int MostOfEach = 50;

    /// <summary>The whole hand-over.</summary>
    public static string Of(HandOver hand)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Hand-over, {Clock(hand.At)}\n");
        foreach (var doubt in hand.Doubts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**Not sure:** {MarkdownText.Line(doubt)}\n");
        }

        Part(text, "Firing, and nobody has it", hand.Unacknowledged, alerts => $"{Named(alerts)}, since {Clock(alerts.Since)} ({Ago(hand.At - alerts.Since)})");
        Part(text, "Acknowledged", hand.Acknowledged, alerts => $"{Named(alerts)}: {MarkdownText.Line(alerts.Acknowledgement!.By.Name)} since {Clock(alerts.Acknowledgement.At)}, until {Clock(alerts.Acknowledgement.Until)}{Said(alerts.Acknowledgement.Comment)}");
        Part(text, "Silences that end within 8 h", hand.SilencesEnding, seen =>
            $"{MarkdownText.Line(LinkedSilences.LinkOf(seen).Title)}, by {MarkdownText.Line(seen.Silence.CreatedBy)}, ends {Clock(HandOver.EndOf(seen))}{(seen.Reach is { Firing: > 0 } reach ? $", holds back {reach.Firing} that fire" : string.Empty)}{Said(seen.Silence.Comment)}");
        Part(text, "Waits for approval", hand.Approvals, run => $"{MarkdownText.Line(run.Plan.Title)} ({MarkdownText.Line(run.Plan.System)}), asked by {MarkdownText.Line(run.By.Name)} at {Clock(run.At)}{Said(run.Reason ?? string.Empty)}");
        Part(text, "Budgets at risk", hand.Budgets, budget =>
            $"{MarkdownText.Line(budget.System)}, {MarkdownText.Line(budget.Objective.Title)}: {(budget.Remaining is { } left ? $"{(left * 100).ToString("0", CultureInfo.InvariantCulture)}% left" : "what is left is not known")}{(budget.Burning is null ? string.Empty : ", burning now")}{(budget.Exhaustion is { } gone ? $", gone in {Ago(gone)}" : string.Empty)}");
        Part(text, "Incidents that go on", hand.Incidents, Incident);
        return text.ToString();
    }

    private static string Incident(HandOverIncident one)
    {
        var it = one.Shown.Incident;
        var alerts = one.Shown.Alerts;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{MarkdownText.Line(it.Title)} (class {it.Class}, {IncidentWords.Of(it.State)}{(it.Systems.IsEmpty ? string.Empty : $", {MarkdownText.Line(string.Join(", ", it.Systems))}")}), since {Clock(it.OpenedAt)}; ");
        text.Append(it.Lead is { } lead ? $"{MarkdownText.Line(lead.Name)} leads" : "nobody leads").Append(it.AcknowledgedAt is null ? ", nobody has it" : string.Empty);
        text.Append(alerts switch
        {
            { QuietSince: { } since } => $"; all its alerts resolved since {Clock(since)}",
            { Firing: > 0 and var firing } => $"; {firing} of its {alerts.Linked} alerts fire",
            { Linked: > 0, Firing: null } => "; whether its alerts fire is not known",
            _ => string.Empty,
        });
        foreach (var note in one.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  - {Clock(note.At)} {MarkdownText.Line(note.By.Name)}{Said(note.Text)}");
        }

        return text.ToString();
    }

    private static void Part<T>(StringBuilder text, string heading, IReadOnlyCollection<T> all, Func<T, string> line)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
        foreach (var one in all.Take(MostOfEach))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {line(one)}\n");
        }

        _ = all.Count == 0 ? text.Append("(none)\n") : all.Count > MostOfEach ? text.Append(CultureInfo.InvariantCulture, $"- and {all.Count - MostOfEach} more\n") : text;
    }

    private static string Named(HandOverAlerts alerts) =>
        $"{Alerts.SeverityNames.Word(alerts.Severity)}: {(alerts.Name.Length == 0 ? "an alert without a name" : MarkdownText.Line(alerts.Name))}{(alerts.Count > 1 ? $" ({alerts.Count} alerts)" : string.Empty)}{(alerts.System is null ? string.Empty : $" of {MarkdownText.Line(alerts.System)}")}";

    private static string Said(string text) => text.Length == 0 ? string.Empty : $": {MarkdownText.Line(text)}";

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Ago(TimeSpan span) => DurationText.Words(span);
}
