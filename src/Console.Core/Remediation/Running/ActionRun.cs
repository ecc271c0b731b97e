using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>How far a confirmed action is.</summary>
public enum RunState
{
    /// <summary>Waits for a second person.</summary>
    Waiting,

    /// <summary>A second person agreed; it is about to begin, or waits for the target to be free.</summary>
    Approved,

    /// <summary>From the intent on, until the outcome is on record.</summary>
    Running,

    /// <summary>It worked, and was seen to.</summary>
    Succeeded,

    /// <summary>It was not done, had no effect, or made it worse.</summary>
    Failed,

    /// <summary>Nobody can tell whether it was done.</summary>
    Unknown,

    /// <summary>A second person did not agree.</summary>
    Refused,

    /// <summary>Its time ran out, or its target changed, before it was done.</summary>
    Lapsed,

    /// <summary>Who asked for it took it back before it was done.</summary>
    Withdrawn,
}

/// <summary>What became of it, in the words for people.</summary>
public enum ActionOutcome
{
    /// <summary>It did what it should.</summary>
    Worked,

    /// <summary>It was done, and nothing came of it.</summary>
    NoEffect,

    /// <summary>It was done, and things are worse than before.</summary>
    MadeWorse,

    /// <summary>The cluster or Alertmanager refused it: nothing was done.</summary>
    RefusedByServer,

    /// <summary>It was not begun: the record, the target or a guard stood in the way.</summary>
    NotBegun,

    /// <summary>Whether it was done can't be told.</summary>
    Unknown,
}

/// <summary>An action that somebody confirmed, from then to its end.</summary>
public sealed record ActionRun
{
    /// <summary>Its id: 20 lower case letters and digits, in the order of time; also joins its entries in the audit.</summary>
    public required string Id { get; init; }

    /// <summary>The plan as it was confirmed.</summary>
    public required ActionPlan Plan { get; init; }

    /// <summary>Who asked, as they were then.</summary>
    public required Person By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, in their words; null when none was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>Where it was asked from.</summary>
    public ActionOrigin Origin { get; init; } = new(ActionDoor.Page);

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>When it lapses, while it waits or is approved; null otherwise.</summary>
    public DateTimeOffset? LapsesAt { get; init; }

    /// <summary>What the second person said; null while there is none.</summary>
    public Approval? Approval { get; init; }

    /// <summary>The guards that were overridden, by id.</summary>
    public ImmutableArray<string> Overridden { get; init; } = [];

    /// <summary>Whether it went without the second person.</summary>
    public bool BrokeGlass { get; init; }

    /// <summary>What became of it; null before the end.</summary>
    public ActionOutcome? Outcome { get; init; }

    /// <summary>The outcome in a sentence, with what was seen; null before the end.</summary>
    public string? Says { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run that this one takes back; null for none.</summary>
    public string? UndoOf { get; init; }

    /// <summary>The run that took this one back; null for none.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>What would take it back; null when nothing does, or not yet.</summary>
    public ActionRequest? UndoRequest { get; init; }

    /// <summary>What happened, in order.</summary>
    public ImmutableArray<ActionStep> Steps { get; init; } = [];

    /// <summary>Whether it is over.</summary>
    public bool IsOver => State is not (RunState.Waiting or RunState.Approved or RunState.Running);
}

/// <summary>What a second person said.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Agreed">Whether they agreed.</param>
/// <param name="Reason">Why, in their words.</param>
public sealed record Approval(Person By, DateTimeOffset At, bool Agreed, string Reason);

/// <summary>Something that happened to a run.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="At">When.</param>
/// <param name="Mark">How it went.</param>
/// <param name="Says">What happened, in a sentence; may hold a server's words: encode it.</param>
public sealed record ActionStep(int Number, ActionStage Stage, DateTimeOffset At, StepMark Mark, string Says);

/// <summary>How a step went.</summary>
public enum StepMark
{
    /// <summary>Under way, or worth noting.</summary>
    Note,

    /// <summary>Well.</summary>
    Good,

    /// <summary>With a warning.</summary>
    Doubtful,

    /// <summary>Not.</summary>
    Bad,
}

/// <summary>What a person says to a plan.</summary>
/// <param name="PlanHash">The plan they mean: with any other, nothing is done.</param>
public sealed record Confirmation(string PlanHash)
{
    /// <summary>The target's name with its cluster's, as typed; null when none was asked for.</summary>
    public string? Typed { get; init; }

    /// <summary>Why; null when none was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>The guards to go on in spite of, by id.</summary>
    public ImmutableArray<string> Override { get; init; } = [];

    /// <summary>Go without a second person.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>The same key from the same person is the same request: it is answered with the run it made, and nothing is done twice.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Something to look at afterwards, because a rule was set aside: the glass was broken.</summary>
/// <param name="Id">Its id: that of the run.</param>
/// <param name="System">The system's id.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="Skipped">Names of those who could have agreed and were not asked.</param>
public sealed record ReviewItem(string Id, string System, DateTimeOffset OpenedAt, ImmutableArray<string> Skipped)
{
    /// <summary>When somebody else looked at it; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who did.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>What they said.</summary>
    public string? Words { get; init; }
}
