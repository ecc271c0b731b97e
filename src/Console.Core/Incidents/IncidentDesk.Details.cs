using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <content>What is written on an incident, who is on it, and what belongs to it.</content>
public sealed partial class IncidentDesk
{
    private const int EarliestDays = 30;

    /// <summary>Gives it another title.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="title">The title.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> RenameAsync(string id, string title, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("rename", ("title", title)), person, seen, (was, turn) => IncidentDetails.Rename(was, turn, title), cancellation);

    /// <summary>Gives it another severity class.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="class">The class: 0 (worst) to 3.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> RateAsync(string id, int @class, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("rate", ("class", @class.ToString(CultureInfo.InvariantCulture))), person, seen, (was, turn) => IncidentDetails.Rate(was, turn, @class), cancellation);

    /// <summary>Says which systems it is about.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="systems">Their ids: all of them.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> SetSystemsAsync(string id, ImmutableArray<string> systems, Person person, int? seen, CancellationToken cancellation) => UnknownSystem(systems) is { } unknown
        ? Task.FromResult<Result<Incident>>(unknown)
        : ActAsync(id, IncidentDeed.Work("systems", ("names", string.Join(", ", systems))), person, seen, (was, turn) => IncidentDetails.About(was, turn, systems), cancellation);

    /// <summary>Gives the lead to somebody, or back.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="lead">Who leads; null for nobody.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> LeadAsync(string id, IncidentPerson? lead, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("lead", ("who", lead?.Subject ?? "nobody")), person, seen, (was, turn) => IncidentDetails.Lead(was, turn, Kept(lead)), cancellation);

    /// <summary>Gives a role to somebody, or says that nobody has it.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="role">The role, in the people's own words: <c>scribe</c>.</param>
    /// <param name="who">Who; null for nobody.</param>
    /// <param name="person">Who gives it.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> GiveRoleAsync(string id, string role, IncidentPerson? who, Person person, int? seen, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("role", ("role", role), ("who", who?.Subject ?? "nobody")), person, seen, (was, turn) => IncidentDetails.Role(was, turn, role, Kept(who)), cancellation);

    /// <summary>Comes to an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> JoinAsync(string id, Person person, CancellationToken cancellation) => ActAsync(id, IncidentDeed.Work("join"), person, null, IncidentDetails.Join, cancellation);

    /// <summary>Leaves an incident, with all that they were.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> LeaveAsync(string id, Person person, CancellationToken cancellation) => ActAsync(id, IncidentDeed.Work("leave"), person, null, IncidentDetails.Leave, cancellation);

    /// <summary>Writes a note. It never gets in anybody's way, and can be written after the end.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="text">The note.</param>
    /// <param name="at">When what it tells happened; null for now.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> NoteAsync(string id, string text, DateTimeOffset? at, Person person, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("note", ("at", Clock(at))) with { Words = text }, person, null, (was, turn) => IncidentDetails.Note(was, turn, text, Cut(at)), cancellation);

    /// <summary>Writes a note anew. How it read before is kept.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="number">The note, as <see cref="IncidentNote.Number"/>.</param>
    /// <param name="text">The new text.</param>
    /// <param name="at">When what it tells happened; null: as before.</param>
    /// <param name="person">Who.</param>
    /// <param name="seen">The version of the note that they looked at, as <see cref="IncidentNote.Version"/>; null: they do not mind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> EditNoteAsync(string id, int number, string text, DateTimeOffset? at, Person person, int? seen, CancellationToken cancellation) => StoredAsync(() =>
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(person);
        var deed = IncidentDeed.Work("edit-note", ("note", number.ToString(CultureInfo.InvariantCulture)), ("at", Clock(at))) with { Words = text };
        return hand.ActAsync(
            id, deed, person, seen,
            async (work, was, turn, inner) => IncidentDetails.EditNote(was, turn, await IncidentStore.NoteAsync(work, id, number, inner).ConfigureAwait(false), text, Cut(at)), cancellation);
    });

    /// <summary>Says that something belongs to an incident; said again, it changes nothing.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="target">Its id.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> LinkAsync(string id, LinkKind kind, string target, Person person, CancellationToken cancellation) => StoredAsync<Incident>(async () =>
    {
        ArgumentNullException.ThrowIfNull(target);
        var found = await links.FindAsync(kind, target, "target", cancellation).ConfigureAwait(false);
        return !found.IsOk ? found.Problems
            : await hand.ActAsync(
                id, IncidentDeed.Work("link", ("kind", IncidentWords.Of(kind)), ("target", target)), person, null, (was, turn) => IncidentDetails.Link(was, turn, found.Value), cancellation).ConfigureAwait(false);
    });

    /// <summary>Says that something does not belong to an incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="target">Its id.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Incident>> UnlinkAsync(string id, LinkKind kind, string target, Person person, CancellationToken cancellation) =>
        ActAsync(id, IncidentDeed.Work("unlink", ("kind", IncidentWords.Of(kind)), ("target", target)), person, null, (was, turn) => IncidentDetails.Unlink(was, turn, kind, target), cancellation);

    private async Task<Result<ImmutableArray<IncidentLink>>> FindAllAsync(LinkKind kind, ImmutableArray<string> ids, string where, CancellationToken cancellation)
    {
        if (ids.Length > IncidentLimits.Links)
        {
            return new Problem(where, $"names {ids.Length}; {IncidentLimits.Links} are the most");
        }

        var all = ImmutableArray.CreateBuilder<IncidentLink>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            var found = await links.FindAsync(kind, id, where, cancellation).ConfigureAwait(false);
            problems.AddRange(found.Problems);
            if (found.IsOk)
            {
                all.Add(found.Value);
            }
        }

        return problems.Count > 0 ? problems.ToImmutable() : all.ToImmutable();
    }

    private static IncidentPerson? Kept(IncidentPerson? who) => who is null ? null : new IncidentPerson(IncidentLimits.Line(who.Subject), IncidentLimits.Line(who.Name.Length == 0 ? who.Subject : who.Name));

    private static DateTimeOffset? Cut(DateTimeOffset? at) => at is { } known ? StoredTime.Cut(known) : null;

    private static string? Clock(DateTimeOffset? at) => at is { } known ? IncidentLimits.Clock(known) : null;
}
