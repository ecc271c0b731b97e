using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>What a review begins with: what the console knows already, so that people write what it does not.</summary>
internal static class ReviewDraft
{
    // What a person reads through; all of it is in the incident's own timeline.
    private const int MostLines = 200;

    /// <summary>The first text of each section; a section that only people can write is empty.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="systems">The titles of its systems.</param>
    /// <param name="timeline">What happened.</param>
    /// <param name="spent">What it cost.</param>
    /// <param name="until">Its end; the time now for one that goes on.</param>
    public static ImmutableSortedDictionary<ReviewSection, string> Of(Incident incident, ImmutableArray<string> systems, Timeline timeline, ImmutableArray<BudgetSpent> spent, DateTimeOffset until) =>
        ReviewSections.All.ToImmutableSortedDictionary(section => section, section => section switch
        {
            ReviewSection.Summary => Summary(incident, systems, until),
            ReviewSection.Impact => Impact(incident, spent, until),
            ReviewSection.Timeline => Lines(timeline),
            ReviewSection.Causes => incident.Cause,
            _ => string.Empty,
        });

    private static string Summary(Incident incident, ImmutableArray<string> systems, DateTimeOffset until)
    {
        var about = systems.IsEmpty ? "no system" : string.Join(", ", systems);
        return $"{incident.Title} (class {incident.Class}, {about}). It began at {IncidentLimits.Clock(incident.OpenedAt)} and {(incident.IsOpen ? "goes on" : "was over")} "
            + $"{(incident.IsOpen ? $"after {DurationText.Words(until - incident.OpenedAt)}" : $"{DurationText.Words(until - incident.OpenedAt)} later, at {IncidentLimits.Clock(until)}")}. "
            + (incident.AcknowledgedAt is { } had ? $"{incident.AcknowledgedBy!.Name} had it after {DurationText.Words(had - incident.OpenedAt)}" : "Nobody said that they have it")
            + (incident.MitigatedAt is { } mitigated ? $"; it was mitigated after {DurationText.Words(mitigated - incident.OpenedAt)}." : ".");
    }

    private static string Impact(Incident incident, ImmutableArray<BudgetSpent> spent, DateTimeOffset until) => string.Join('\n', (string[])
    [
        $"It lasted {DurationText.Words(until - incident.OpenedAt)}.",
        .. spent.IsEmpty ? ["No objective of its systems tells what it cost."] : spent.Select(one => $"- {one.System}, {one.Says}"),
    ]);

    private static string Lines(Timeline timeline)
    {
        var lines = timeline.Entries.Take(MostLines).Select(TimelineWords.Line).Concat(timeline.Missing.Select(missing => $"- (not told: {missing})"));
        return string.Join('\n', timeline.Entries.Length > MostLines ? lines.Append($"- (and {timeline.Entries.Length - MostLines} more)") : lines);
    }
}
