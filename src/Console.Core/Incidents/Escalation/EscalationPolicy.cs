using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Incidents;

/// <summary>Whom an alert is told to that nobody acknowledges, one after another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">Its steps, in order; at least one.</param>
/// <param name="Place">Where it is written: <c>escalation.yaml:12</c>.</param>
public sealed record EscalationPolicy(string Name, ImmutableArray<EscalationStep> Steps, string Place)
{
    /// <summary>For these systems only; empty: for all.</summary>
    public ImmutableArray<string> Systems { get; init; } = [];

    /// <summary>For these severity classes only, 0 to 3; empty: for all.</summary>
    public ImmutableArray<int> Classes { get; init; } = [];

    /// <summary>For alerts that satisfy all of these; empty: for all.</summary>
    public ImmutableArray<Matcher> Matchers { get; init; } = [];

    /// <summary>How all steps are gone through again; null: not again.</summary>
    public EscalationRepeat? Repeat { get; init; }

    /// <summary>The policy that goes on where this one ends; null: none.</summary>
    public string? Then { get; init; }

    /// <summary>Whether nothing chooses it but another policy's <c>then</c>.</summary>
    public bool IsOnlyThen { get; init; }

    /// <summary>Whether an alert is one that it is for.</summary>
    /// <param name="labels">Its labels.</param>
    /// <param name="system">The system that claims it; null for none.</param>
    /// <param name="class">Its severity class, 0 to 3.</param>
    public bool IsFor(LabelSet labels, string? system, int @class) =>
        !IsOnlyThen && (Systems.IsEmpty || (system is not null && Systems.Contains(system))) && (Classes.IsEmpty || Classes.Contains(@class)) && Matchers.All(one => one.Matches(labels));
}

/// <summary>One step of a policy.</summary>
/// <param name="After">How long after the begin.</param>
/// <param name="Whom">Names of people, rotations and groups; at least one.</param>
/// <param name="By">The channels, in the order in which they are tried until one takes it; at least one.</param>
public sealed record EscalationStep(TimeSpan After, ImmutableArray<string> Whom, ImmutableArray<string> By);

/// <summary>How a policy is gone through again.</summary>
/// <param name="Every">From the begin of one round to the begin of the next; longer than the last step's wait.</param>
/// <param name="AtMost">How often, beside the first time.</param>
public sealed record EscalationRepeat(TimeSpan Every, int AtMost);

/// <summary>Whom alerts are told to of which no policy names the system: the times are those of the system's own severity classes.</summary>
/// <param name="Whom">Who is told at once, and again when nobody acknowledged in time.</param>
/// <param name="By">By which channels.</param>
/// <param name="EscalateTo">Who is told when it goes further; empty: whom the profile names, where the name is known here, else the same people.</param>
public sealed record UsualEscalation(ImmutableArray<string> Whom, ImmutableArray<string> By, ImmutableArray<string> EscalateTo);

/// <summary>What <c>escalation.yaml</c> says.</summary>
/// <param name="Roster">Who can be called.</param>
/// <param name="Policies">The policies; the first that an alert fits is its own.</param>
public sealed record EscalationBook(Roster Roster, ImmutableArray<EscalationPolicy> Policies)
{
    /// <summary>When lower classes wait.</summary>
    public QuietHours Quiet { get; init; } = QuietHours.None;

    /// <summary>For systems that no policy names; null: their alerts are told to nobody.</summary>
    public UsualEscalation? Usual { get; init; }

    /// <summary>Labels that part the alerts of one name and system into matters of their own.</summary>
    public ImmutableArray<string> GroupBy { get; init; } = [];
}
