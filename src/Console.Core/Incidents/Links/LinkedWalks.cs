using OpsConsole.Runbooks;

namespace OpsConsole.Incidents;

/// <summary>Walkthroughs that belong to incidents, step by step.</summary>
/// <param name="walks">The walkthroughs.</param>
internal sealed class LinkedWalks(WalkthroughDesk walks) : ILinkable
{
    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Walkthrough;

    /// <inheritdoc/>
    public async Task<IncidentLink?> FindAsync(string id, CancellationToken cancellation) => await walks.FindAsync(id, cancellation).ConfigureAwait(false) is { } walk
        ? new IncidentLink(LinkKind.Walkthrough, walk.Id, walk.Title, walk.StartedAt) { System = walk.System, Whose = walk.StartedBy.Name }
        : null;

    /// <inheritdoc/>
    public async Task<Told> TellAsync(IncidentLink link, TimelineSpan span, CancellationToken cancellation)
    {
        // What was kept as evidence is not told here: who reads a timeline may not read every log.
        return await walks.FindAsync(link.Id, cancellation).ConfigureAwait(false) is not { } walk
            ? new Told([new TimelineEntry(link.Since, TimelineKind.Walkthrough, $"the runbook {link.Title} was begun{By(link)}") { Link = link }], $"the walkthrough of {link.Title} is not kept any more")
            : new Told([.. walk.Events.Where(one => span.Holds(one.At)).Select(one => new TimelineEntry(one.At, TimelineKind.Walkthrough, $"{one.Says} (runbook {link.Title})")
            {
                By = new IncidentPerson(one.By.Subject, one.By.Name), Link = link,
            })]);
    }

    private static string By(IncidentLink link) => link.Whose.Length == 0 ? string.Empty : $" by {link.Whose}";
}
