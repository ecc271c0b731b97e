using System.Globalization;
using System.Text;

namespace OpsConsole.Incidents;

/// <summary>Writes a review as Markdown. What people wrote is escaped: it reads as they wrote it, and does nothing.</summary>
internal static class ReviewMarkdown
{
    /// <summary>The whole review.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="review">Its review.</param>
    public static string Of(Incident incident, Review review)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {MarkdownText.Line(incident.Title)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Incident {incident.Id}, class {incident.Class}, {IncidentWords.Of(incident.State)}");
        text.Append(CultureInfo.InvariantCulture, $"{(incident.Systems.IsEmpty ? string.Empty : $", {MarkdownText.Line(string.Join(", ", incident.Systems))}")}.\n");
        text.Append(CultureInfo.InvariantCulture, $"Opened {IncidentLimits.Clock(incident.OpenedAt)} by {MarkdownText.Line(incident.OpenedBy.Name)}");
        text.Append(incident.Lead is { } lead ? $", led by {MarkdownText.Line(lead.Name)}" : string.Empty).Append(incident.Verdict is { } verdict ? $"; its alerts: {IncidentWords.Of(verdict)}.\n" : ".\n");
        foreach (var section in review.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Section.Heading()}\n\n{(section.Text.Length == 0 ? "(nothing written)" : MarkdownText.Block(section.Text))}\n");
        }

        text.Append("\n## Action items\n\n");
        foreach (var item in review.Items)
        {
            text.Append(CultureInfo.InvariantCulture, $"- [{(item.ClosedAt is null ? ' ' : 'x')}] {MarkdownText.Line(item.Text)} ({MarkdownText.Line(item.Owner)}, until {item.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})");
            text.Append(item.Outcome.Length == 0 ? "\n" : $": {MarkdownText.Line(item.Outcome)}\n");
        }

        return review.Items.IsEmpty ? text.Append("(none)\n").ToString() : text.ToString();
    }
}
