using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>
/// Opens incidents by the profiles' rules, links what belongs to those that go on, and notes who acknowledged their alerts: on exactly one replica. It closes none.
/// </summary>
/// <param name="store">The incidents.</param>
/// <param name="hand">Acts on them.</param>
/// <param name="live">What is known.</param>
/// <param name="runner">Makes it one replica.</param>
/// <param name="around">The clock and the log.</param>
internal sealed class IncidentKeeper(IncidentStore store, IncidentHand hand, LiveState live, SoleRunner runner, IncidentKeeper.Surroundings around) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    // An alert that fires for longer was there before anybody wanted an incident of it.
    private static readonly TimeSpan LongestSince = TimeSpan.FromDays(1);

    private readonly FiringTimes firing = new(around.Clock);
    private string? failure;
    private bool isFailing;

    /// <summary>Looks once, and does what is due.</summary>
    /// <param name="grant">The lock it is done under; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    internal async Task LookAsync(LockGrant? grant, CancellationToken cancellation)
    {
        failure = null;

        // What is old opens nothing: it may be over.
        if (live.Alerts.Current.Value is not { } board || live.Alerts.Freshness is not Freshness.Live || live.Incidents.Current.Value is not { } shown)
        {
            return;
        }

        firing.See(board);
        var scene = new KeepingScene(live.Systems.Current.Value ?? SystemCatalog.Empty, board, [.. shown.Open.Select(one => one.Incident)])
        {
            Acknowledgements = live.Acknowledgements.Current.Value ?? AckBoard.Empty,
            Walkthroughs = live.Walkthroughs.Current.Value ?? WalkBoard.Empty,
            Actions = live.Actions.Current.Value ?? ActionBoard.Empty,
            Silences = live.Silences.Current.Value ?? SilenceBoard.Empty,
            FiringFor = firing.Of,
        };
        foreach (var due in IncidentKeeping.Openings(scene))
        {
            await OpenAsync(due, grant, cancellation).ConfigureAwait(false);
        }

        foreach (var incident in scene.Incidents)
        {
            await KeepAsync(scene, incident, grant, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await runner.RunAsync(FollowAsync, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task FollowAsync(LockGrant grant, CancellationToken cancellation)
    {
        var loop = new CollectorLoop(Period, around.Clock, Rest);
        await Task.WhenAll(
            loop.RunAsync(ending => TryAsync(grant, ending), cancellation), WakeAsync(loop, live.Alerts, cancellation), WakeAsync(loop, live.Incidents, cancellation),
            WakeAsync(loop, live.Acknowledgements, cancellation), WakeAsync(loop, live.Walkthroughs, cancellation), WakeAsync(loop, live.Actions, cancellation)).ConfigureAwait(false);
    }

    private async Task TryAsync(LockGrant grant, CancellationToken cancellation)
    {
        try
        {
            await LookAsync(grant, cancellation).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Fault is not StorageFault.Fenced)
        {
            failure = e.Message;
        }

        if (failure is not null && !isFailing)
        {
            around.Log.IncidentsWait(failure);
        }

        isFailing = failure is not null;
    }

    private static async Task WakeAsync<T>(CollectorLoop loop, LiveSection<T> section, CancellationToken cancellation)
        where T : class
    {
        await foreach (var _ in section.WatchAsync(cancellation).ConfigureAwait(false))
        {
            loop.Wake();
        }
    }

    private async Task OpenAsync(DueOpening asked, LockGrant? grant, CancellationToken cancellation)
    {
        var earlier = await store.OfAlertsAsync([.. asked.Alerts.Select(alert => alert.Fingerprint)], cancellation).ConfigureAwait(false);
        var ids = earlier.ToDictionary(of => of.Key, of => of.First(), StringComparer.Ordinal);
        var known = (await store.FindAsync([.. ids.Values.Distinct(StringComparer.Ordinal)], cancellation).ConfigureAwait(false)).ToDictionary(stored => stored.Incident.Id, stored => stored.Incident, StringComparer.Ordinal);
        if (IncidentKeeping.Fresh(asked, alert => ids.TryGetValue(alert, out var id) ? Earlier(known[id], alert) : null, hand.Now) is not { } due)
        {
            return;
        }

        var now = hand.Now;
        var at = StoredTime.Cut(due.Since < now - LongestSince || due.Since > now ? now : due.Since);
        var incident = IncidentLife.Open(RunId.New(now), due.Title, due.Class, at, IncidentPerson.Console, [due.System.Id], due.Alerts.Select(LinkedAlerts.LinkOf).Take(IncidentLimits.Links));
        var opened = await hand.OpenAsync(
            incident, $"opened it, by the rule of {due.System.Title}: {due.Alerts[0].Name} fires", Person.Console,
            async (work, inner) =>
            {
                await RequireAsync(work, grant, inner).ConfigureAwait(false);
                return await IncidentStore.OpenOfAsync(work, due.System.Id, inner).ConfigureAwait(false) is { } open ? new Problem(IncidentLife.Quicker, $"{open} goes on already") : null;
            }).ConfigureAwait(false);
        Told(opened);
    }

    private static EarlierIncident Earlier(Incident incident, string alert) =>
        new(incident.EndedAt ?? DateTimeOffset.MaxValue, incident.Linked(LinkKind.Alert).FirstOrDefault(link => link.Id == alert)?.Since);

    private async Task KeepAsync(KeepingScene scene, Incident incident, LockGrant? grant, CancellationToken cancellation)
    {
        var found = IncidentKeeping.Links(scene, incident);
        if (!found.IsEmpty && incident.Links.Length < IncidentLimits.Links)
        {
            var about = IncidentDeed.Work("link", ("found", string.Join(", ", found.Select(link => $"{IncidentWords.Of(link.Kind)} {link.Id}"))));
            Told(await hand.ActAsync(incident.Id, about, Person.Console, null, Fenced(grant, (was, _) => IncidentDetails.LinkFound(was, found)), cancellation).ConfigureAwait(false));
        }

        if (IncidentKeeping.Acknowledged(scene, incident) is { } had)
        {
            var (by, deed) = (new IncidentPerson(had.By.Subject, had.By.Name), IncidentDeed.Work("acknowledge", ("by", had.By.Subject), ("alert", had.Fingerprint)));
            Told(await hand.ActAsync(incident.Id, deed, Person.Console, null, Fenced(grant, (was, turn) => IncidentLife.Acknowledge(was, turn, by, had.At)), cancellation).ConfigureAwait(false));
        }
    }

    private static IncidentWork Fenced(LockGrant? grant, IncidentDecision decide) => async (work, was, turn, cancellation) =>
    {
        await RequireAsync(work, grant, cancellation).ConfigureAwait(false);
        return decide(was, turn);
    };

    private static Task RequireAsync(StoreWork work, LockGrant? grant, CancellationToken cancellation) => grant is null ? Task.CompletedTask : work.RequireAsync(grant, cancellation);

    // Somebody who was quicker is no failure: it is looked at again.
    private void Told(Result<Incident> result)
    {
        if (!result.IsOk)
        {
            failure ??= result.Problems.FirstOrDefault(problem => problem.Where is "storage" or "audit")?.What;
        }
    }

    /// <summary>The clock and the log.</summary>
    internal sealed record Surroundings(TimeProvider Clock, ILogger<IncidentKeeper> Log);
}
