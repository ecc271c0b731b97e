using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>What belongs to an incident.</summary>
internal sealed record IncidentLinkReply(string Kind, string Target, string Title, string? System, DateTimeOffset Since, DateTimeOffset? Until, string Whose)
{
    public static IncidentLinkReply Of(IncidentLink link) => new(ApiWords.Of(link.Kind), link.Id, link.Title, link.System, link.Since, link.Until, link.Whose);
}

/// <summary>A note as it read at one time.</summary>
internal sealed record NoteTextReply(DateTimeOffset At, DateTimeOffset WrittenAt, PersonReply By, string Text);

/// <summary>A note.</summary>
internal sealed record IncidentNoteReply(int Number, int Version, DateTimeOffset At, DateTimeOffset WrittenAt, PersonReply By, PersonReply LastBy, string Text, IReadOnlyList<NoteTextReply> Earlier)
{
    public static IncidentNoteReply Of(IncidentNote note) => new(
        note.Number, note.Version, note.At, note.WrittenAt, IncidentReply.Person(note.By), IncidentReply.Person(note.LastBy), note.Text,
        [.. note.Earlier.Select(one => new NoteTextReply(one.At, one.WrittenAt, IncidentReply.Person(one.By), one.Text))]);
}

/// <summary>An entry of a timeline.</summary>
internal sealed record TimelineEntryReply(DateTimeOffset At, string Kind, PersonReply? By, string Says, string Text, string? Target, int? Note, string? Incident, bool Exact)
{
    public static TimelineEntryReply Of(TimelineEntry entry) => new(
        entry.At, ApiWords.Of(entry.Kind), entry.By is { } by ? IncidentReply.Person(by) : null, entry.Says, entry.Text, entry.Link?.Id, entry.Note?.Number, entry.Incident, entry.IsExact);
}

/// <summary>Incidents, newest first.</summary>
/// <param name="Incidents">The incidents.</param>
/// <param name="Next">What to ask with as <c>before</c> for older ones; null when there are none.</param>
internal sealed record IncidentsReply(IReadOnlyList<IncidentReply> Incidents, string? Next);

/// <summary>What became of an acknowledgement.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Alerts">What became of each of its alerts that fire; none where that was not asked for.</param>
internal sealed record IncidentAckReply(IncidentReply Incident, IReadOnlyList<AckAnswerReply> Alerts);

/// <summary>An incident.</summary>
internal sealed record IncidentReply
{
    [JsonConstructor]
    public IncidentReply()
    {
    }

    [SetsRequiredMembers]
    public IncidentReply(Incident it)
    {
        (Id, Version, Title, Class, Systems, State) = (it.Id, it.Version, it.Title, it.Class, [.. it.Systems], ApiWords.Of(it.State));
        (OpenedAt, OpenedBy, ChangedAt) = (it.OpenedAt, Person(it.OpenedBy), it.ChangedAt);
        (AcknowledgedAt, AcknowledgedBy) = (it.AcknowledgedAt, it.AcknowledgedBy is { } by ? Person(by) : null);
        (MitigatedAt, ResolvedAt, EndedAt, ReopenedAt) = (it.MitigatedAt, it.ResolvedAt, it.EndedAt, it.ReopenedAt);
        (Lead, Cause, Verdict) = (it.Lead is { } lead ? Person(lead) : null, it.Cause, it.Verdict is { } verdict ? ApiWords.Of(verdict) : null);
        Roles = it.Roles.ToDictionary(role => role.Key, role => Person(role.Value), StringComparer.Ordinal);
        (Members, Links) = ([.. it.Members.Select(Person)], [.. it.Links.Select(IncidentLinkReply.Of)]);
        (MergedInto, Merged) = (it.MergedInto, [.. it.Merged]);
    }

    public required string Id { get; init; }

    public int Version { get; init; }

    public required string Title { get; init; }

    public int Class { get; init; }

    public required IReadOnlyList<string> Systems { get; init; }

    public required string State { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public required PersonReply OpenedBy { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public PersonReply? AcknowledgedBy { get; init; }

    public DateTimeOffset? MitigatedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? ReopenedAt { get; init; }

    public PersonReply? Lead { get; init; }

    public required IReadOnlyDictionary<string, PersonReply> Roles { get; init; }

    public required IReadOnlyList<PersonReply> Members { get; init; }

    public required IReadOnlyList<IncidentLinkReply> Links { get; init; }

    public string Cause { get; init; } = string.Empty;

    public string? Verdict { get; init; }

    public string? MergedInto { get; init; }

    public required IReadOnlyList<string> Merged { get; init; }

    /// <summary>Whether its alerts fire; null where that is not asked for or not known.</summary>
    public int? AlertsFiring { get; init; }

    /// <summary>Since when none of its alerts fires.</summary>
    public DateTimeOffset? AlertsQuietSince { get; init; }

    /// <summary>Its notes; null in a list.</summary>
    public IReadOnlyList<IncidentNoteReply>? Notes { get; init; }

    /// <summary>Its timeline; null in a list.</summary>
    public IReadOnlyList<TimelineEntryReply>? Timeline { get; init; }

    /// <summary>What the timeline does not tell, in sentences; null in a list.</summary>
    public IReadOnlyList<string>? NotTold { get; init; }

    /// <summary>Somebody on an incident.</summary>
    public static PersonReply Person(IncidentPerson person) => new(person.Subject, person.Name);
}
