using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>
/// One guarded action: all that is special to it. The ten stages are the planner's and the runner's; a further action is one more of these, listed in
/// <c>RemedyBook</c>.
/// </summary>
internal interface IRemedy
{
    /// <summary>What it is.</summary>
    RemedyDescription About { get; }

    /// <summary>Its own guards, beside those that every action has.</summary>
    ImmutableArray<IGuard> Guards { get; }

    /// <summary>Stage 2: reads target and parameters and holds them to the profile's bounds.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="system">The system.</param>
    /// <param name="allowed">What its profile allows.</param>
    /// <returns>The call, or what is wrong, each with the field's name.</returns>
    Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed);

    /// <summary>Stage 4: rehearses on the server, and says what the target is now and what will change.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="who">As whom.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The server does not answer, or refuses.</exception>
    Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation);

    /// <summary>What the risk is before guards and profile raise it, and why.</summary>
    /// <param name="scene">What is known now.</param>
    (RiskTier Tier, string Because) Risk(Scene scene);

    /// <summary>Stage 8: does it, once, to exactly what the plan says. What it can't bind by precondition it does not do.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="order">Who, why and under which id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What the server answered, in a sentence.</returns>
    /// <exception cref="Upstream.UpstreamException">It was refused, or its outcome is unknown (<see cref="Upstream.UpstreamException.OutcomeIsUnknown"/>).</exception>
    Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation);

    /// <summary>Stage 9: looks at the world once.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="order">The order it was done by: after a crash, what tells a silence of ours from others.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The server does not answer.</exception>
    Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation);

    /// <summary>Stage 10: what takes it back; null when nothing does.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seen">What was last seen.</param>
    ActionRequest? Undo(ActionPlan plan, Sighting seen);
}

/// <summary>An action for people, forms and documentation.</summary>
/// <param name="Kind">Its name: <c>lease-delete</c>.</param>
/// <param name="Title">What it does: <c>Delete a lease</c>.</param>
/// <param name="Permission">The right it needs.</param>
/// <param name="ProfileKind">Its name in a profile's <c>actions</c>: the three of silences are one there.</param>
public sealed record RemedyDescription(string Kind, string Title, GuardedAction Permission, string ProfileKind)
{
    /// <summary>Its parameters.</summary>
    public ImmutableArray<ActionField> Fields { get; init; } = [];

    /// <summary>Whether a reason is asked for whatever the risk: a silence carries it as its comment.</summary>
    public bool AsksReason { get; init; }

    /// <summary>How long the same must not be done to the same target again, unless the profile says otherwise.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>What undoes it; null when nothing does.</summary>
    public string? Undo { get; init; }

    /// <summary>Why nothing does; null when something does.</summary>
    public string? NoUndoBecause { get; init; }

    /// <summary>What is looked at afterwards.</summary>
    public required string Verifies { get; init; }
}

/// <summary>A parameter, as a form asks for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">For people.</param>
/// <param name="Form">How it is typed.</param>
/// <param name="Hint">What is right: an example.</param>
public sealed record ActionField(string Name, string Label, FieldForm Form, string Hint)
{
    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>How a parameter is typed.</summary>
public enum FieldForm
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A duration as Prometheus writes it: <c>1h30m</c>.</summary>
    Duration,

    /// <summary>Matchers with commas between: <c>alertname="X", pod=~"api-.*"</c>.</summary>
    Matchers,

    /// <summary>A line of text.</summary>
    Text,
}

/// <summary>An action that was read: what to do, to what, how.</summary>
/// <param name="Remedy">The action.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Target">The target.</param>
/// <param name="Title">What it does to this target, in words.</param>
internal sealed record RemedyCall(IRemedy Remedy, ActionRequest Request, ActionTarget Target, string Title)
{
    /// <summary>The parameters, each in its one spelling.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the profile allows.</summary>
    public required ActionProfile Allowed { get; init; }

    /// <summary>The right that the cluster must give; null where no cluster is asked.</summary>
    public ClusterRightQuestion? Needs { get; init; }
}

/// <summary>What a rehearsal showed.</summary>
/// <param name="State">The target now.</param>
/// <param name="Changes">What will change.</param>
/// <param name="VerifyWithin">How long the world will have to become as wanted.</param>
internal sealed record Rehearsal(TargetState State, ImmutableArray<PlannedChange> Changes, TimeSpan VerifyWithin)
{
    /// <summary>What the server warns of.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>Who does it, why, and under which id.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; null when none was asked for.</param>
/// <param name="Who">As whom the cluster is asked.</param>
/// <param name="IntentAt">When the intent was committed.</param>
internal sealed record ActionOrder(string RunId, Person By, string? Reason, ActingAs Who, DateTimeOffset IntentAt);

/// <summary>How the world looks after an action.</summary>
internal enum SightingState
{
    /// <summary>Nothing of it is to be seen: it was not carried out, or not yet.</summary>
    NotDone,

    /// <summary>It was carried out, and the world is on its way.</summary>
    UnderWay,

    /// <summary>As wanted.</summary>
    Worked,

    /// <summary>It was carried out, and taken back or overruled: waiting is of no use.</summary>
    NoEffect,

    /// <summary>Worse than before.</summary>
    Worse,
}

/// <summary>What was seen of an action in the world.</summary>
/// <param name="State">How it looks.</param>
/// <param name="Says">What was seen, in a sentence with figures.</param>
internal sealed record Sighting(SightingState State, string Says)
{
    /// <summary>What the action made, where undoing it needs to know: the id of a silence.</summary>
    public string? Made { get; init; }
}
