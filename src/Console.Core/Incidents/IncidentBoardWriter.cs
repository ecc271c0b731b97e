using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Shows the incidents on the live state: what the store says, as soon as it says so, and whether their alerts still fire.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The incidents.</param>
/// <param name="alerts">Their alerts.</param>
/// <param name="live">Where they are shown.</param>
/// <param name="clock">The time.</param>
internal sealed class IncidentBoardWriter(Database database, IncidentStore store, LinkedAlerts alerts, LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<IncidentBoard> pen = new(live.Incidents, clock);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.FollowAsync([database.News.FollowAsync(IncidentStore.Topic, stoppingToken), database.News.FollowAsync(TransitionStore.Topic, stoppingToken)], LookAsync, stoppingToken);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var open = await store.OpenAsync(cancellation).ConfigureAwait(false);
            var ended = await store.EndedAsync(clock.GetUtcNow() - IncidentBoard.Late, cancellation).ConfigureAwait(false);
            var shown = live.Incidents.Current.Value;

            // One that did not change stays the same object: a page draws again only what did.
            var known = (shown?.Incidents ?? []).ToDictionary(one => one.Incident.Id, StringComparer.Ordinal);
            var all = ImmutableArray.CreateBuilder<ShownIncident>(open.Length + ended.Length);
            foreach (var incident in open.Concat(ended).Select(stored => stored.Incident).OrderByDescending(incident => incident.Id, StringComparer.Ordinal))
            {
                var now = incident.IsOpen ? await alerts.NowAsync(incident, cancellation).ConfigureAwait(false) : new AlertsNow(incident.Linked(LinkKind.Alert).Count(), null, null);
                all.Add(known.TryGetValue(incident.Id, out var was) && was.Incident.Version == incident.Version && was.Alerts == now ? was : new ShownIncident(incident, now));
            }

            var isNew = shown is null || !all.SequenceEqual(shown.Incidents, ReferenceEqualityComparer.Instance);
            pen.Write(isNew ? new IncidentBoard(all.DrainToImmutable()) : shown!, isNew);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }
}
