using System.Collections.Immutable;

namespace OpsConsole.Runbooks;

/// <summary>One runbook opened for one alert or incident. It keeps the text that it started with.</summary>
public sealed record Walkthrough
{
    /// <summary>Its id: sorts by time of start.</summary>
    public required string Id { get; init; }

    /// <summary>The runbook, as <see cref="Runbook.Key"/>.</summary>
    public required string Runbook { get; init; }

    /// <summary>The runbook's title.</summary>
    public required string Title { get; init; }

    /// <summary>The system's id; null for a guide that is about none.</summary>
    public string? System { get; init; }

    /// <summary>The fingerprint of its alert; null for none.</summary>
    public string? Alert { get; init; }

    /// <summary>The alert's name; null for none.</summary>
    public string? AlertName { get; init; }

    /// <summary>The incident; null for none.</summary>
    public string? Incident { get; init; }

    /// <summary>When the alert began, from which its clocks run; when there is none, the walkthrough's own start.</summary>
    public required DateTimeOffset ClockFrom { get; init; }

    /// <summary>The runbook's text as it was at the start.</summary>
    public required string Text { get; init; }

    /// <summary>The hash of that text, as <see cref="Runbook.Hash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>What the templates are filled from.</summary>
    public required RunbookScene Scene { get; init; }

    /// <summary>The steps that the text had at the start, in order: nobody reads the text again to know them.</summary>
    public ImmutableArray<RunbookStep> Outline { get; init; } = [];

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Who started it.</summary>
    public required Walker StartedBy { get; init; }

    /// <summary>The id of the step to do next; null when all are over.</summary>
    public string? Current { get; init; }

    /// <summary>The steps that somebody marked or wrote on, by id; the others are to do.</summary>
    public ImmutableSortedDictionary<string, StepRecord> Steps { get; init; } = ImmutableSortedDictionary<string, StepRecord>.Empty;

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public Walker? EndedBy { get; init; }

    /// <summary>How it ended.</summary>
    public WalkOutcome? Outcome { get; init; }

    /// <summary>In words, how it ended; empty for none.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>What people say of the runbook: which step was wrong or missing.</summary>
    public ImmutableArray<RunbookFeedback> Feedback { get; init; } = [];

    /// <summary>Everything that happened, oldest first.</summary>
    public ImmutableArray<WalkEvent> Events { get; init; } = [];
}

/// <summary>A person on a walkthrough.</summary>
/// <param name="Subject">Who, by identity.</param>
/// <param name="Name">Who, for people.</param>
public sealed record Walker(string Subject, string Name);

/// <summary>What became of a step.</summary>
public enum StepState
{
    /// <summary>Nobody has said yet.</summary>
    ToDo,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Left out, by a person or by a jump.</summary>
    Skipped,

    /// <summary>Tried, without success.</summary>
    Failed,
}

/// <summary>A step as it stands.</summary>
/// <param name="State">What became of it.</param>
/// <param name="At">When that was said; null while it is to do.</param>
/// <param name="By">Who said so; null while it is to do.</param>
public sealed record StepRecord(StepState State, DateTimeOffset? At, Walker? By)
{
    /// <summary>The answer that led on, as the rule's condition; null when no jump was taken.</summary>
    public string? Answer { get; init; }

    /// <summary>The step whose jump skipped this one; null when none did.</summary>
    public string? SkippedBy { get; init; }

    /// <summary>What people wrote on it, oldest first.</summary>
    public ImmutableArray<StepNote> Notes { get; init; } = [];

    /// <summary>What was seen, oldest first: kept by a person, or as the step was marked.</summary>
    public ImmutableArray<KeptAnswer> Evidence { get; init; } = [];

    /// <summary>The runs of guarded actions that were asked from it, by id.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];
}

/// <summary>A note.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Text">What; untrusted.</param>
public sealed record StepNote(DateTimeOffset At, Walker By, string Text);

/// <summary>An answer that was kept.</summary>
/// <param name="Block">The number of its block.</param>
/// <param name="KeptAt">When.</param>
/// <param name="By">Who.</param>
/// <param name="Answers">The answers: one, or one for each command of the block.</param>
public sealed record KeptAnswer(int Block, DateTimeOffset KeptAt, Walker By, ImmutableArray<BlockAnswer> Answers);

/// <summary>How a walkthrough ended.</summary>
public enum WalkOutcome
{
    /// <summary>The runbook mended it.</summary>
    Resolved,

    /// <summary>It went away by itself or by something else.</summary>
    ResolvedOtherwise,

    /// <summary>It was handed on.</summary>
    Escalated,

    /// <summary>The alert asked for nothing.</summary>
    FalseAlarm,

    /// <summary>It was left.</summary>
    Abandoned,
}

/// <summary>What somebody says of a runbook after walking it.</summary>
/// <param name="Step">The step that was wrong; null: the whole, or one that is missing.</param>
/// <param name="Kind">What is the matter.</param>
/// <param name="Text">In words; untrusted.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record RunbookFeedback(string? Step, FeedbackKind Kind, string Text, Walker By, DateTimeOffset At);

/// <summary>What can be the matter with a runbook.</summary>
public enum FeedbackKind
{
    /// <summary>It was right.</summary>
    Helped,

    /// <summary>A step is wrong.</summary>
    Wrong,

    /// <summary>A step is missing.</summary>
    Missing,

    /// <summary>Something is not clear.</summary>
    Unclear,
}

/// <summary>Something that happened on a walkthrough.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Step">On which step; null for the whole.</param>
/// <param name="Says">In a sentence: <c>marked "Who holds the lease?" as done</c>.</param>
public sealed record WalkEvent(DateTimeOffset At, Walker By, string? Step, string Says);
