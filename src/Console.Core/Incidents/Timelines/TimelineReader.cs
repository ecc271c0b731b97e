using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Reads timelines: what happened on an incident, and what all did that belongs to it.</summary>
/// <param name="store">The incidents.</param>
/// <param name="links">What belongs to them.</param>
/// <param name="deliveries">Whom its alerts were told to.</param>
/// <param name="clock">The time.</param>
internal sealed class TimelineReader(IncidentStore store, LinkBook links, AlertDeliveries deliveries, TimeProvider clock)
{
    /// <summary>The timeline of an incident.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<Timeline> ReadAsync(Incident incident, CancellationToken cancellation)
    {
        var events = await store.EventsAsync([incident.Id, .. incident.Merged], cancellation).ConfigureAwait(false);
        var span = TimelineSpan.Of(incident, clock.GetUtcNow());
        var told = new List<Told>(incident.Links.Length + 1);
        foreach (var link in incident.Links)
        {
            told.Add(await links.TellAsync(link, span, cancellation).ConfigureAwait(false));
        }

        told.Add(await deliveries.TellAsync([.. incident.Linked(LinkKind.Alert)], span, cancellation).ConfigureAwait(false));
        return Timeline.Of(incident, events, told);
    }
}
