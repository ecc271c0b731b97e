using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Decides within the transaction that writes: may read more of the store.</summary>
internal delegate Task<Result<IncidentChange>?> IncidentWork(StoreWork work, StoredIncident was, IncidentTurn turn, CancellationToken cancellation);

/// <summary>Acts on incidents: asks for the right, and writes each deed with its entry of the record in one transaction.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="audit">The record.</param>
/// <param name="rules">Who may what.</param>
/// <param name="clock">The time.</param>
internal sealed class IncidentHand(IncidentStore store, AuditLog audit, IAccessRules rules, TimeProvider clock)
{
    /// <summary>There is none.</summary>
    public static Problem NoSuch { get; } = new("id", "there is no such incident");

    private static readonly Problem NothingNew = new("nothing", "nothing was to do");

    /// <summary>The time, as it is stored.</summary>
    public DateTimeOffset Now => StoredTime.Cut(clock.GetUtcNow());

    /// <summary>Opens one.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="says">How it came about, to follow the name.</param>
    /// <param name="person">Who.</param>
    /// <param name="unless">Looks within the transaction whether it is not to be opened after all: a problem says why; null: never.</param>
    public async Task<Result<Incident>> OpenAsync(Incident incident, string says, Person person, Func<StoreWork, CancellationToken, Task<Problem?>>? unless)
    {
        var deed = IncidentDeed.Work("open", ("title", incident.Title), ("class", $"{incident.Class}"), ("alerts", Names(incident)));
        if (await DeniedAsync(deed, incident, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        Incident? made = null;
        var recorded = await audit.AppendAsync(
            IncidentRecord.Done(deed, incident, person),
            async (work, inner) =>
            {
                if (unless is not null && await unless(work, inner).ConfigureAwait(false) is { } not)
                {
                    return not;
                }

                var opened = new IncidentEvent(1, incident.OpenedAt, incident.OpenedBy, IncidentEventKind.Opened, says) { WrittenAt = Now };
                made = (await IncidentPen.InsertAsync(work, incident, opened, inner).ConfigureAwait(false)).Incident;
                return null;
            },
            CancellationToken.None).ConfigureAwait(false);
        return recorded.IsOk ? made! : recorded.Problems;
    }

    /// <summary>Acts on one.</summary>
    /// <param name="id">Which.</param>
    /// <param name="deed">What is done.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="decide">Decides what changes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> ActAsync(string id, IncidentDeed deed, Person person, int? seen, IncidentDecision decide, CancellationToken cancellation) =>
        ActAsync(id, deed, person, seen, (_, was, turn, _) => Task.FromResult(decide(was, turn)), cancellation);

    /// <inheritdoc cref="ActAsync(string, IncidentDeed, Person, int?, IncidentDecision, CancellationToken)"/>
    public async Task<Result<Incident>> ActAsync(string id, IncidentDeed deed, Person person, int? seen, IncidentWork decide, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { Incident: var there })
        {
            return NoSuch;
        }

        if (await DeniedAsync(deed, there, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        ImmutableArray<Problem> problems = [];
        var recorded = await audit.AppendAsync(
            IncidentRecord.Done(deed, there, person),
            async (work, inner) =>
            {
                problems = await ChangeAsync(work, id, new IncidentTurn(IncidentPerson.Of(person), Now, seen), decide, inner).ConfigureAwait(false);
                return problems.IsEmpty ? null : problems[0];
            },
            CancellationToken.None).ConfigureAwait(false);
        return recorded.IsOk || problems is [var only] && only == NothingNew ? await FoundAsync(id, cancellation).ConfigureAwait(false)
            : problems.IsEmpty ? recorded.Problems
            : problems;
    }

    /// <summary>Why somebody may not, which is on record then; null when they may. The console itself asks nobody.</summary>
    public async Task<Problem?> DeniedAsync(IncidentDeed deed, Incident incident, Person person)
    {
        if (person.Method is SignInMethod.Console || IncidentRights.Decide(rules, person, deed.Action, incident) is not { IsAllowed: false } refused)
        {
            return null;
        }

        await audit.AppendAsync(IncidentRecord.Denied(deed, incident, person, refused.Reason), CancellationToken.None).ConfigureAwait(false);
        return new Problem("grant", refused.Reason);
    }

    private static async Task<ImmutableArray<Problem>> ChangeAsync(StoreWork work, string id, IncidentTurn turn, IncidentWork decide, CancellationToken cancellation)
    {
        if (await IncidentStore.HoldAsync(work, id, cancellation).ConfigureAwait(false) is not { } was)
        {
            return [NoSuch];
        }

        if (await decide(work, was, turn, cancellation).ConfigureAwait(false) is not { } decided)
        {
            return [NothingNew];
        }

        return !decided.IsOk ? decided.Problems
            : await IncidentPen.StoreAsync(work, was, decided.Value, turn, cancellation).ConfigureAwait(false) is { } full ? [full]
            : [];
    }

    private async Task<Result<Incident>> FoundAsync(string id, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation).ConfigureAwait(false) is { } found ? found.Incident : NoSuch;

    private static string? Names(Incident incident) => incident.Links.IsEmpty ? null : string.Join(", ", incident.Links.Select(link => $"{link.Title} {link.Id}"));
}
