using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;

namespace OpsConsole.Incidents;

/// <summary>Alerts that belong to incidents, with what they did and who had them.</summary>
/// <param name="live">What fires.</param>
/// <param name="history">What did.</param>
/// <param name="acks">Who had them.</param>
internal sealed class LinkedAlerts(LiveState live, AlertHistory history, AckDesk acks) : ILinkable
{
    private const int MostTold = 200;

    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Alert;

    /// <summary>An alert as it belongs to an incident.</summary>
    public static IncidentLink LinkOf(Alert alert) => new(LinkKind.Alert, alert.Fingerprint, Named(alert.Name), alert.StartsAt) { System = alert.System };

    /// <inheritdoc/>
    public async Task<IncidentLink?> FindAsync(string id, CancellationToken cancellation) =>
        !AlertMemory.IsFingerprint(id) ? null
        : live.Alerts.Current.Value?.Find(id) is { } firing ? LinkOf(firing)
        : await history.LastSeenAsync(id, cancellation).ConfigureAwait(false) is { } seen ? LinkOf(seen.Alert)
        : null;

    /// <inheritdoc/>
    public async Task<Told> TellAsync(IncidentLink link, TimelineSpan span, CancellationToken cancellation)
    {
        var story = await history.OfAsync(link.Id, span.From, cancellation).ConfigureAwait(false);
        var changes = story.Intervals.Where(interval => span.Holds(interval.From)).ToList();
        var entries = changes.Take(MostTold).Select(interval => Changed(link, interval)).ToList();
        foreach (var one in await acks.OfAsync(link.Id, MostTold, cancellation).ConfigureAwait(false))
        {
            entries.AddRange(Had(link, one).Where(entry => span.Holds(entry.At)));
        }

        return new Told(
            [.. entries],
            changes.Count > MostTold ? $"{link.Title} changed {changes.Count} times: the first {MostTold} are told"
            : story.Intervals.IsEmpty ? $"what {link.Title} did is not in the history"
            : null);
    }

    /// <summary>Takes the alerts of an incident that fire and that nobody has, where the person may.</summary>
    public async Task<ImmutableArray<AckAnswer>> AcknowledgeAsync(Incident incident, Person person, CancellationToken cancellation)
    {
        var board = live.Alerts.Current.Value;
        var firing = incident.Linked(LinkKind.Alert).Where(link => board?.Find(link.Id) is { State: not AlertState.Pending }).Select(link => link.Id).ToList();
        var taken = firing.Count == 0 ? ImmutableArray<AckAnswer>.Empty : await acks.AcknowledgeAsync(person, firing, IncidentLimits.Cut($"incident {incident.Title}", IncidentLimits.Title), null, cancellation).ConfigureAwait(false);
        return taken.Match(answers => answers, _ => []);
    }

    /// <summary>Whether the alerts of an incident fire, and since when none does.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    public async Task<AlertsNow> NowAsync(Incident incident, CancellationToken cancellation)
    {
        var linked = incident.Linked(LinkKind.Alert).ToList();
        var board = live.Alerts.Current.Value;
        if (linked.Count == 0 || board is null || live.Alerts.Freshness is not Freshness.Live)
        {
            return new AlertsNow(linked.Count, linked.Count == 0 ? 0 : null, null);
        }

        var ids = linked.Select(link => link.Id).ToHashSet(StringComparer.Ordinal);
        var firing = board.Alerts.Count(alert => ids.Contains(alert.Fingerprint) && alert.State is not AlertState.Pending);

        // A source that is silent may have one of them still.
        return firing > 0 ? new AlertsNow(linked.Count, firing, null)
            : !board.Silent.IsEmpty ? new AlertsNow(linked.Count, null, null)
            : new AlertsNow(linked.Count, 0, await history.QuietSinceAsync(ids, cancellation).ConfigureAwait(false));
    }

    private static TimelineEntry Changed(IncidentLink link, AlertInterval interval) => new(interval.From, TimelineKind.Alert, interval.State switch
    {
        AlertState.Firing => $"{link.Title} fires ({interval.Severity.Label()})",
        AlertState.Pending => $"{link.Title} is pending",
        AlertState.Silenced => $"{link.Title} is silenced",
        AlertState.Inhibited => $"{link.Title} is inhibited",
        _ => $"{link.Title} resolved",
    })
    { Link = link, IsExact = !interval.BeganAway };

    private static IEnumerable<TimelineEntry> Had(IncidentLink link, Acknowledgement one)
    {
        yield return new TimelineEntry(one.At, TimelineKind.Acknowledgement, $"acknowledged {link.Title}{(one.TakenFrom is { } had ? $", which {had.Name} had" : string.Empty)}")
        {
            By = new IncidentPerson(one.By.Subject, one.By.Name),
            Text = one.Comment,
            Link = link,
        };
        if (one is { EndedAt: { } at, Ended: AckEnd.Withdrawn or AckEnd.Expired })
        {
            yield return one is { Ended: AckEnd.Withdrawn, EndedBy: { } by }
                ? new TimelineEntry(at, TimelineKind.Acknowledgement, $"took back that {one.By.Name} has {link.Title}") { By = new IncidentPerson(by.Subject, by.Name), Link = link }
                : new TimelineEntry(at, TimelineKind.Acknowledgement, $"{link.Title} is nobody's any more: the time of {one.By.Name} was over") { Link = link };
        }
    }

    private static string Named(string name) => name.Length == 0 ? "an alert without a name" : name;
}

/// <summary>How the alerts of an incident are.</summary>
/// <param name="Linked">How many belong to it.</param>
/// <param name="Firing">How many of them fire; null when that is not known.</param>
/// <param name="QuietSince">Since when none of them fires; null when one does, there is none, or it is not known.</param>
public sealed record AlertsNow(int Linked, int? Firing, DateTimeOffset? QuietSince);
