using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Incidents;

/// <summary>What somebody does to an incident, as it is put on record.</summary>
/// <param name="Action">The action that they need.</param>
/// <param name="Name">One of a few words of our own: <c>note</c>.</param>
internal sealed record IncidentDeed(GuardedAction Action, string Name)
{
    /// <summary>What goes with it, by name; what is null is left out.</summary>
    public ImmutableArray<(string Name, string? Value)> About { get; init; } = [];

    /// <summary>Why, or what was written; untrusted text.</summary>
    public string? Words { get; init; }

    /// <summary>Something that a responder does.</summary>
    public static IncidentDeed Work(string name, params ImmutableArray<(string Name, string? Value)> about) => new(Actions.WorkIncident, name) { About = about };

    /// <summary>Something that ends an incident.</summary>
    public static IncidentDeed Close(string name, params ImmutableArray<(string Name, string? Value)> about) => new(Actions.CloseIncident, name) { About = about };
}

/// <summary>What is put on record of incidents: all that is done to one, and who may not.</summary>
internal static class IncidentRecord
{
    // The record is kept for ever: what a person says at length is cut; all of it is in the incident.
    private const int Longest = 600;

    /// <summary>Something was done.</summary>
    /// <param name="deed">What.</param>
    /// <param name="incident">To which, as it was.</param>
    /// <param name="person">Who.</param>
    public static AuditEvent Done(IncidentDeed deed, Incident incident, Person person) => Of(deed, incident, person, AuditStage.Succeeded, deed.Words);

    /// <summary>Somebody may not.</summary>
    public static AuditEvent Denied(IncidentDeed deed, Incident incident, Person person, string because) => Of(deed, incident, person, AuditStage.Denied, because);

    private static AuditEvent Of(IncidentDeed deed, Incident incident, Person person, AuditStage stage, string? words) => new()
    {
        Actor = person,
        Action = deed.Action.Name,
        Stage = stage,
        System = incident.Systems is [var only] ? only : null,
        Target = IncidentLimits.Cut($"incident {incident.Id} ({incident.Title})", Longest),
        Parameters = new (string Name, string? Value)[] { ("deed", deed.Name), ("systems", incident.Systems.Length > 1 ? string.Join(", ", incident.Systems) : null) }.Concat(deed.About)
            .Where(part => part.Value is not null).ToImmutableSortedDictionary(part => part.Name, part => IncidentLimits.Cut(part.Value!, Longest), StringComparer.Ordinal),
        Reason = string.IsNullOrEmpty(words) ? null : IncidentLimits.Cut(words, Longest),
        Correlation = incident.Id,
    };
}
