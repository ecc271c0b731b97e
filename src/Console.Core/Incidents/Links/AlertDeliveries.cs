using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>
/// Whom the alerts of an incident were told to, by what channel, and what became of each page. One escalation may be for several alerts of an incident: it is told once, so this is no
/// <see cref="ILinkable"/> that each alert would be asked for.
/// </summary>
/// <param name="escalations">The escalations.</param>
internal sealed class AlertDeliveries(EscalationStore escalations)
{
    /// <summary>So many are told of one incident.</summary>
    public const int Most = 500;

    /// <summary>What was told of some alerts.</summary>
    /// <param name="alerts">The alerts as they belong to an incident.</param>
    /// <param name="span">The time that is told of.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    public async Task<Told> TellAsync(ImmutableArray<IncidentLink> alerts, TimelineSpan span, CancellationToken cancellation)
    {
        var stories = await escalations.OfAlertsAsync([.. alerts.Select(link => link.Id)], span.From, cancellation).ConfigureAwait(false);
        var all = stories.SelectMany(story => story.Notices.Select(one => Entry(story.It, one, alerts))).Where(entry => span.Holds(entry.At)).OrderBy(entry => entry.At).ToList();
        return new Told([.. all.Take(Most)], all.Count > Most ? $"{all.Count} pages were sent for its alerts: the first {Most} are told" : null);
    }

    /// <summary>A page as an entry of a timeline.</summary>
    /// <param name="it">What it was sent for.</param>
    /// <param name="one">The page.</param>
    /// <param name="alerts">The alerts of the incident.</param>
    internal static TimelineEntry Entry(Escalation it, EscalationNotice one, ImmutableArray<IncidentLink> alerts) =>
        new(one.DoneAt ?? one.IntendedAt, TimelineKind.Page, one.Kind is PageKind.Trigger ? Called(it, one) : Heard(it, one))
        {
            Text = string.Join(" ", new[] { one.Late, one.State is NoticeState.Failed or NoticeState.Skipped ? one.Says : null }.OfType<string>()),
            Link = alerts.FirstOrDefault(link => link.Id == it.Fingerprint) ?? alerts.FirstOrDefault(link => it.Alerts.Contains(link.Id)),
        };

    private static string Called(Escalation it, EscalationNotice one)
    {
        var step = $"{Named(it)}, step {one.Step} of {it.Plan.Steps.Length}";
        return one.State switch
        {
            NoticeState.Delivered => $"{one.Channel} took the page for {one.To}: {step}",
            NoticeState.Failed => $"{one.Channel} did not take the page for {one.To}: {step}; {Next(it, one)}",
            NoticeState.Stopped => $"the page for {one.To} by {one.Channel} was stopped before an answer came: {step}",
            NoticeState.Skipped => $"the page for {one.To} by {one.Channel} was left out: {step}",
            _ => $"the page for {one.To} by {one.Channel} is on its way: {step}",
        };
    }

    private static string Next(Escalation it, EscalationNotice one) => it.Plan.Steps.FirstOrDefault(step => step.Number == one.Step) is { } step && one.Via + 1 < step.By.Length
        ? $"next was {step.By[one.Via + 1]}"
        : one.Step < it.Plan.Steps.Length ? "no channel was left, and the next step was due" : "no channel and no step was left";

    private static string Heard(Escalation it, EscalationNotice one)
    {
        var what = one.Kind is PageKind.Resolve ? $"{Named(it)} resolved" : $"somebody has {Named(it)}";
        return one.State switch
        {
            NoticeState.Delivered => $"{one.Channel} heard that {what}",
            NoticeState.Failed => $"{one.Channel} could not be told that {what}",
            NoticeState.Stopped or NoticeState.Skipped => $"{one.Channel} was not told any more that {what}",
            _ => $"{one.Channel} is being told that {what}",
        };
    }

    private static string Named(Escalation it) => it.AlertName.Length == 0 ? "an alert without a name" : it.AlertName;
}
