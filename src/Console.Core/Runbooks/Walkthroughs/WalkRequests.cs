using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>What a walkthrough is started with.</summary>
/// <param name="Runbook">The runbook as it is now: its text and steps are kept.</param>
/// <param name="System">The system's profile; null when there is none.</param>
/// <param name="Alert">The alert at hand; null for none.</param>
/// <param name="Scene">What the templates are filled from.</param>
/// <param name="Incident">The incident; null for none.</param>
public sealed record WalkStart(Runbook Runbook, SystemProfile? System, Alert? Alert, RunbookScene Scene, string? Incident = null)
{
    /// <summary>The system that the rights are decided on: the runbook's; a guide that is about none is walked for the system at hand.</summary>
    internal string? SystemId => Runbook.System ?? System?.Id ?? Alert?.System;

    /// <summary>What brings those together who start the same runbook: the alert, or else the incident; null: each walks on their own.</summary>
    internal string? Affair => Alert is not null ? $"alert:{Alert.Fingerprint}" : Incident is not null ? $"incident:{Incident}" : null;
}

/// <summary>What goes with the marking of a step.</summary>
public sealed record WalkMark
{
    /// <summary>Nothing but the mark.</summary>
    public static WalkMark Bare { get; } = new();

    /// <summary>What the person writes on it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Which of the step's rules leads on, from 0; null: by <see cref="To"/>, or none.</summary>
    public int? Jump { get; init; }

    /// <summary>The id of the step that a rule leads to; null: none.</summary>
    public string? To { get; init; }

    /// <summary>What was seen.</summary>
    public ImmutableArray<SeenBlock> Evidence { get; init; } = [];

    /// <summary>The <see cref="Walkthrough.Version"/> that the person looked at; null: whatever others did since is of no matter.</summary>
    public long? SeenVersion { get; init; }
}

/// <summary>What a block answered, to be kept.</summary>
/// <param name="Block">The number of the block.</param>
/// <param name="Answers">The answers: one, or one for each command of the block.</param>
public sealed record SeenBlock(int Block, ImmutableArray<BlockAnswer> Answers);

/// <summary>What somebody says of the runbook.</summary>
/// <param name="Step">The step that was wrong; null: the whole, or one that is missing.</param>
/// <param name="Kind">What is the matter.</param>
/// <param name="Text">In words.</param>
public sealed record FeedbackWish(string? Step, FeedbackKind Kind, string Text);

/// <summary>A walkthrough in a list: without what was written on its steps.</summary>
public sealed record WalkSummary
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The runbook, as <see cref="Runbook.Key"/>.</summary>
    public required string Runbook { get; init; }

    /// <summary>The runbook's title.</summary>
    public required string Title { get; init; }

    /// <summary>The system's id; null for none.</summary>
    public string? System { get; init; }

    /// <summary>The fingerprint of its alert; null for none.</summary>
    public string? Alert { get; init; }

    /// <summary>The alert's name; null for none.</summary>
    public string? AlertName { get; init; }

    /// <summary>The incident; null for none.</summary>
    public string? Incident { get; init; }

    /// <summary>The version.</summary>
    public long Version { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Who started it.</summary>
    public required Walker StartedBy { get; init; }

    /// <summary>When something last happened on it.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The step to do next; null when all are over.</summary>
    public RunbookStep? Current { get; init; }

    /// <summary>How many steps there are.</summary>
    public int Steps { get; init; }

    /// <summary>How many of them are over: done, skipped or failed.</summary>
    public int Over { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public Walker? EndedBy { get; init; }

    /// <summary>How it ended.</summary>
    public WalkOutcome? Outcome { get; init; }

    /// <summary>In words, how it ended; empty for none.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>What people say of the runbook, where it was asked for.</summary>
    public ImmutableArray<RunbookFeedback> Feedback { get; init; } = [];
}
