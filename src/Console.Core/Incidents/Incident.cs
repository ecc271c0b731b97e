using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Incidents;

/// <summary>Somebody on an incident.</summary>
/// <param name="Subject">Who, the same for ever.</param>
/// <param name="Name">The name to show: untrusted text.</param>
public sealed record IncidentPerson(string Subject, string Name)
{
    /// <summary>The console itself: for what a rule did.</summary>
    public static IncidentPerson Console { get; } = Of(Person.Console);

    /// <summary>Whether nobody did it but the console.</summary>
    public bool IsConsole => Subject == Person.Console.Subject;

    /// <summary>A person.</summary>
    /// <param name="person">The person.</param>
    public static IncidentPerson Of(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new IncidentPerson(person.Subject, person.Name);
    }
}

/// <summary>How far an incident is.</summary>
public enum IncidentState
{
    /// <summary>It goes on. One that was reopened is open again.</summary>
    Open,

    /// <summary>Nobody is hurt any more; the cause is still to be mended.</summary>
    Mitigated,

    /// <summary>It is over, with its cause and a verdict.</summary>
    Closed,

    /// <summary>Another one goes on for it.</summary>
    Merged,
}

/// <summary>What the alerts of an incident were worth, in one tap.</summary>
public enum IncidentVerdict
{
    /// <summary>They were right to call.</summary>
    Useful,

    /// <summary>They called for nothing.</summary>
    Noise,

    /// <summary>They were right, and nobody knew what to do.</summary>
    NeedsRunbook,
}

/// <summary>Something that happened to one or more systems, from its begin to what it is closed with. What was written on it is in its events.</summary>
public sealed record Incident
{
    /// <summary>Its id: sorts by the time at which it was opened.</summary>
    public required string Id { get; init; }

    /// <summary>Grows by one with every event: it is the number of the newest.</summary>
    public int Version { get; init; }

    /// <summary>What it is about: untrusted text.</summary>
    public required string Title { get; init; }

    /// <summary>The severity class: 0 (worst) to 3, as in the profiles.</summary>
    public required int Class { get; init; }

    /// <summary>The ids of the systems that it is about, in order; none for one that is about no system.</summary>
    public ImmutableArray<string> Systems { get; init; } = [];

    /// <summary>How far it is.</summary>
    public IncidentState State { get; init; }

    /// <summary>When it began, from which its times run.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Who opened it; the console where a profile's rule did.</summary>
    public required IncidentPerson OpenedBy { get; init; }

    /// <summary>Who leads; null for nobody.</summary>
    public IncidentPerson? Lead { get; init; }

    /// <summary>Who has which other role, by the role's name in the people's own words.</summary>
    public ImmutableSortedDictionary<string, IncidentPerson> Roles { get; init; } = ImmutableSortedDictionary.Create<string, IncidentPerson>(StringComparer.Ordinal);

    /// <summary>Everybody who is on it, in the order they came.</summary>
    public ImmutableArray<IncidentPerson> Members { get; init; } = [];

    /// <summary>What belongs to it, in the order it was linked.</summary>
    public ImmutableArray<IncidentLink> Links { get; init; } = [];

    /// <summary>What somebody took off it: nothing is linked again by itself that a person did not want there.</summary>
    public ImmutableArray<IncidentLink> Unlinked { get; init; } = [];

    /// <summary>When somebody first had it; null while nobody has.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Who first had it.</summary>
    public IncidentPerson? AcknowledgedBy { get; init; }

    /// <summary>Since when nobody is hurt any more; null when nobody said so.</summary>
    public DateTimeOffset? MitigatedAt { get; init; }

    /// <summary>When it was over, as said when it was closed; null while it goes on.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When somebody closed or merged it; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it came of: untrusted text; empty while it goes on.</summary>
    public string Cause { get; init; } = string.Empty;

    /// <summary>What its alerts were worth; null while it goes on, and for one without alerts.</summary>
    public IncidentVerdict? Verdict { get; init; }

    /// <summary>When it was last opened again; null when it never was.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>The incident that goes on for it; null for none.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The incidents that this one goes on for.</summary>
    public ImmutableArray<string> Merged { get; init; } = [];

    /// <summary>When something last happened on it.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether it goes on.</summary>
    public bool IsOpen => State is IncidentState.Open or IncidentState.Mitigated;

    /// <summary>What belongs to it of one kind.</summary>
    /// <param name="kind">The kind.</param>
    public IEnumerable<IncidentLink> Linked(LinkKind kind) => Links.Where(link => link.Kind == kind);

    /// <summary>Whether something belongs to it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    public bool Has(LinkKind kind, string id) => Links.Any(link => link.Kind == kind && link.Id == id);

    /// <summary>Whether something does not belong to it yet, and nobody took it off.</summary>
    /// <param name="link">What the console found.</param>
    internal bool Lacks(IncidentLink link) => !Has(link.Kind, link.Id) && !Unlinked.Any(one => one.Kind == link.Kind && one.Id == link.Id);
}

/// <summary>What can belong to an incident.</summary>
public enum LinkKind
{
    /// <summary>An alert, by its fingerprint.</summary>
    Alert,

    /// <summary>A walkthrough.</summary>
    Walkthrough,

    /// <summary>A guarded action's run.</summary>
    Action,

    /// <summary>A silence.</summary>
    Silence,
}

/// <summary>Something that belongs to an incident, with what was known of it then: what it points to may be forgotten earlier.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it is called: untrusted text.</param>
/// <param name="Since">When it began.</param>
public sealed record IncidentLink(LinkKind Kind, string Id, string Title, DateTimeOffset Since)
{
    /// <summary>Its system; null for none.</summary>
    public string? System { get; init; }

    /// <summary>Until when, where that was known then: the end of a silence.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whose it was, where that is known: untrusted text; empty for nobody's.</summary>
    public string Whose { get; init; } = string.Empty;
}
