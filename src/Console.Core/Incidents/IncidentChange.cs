using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>Who last changed one side of an incident: what two people who act at once are kept apart by.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Says">What they did, to follow the name.</param>
internal sealed record IncidentTouch(int Version, IncidentPerson By, DateTimeOffset At, string Says);

/// <summary>An incident as it is stored.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Touched">Who last changed which side of it.</param>
internal sealed record StoredIncident(Incident Incident, ImmutableSortedDictionary<string, IncidentTouch> Touched);

/// <summary>Somebody, at a time, about to make a version.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Seen">The version that they looked at; null: they do not mind.</param>
internal sealed record IncidentTurn(IncidentPerson By, DateTimeOffset At, int? Seen);

/// <summary>What one version makes new.</summary>
/// <param name="Now">The incident from now on; its version and time are the writer's.</param>
/// <param name="Kind">The kind of the event.</param>
/// <param name="Says">What happened, to follow the name.</param>
internal sealed record IncidentChange(Incident Now, IncidentEventKind Kind, string Says)
{
    /// <summary>Nothing is made new.</summary>
    public static Result<IncidentChange>? None => null;

    /// <summary>The side that changed; null for what gets in nobody's way.</summary>
    public string? Side { get; init; }

    /// <summary>When it happened, where that is not now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What was written with it.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The note that is written anew.</summary>
    public int? Note { get; init; }
}

/// <summary>Decides what is made new, given what is there. Null: nothing, and no version is made.</summary>
/// <param name="was">What is there.</param>
/// <param name="turn">Who, when, and what they looked at.</param>
internal delegate Result<IncidentChange>? IncidentDecision(StoredIncident was, IncidentTurn turn);

/// <summary>The sides of an incident of which only one person at a time may decide.</summary>
internal static class IncidentSides
{
    public const string State = "state";
    public const string Title = "title";
    public const string Class = "class";
    public const string Lead = "lead";
    public const string Systems = "systems";

    /// <summary>A role.</summary>
    public static string Role(string name) => $"role:{name}";
}
