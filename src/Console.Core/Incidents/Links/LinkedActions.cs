using OpsConsole.Remediation;

namespace OpsConsole.Incidents;

/// <summary>Guarded actions that belong to incidents: who asked, who agreed, what became of them.</summary>
/// <param name="actions">The actions.</param>
internal sealed class LinkedActions(ActionStore actions) : ILinkable
{
    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Action;

    /// <summary>A run as it belongs to an incident.</summary>
    public static IncidentLink LinkOf(ActionRun run) => new(LinkKind.Action, run.Id, run.Plan.Title, run.At) { System = run.Plan.System, Whose = run.By.Name };

    /// <inheritdoc/>
    public async Task<IncidentLink?> FindAsync(string id, CancellationToken cancellation) =>
        id.Length is > 0 and <= 40 && id.All(char.IsAsciiLetterOrDigit) && await actions.FindAsync(id, cancellation).ConfigureAwait(false) is { Run: var run } ? LinkOf(run) : null;

    /// <inheritdoc/>
    public async Task<Told> TellAsync(IncidentLink link, TimelineSpan span, CancellationToken cancellation)
    {
        if (await actions.FindAsync(link.Id, cancellation).ConfigureAwait(false) is not { Run: var run })
        {
            return new Told([Entry(link, link.Since, $"asked for: {link.Title}") with { By = new IncidentPerson(string.Empty, link.Whose) }], $"what became of {link.Title} is not kept any more");
        }

        var entries = new List<TimelineEntry> { Entry(link, run.At, $"asked for: {link.Title}") with { By = IncidentPerson.Of(run.By), Text = run.Reason ?? string.Empty } };
        if (run.Approval is { } said)
        {
            entries.Add(Entry(link, said.At, $"{(said.Agreed ? "agreed to" : "refused")}: {link.Title}") with { By = IncidentPerson.Of(said.By), Text = said.Reason });
        }

        if (run.EndedAt is { } at)
        {
            entries.Add(Entry(link, at, $"{link.Title}: {Ended(run)}") with { Text = run.Says ?? string.Empty });
        }

        return new Told([.. entries.Where(entry => span.Holds(entry.At))]);
    }

    private static TimelineEntry Entry(IncidentLink link, DateTimeOffset at, string says) => new(at, TimelineKind.Action, says) { Link = link };

    private static string Ended(ActionRun run) => run.State switch
    {
        RunState.Refused => "refused",
        RunState.Lapsed => "lapsed, and was not done",
        RunState.Withdrawn => "taken back, and was not done",
        _ => run.Outcome switch
        {
            ActionOutcome.Worked => "it worked",
            ActionOutcome.NoEffect => "it had no effect",
            ActionOutcome.MadeWorse => "it made things worse",
            ActionOutcome.RefusedByServer => "the server refused it",
            ActionOutcome.NotBegun => "it was not begun",
            _ => "whether it was done is not known",
        },
    };
}
