using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>
/// The one way to incidents for everybody: pages and HTTP API call these and nothing else. The right to act is decided in here, at the moment of acting; whoever may view may
/// read. Each deed is on record, or it is not done.
/// </summary>
public sealed partial class IncidentDesk
{
    private readonly IncidentStore store;
    private readonly IncidentHand hand;
    private readonly LinkBook links;
    private readonly TimelineReader timelines;
    private readonly LiveState live;

    internal IncidentDesk(IncidentStore store, IncidentHand hand, LinkBook links, TimelineReader timelines, LiveState live) =>
        (this.store, this.hand, this.links, this.timelines, this.live) = (store, hand, links, timelines, live);

    /// <summary>Opens an incident.</summary>
    /// <param name="wish">What it is about.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The incident; or why not, with the field's name: <c>title</c>, <c>class</c>, <c>systems</c>, <c>alerts</c>, <c>at</c>, <c>grant</c>, <c>audit</c>, <c>storage</c>.</returns>
    public Task<Result<Incident>> OpenAsync(NewIncident wish, Person person, CancellationToken cancellation) => StoredAsync<Incident>(async () =>
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(person);
        var (title, now) = (IncidentLimits.Line(wish.Title), hand.Now);
        var alerts = await FindAllAsync(LinkKind.Alert, wish.Alerts, "alerts", cancellation).ConfigureAwait(false);
        var wrong = Problem.All(
            IncidentDetails.WrongTitle(title), IncidentLimits.WrongClass(wish.Class), IncidentDetails.TooMany(wish.Systems), UnknownSystem(wish.Systems),
            IncidentLimits.WrongTime("at", wish.At, null, now), Problem.When(wish.At < now.AddDays(-EarliestDays), "at", $"is more than {EarliestDays} days ago")).AddRange(alerts.Problems);
        if (!wrong.IsEmpty)
        {
            return wrong;
        }

        var incident = IncidentLife.Open(RunId.New(now), title, wish.Class, StoredTime.Cut(wish.At ?? now), IncidentPerson.Of(person), wish.Systems, alerts.Value);
        return await hand.OpenAsync(incident, "opened it", person, null).ConfigureAwait(false);
    });

    /// <summary>An incident by its id, also an old one; null when there is none.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<Incident?> FindAsync(string id, CancellationToken cancellation) => (await store.FindAsync(id, cancellation).ConfigureAwait(false))?.Incident;

    /// <summary>Incidents, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<ImmutableArray<Incident>> ListAsync(IncidentQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return [.. (await store.ListAsync(query, cancellation).ConfigureAwait(false)).Select(stored => stored.Incident)];
    }

    /// <summary>The ids of the incidents that an alert belongs to, newest first.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<ImmutableArray<string>> OfAlertAsync(string fingerprint, CancellationToken cancellation) =>
        [.. (await store.OfAlertsAsync([fingerprint], cancellation).ConfigureAwait(false))[fingerprint]];

    /// <summary>Everything that happened on an incident and around it, in one order.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<Timeline> TimelineAsync(Incident incident, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return timelines.ReadAsync(incident, cancellation);
    }

    /// <summary>The notes of an incident, each as it reads now.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<ImmutableArray<IncidentNote>> NotesAsync(string id, CancellationToken cancellation) =>
        IncidentNote.Of((await store.EventsAsync([id], cancellation).ConfigureAwait(false)).Select(one => one.Event));

    /// <summary>Says that somebody has it: the first who does. Nobody leads yet: they do.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> AcknowledgeAsync(string id, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("acknowledge"), person, seen, (was, turn) => IncidentLife.Acknowledge(was, turn), cancellation);

    /// <summary>Takes the alerts of an incident that fire and that nobody has, where the person may: so that nobody else is called for them.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of each alert that fires.</returns>
    public Task<ImmutableArray<AckAnswer>> AcknowledgeAlertsAsync(Incident incident, Person person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(person);
        return links.Alerts.AcknowledgeAsync(incident, person, cancellation);
    }

    /// <summary>Says that nobody is hurt any more.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="at">Since when; null for now.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> MitigateAsync(string id, DateTimeOffset? at, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("mitigate", ("at", Clock(at))), person, seen, (was, turn) => IncidentLife.Mitigate(was, turn, Cut(at)), cancellation);

    /// <summary>Closes it, with its cause and a verdict.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="closing">What with.</param>
    /// <param name="person">Who: an operator, or who leads it.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The incident; or why not: <c>cause</c>, <c>resolvedAt</c>, <c>ended</c>, <c>seenVersion</c>, <c>grant</c> and the others.</returns>
    public Task<Result<Incident>> CloseAsync(string id, IncidentClosing closing, Person person, int? seen, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(closing);
        var deed = IncidentDeed.Close("close", ("verdict", closing.Verdict is { } worth ? IncidentWords.Of(worth) : null), ("resolvedAt", Clock(closing.ResolvedAt))) with { Words = closing.Cause };
        return ActAsync(id, deed, person, seen, (was, turn) => IncidentLife.Close(was, turn, closing with { ResolvedAt = Cut(closing.ResolvedAt) }), cancellation);
    }

    /// <summary>Opens one again that was closed.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="why">Why.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> ReopenAsync(string id, string why, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("reopen") with { Words = why }, person, seen, (was, turn) => IncidentLife.Reopen(was, turn, why), cancellation);

    /// <summary>Lets another incident go on for this one: its events are told in the other's timeline from then on, and what belongs to it belongs to the other.</summary>
    /// <param name="id">The incident that ends.</param>
    /// <param name="into">The one that goes on.</param>
    /// <param name="person">Who: an operator, or who leads the one that ends.</param>
    /// <param name="seen">The version of the one that ends that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The one that goes on; or why not.</returns>
    public Task<Result<Incident>> MergeAsync(string id, string into, Person person, int? seen, CancellationToken cancellation) => StoredAsync<Incident>(async () =>
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(person);
        if (await store.FindAsync(into, cancellation).ConfigureAwait(false) is not { Incident: var other })
        {
            return new Problem("into", "there is no such incident");
        }

        if (await hand.DeniedAsync(IncidentDeed.Work("merge", ("incident", id)), other, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        var merged = await hand.ActAsync(id, IncidentDeed.Close("merge", ("into", into)), person, seen, (work, was, turn, inner) => MergeAsync(work, was, turn, into, inner), cancellation).ConfigureAwait(false);
        return merged.IsOk ? await FoundAsync(into, cancellation).ConfigureAwait(false) : merged;
    });

    private static async Task<Result<IncidentChange>?> MergeAsync(StoreWork work, StoredIncident was, IncidentTurn turn, string into, CancellationToken cancellation)
    {
        if (await IncidentStore.HoldAsync(work, into, cancellation).ConfigureAwait(false) is not { } target)
        {
            return new Problem("into", "there is no such incident");
        }

        var ends = IncidentLife.MergeInto(was, turn, target.Incident);
        return ends is { IsOk: true }
            && await IncidentPen.StoreAsync(work, target, IncidentLife.TakeIn(target.Incident, was.Incident), turn, cancellation).ConfigureAwait(false) is { } full ? full : ends;
    }

    private Task<Result<Incident>> ActAsync(string id, IncidentDeed deed, Person person, int? seen, IncidentDecision decide, CancellationToken cancellation) => StoredAsync(() =>
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(person);
        return hand.ActAsync(id, deed, person, seen, decide, cancellation);
    });

    private async Task<Result<Incident>> FoundAsync(string id, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation).ConfigureAwait(false) is { } found ? found.Incident : IncidentHand.NoSuch;

    /// <summary>The titles of its systems; the id of one that has no profile any more.</summary>
    internal ImmutableArray<string> TitlesOf(Incident incident) => [.. incident.Systems.Select(system => live.Systems.Current.Value?.Find(system)?.Profile.Title ?? system)];

    private Problem? UnknownSystem(IEnumerable<string> systems)
    {
        var catalog = live.Systems.Current.Value ?? SystemCatalog.Empty;
        var known = catalog.Systems.IsEmpty ? string.Empty : $"; known are {string.Join(", ", catalog.Systems.Select(system => system.Profile.Id))}";
        return systems.FirstOrDefault(system => catalog.Find(system) is null) is { } unknown
            ? new Problem("systems", $"there is no system '{IncidentLimits.Cut(IncidentLimits.Line(unknown), 60)}'{known}")
            : null;
    }

    /// <summary>A silent store is an answer, not an exception: what was not kept is told.</summary>
    private static async Task<Result<T>> StoredAsync<T>(Func<Task<Result<T>>> work)
        where T : notnull
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept, because the console's database does not work: {e.Message}");
        }
    }
}
