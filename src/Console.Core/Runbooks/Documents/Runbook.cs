using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Runbooks;

/// <summary>A runbook as its file says it. All of it is untrusted input: whoever shows it encodes it.</summary>
public sealed record Runbook
{
    /// <summary>The folder of what belongs to no alert.</summary>
    public const string GuidesFolder = "guides";

    /// <summary>The folder: a system's id, or <see cref="GuidesFolder"/>.</summary>
    public required string Folder { get; init; }

    /// <summary>The file's name without its ending.</summary>
    public required string Slug { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>The system's id; null for a guide that is about none.</summary>
    public string? System { get; init; }

    /// <summary>The names of its alerts within the system; none for a guide.</summary>
    public ImmutableArray<string> Alerts { get; init; } = [];

    /// <summary>How bad its alert is; null for a guide.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Within what time somebody answers; null when it does not say.</summary>
    public TimeSpan? RespondWithin { get; init; }

    /// <summary>After what time unresolved it goes to <see cref="EscalateTo"/>; null when it does not say.</summary>
    public TimeSpan? EscalateAfter { get; init; }

    /// <summary>To whom it is escalated; empty when it does not say.</summary>
    public string EscalateTo { get; init; } = string.Empty;

    /// <summary>Who keeps it right; empty when it does not say.</summary>
    public string Owner { get; init; } = string.Empty;

    /// <summary>When somebody last compared it with the running system; null when it does not say.</summary>
    public DateOnly? Reviewed { get; init; }

    /// <summary>The file's text, front matter and all, as a walkthrough keeps it.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of <see cref="Text"/> in UTF-8, lower case hexadecimal: two of one hash are the same runbook.</summary>
    public required string Hash { get; init; }

    /// <summary>The steps, in order.</summary>
    public ImmutableArray<RunbookStep> Steps { get; init; } = [];

    /// <summary>The blocks that come alive or are to copy, in order.</summary>
    public ImmutableArray<RunbookBlock> Blocks { get; init; } = [];

    /// <summary>What is wrong with it, each with the file and line. It is shown in spite of them.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>By what it is found: <c>FOLDER/SLUG</c>.</summary>
    public string Key => $"{Folder}/{Slug}";

    /// <summary>The file as people write it: <c>runbooks/FOLDER/SLUG.md</c>.</summary>
    public string File => $"{RunbookMatch.Root}{Key}.md";

    /// <summary>Whether it belongs to no alert.</summary>
    public bool IsGuide => Folder == GuidesFolder;

    /// <summary>A step by its id; null when there is none.</summary>
    /// <param name="id">The id.</param>
    public RunbookStep? Step(string id) => Steps.FirstOrDefault(step => step.Id == id);
}

/// <summary>One step of a walkthrough.</summary>
/// <param name="Id">Unique within the runbook; lower case letters, digits and dashes. It is also the anchor of its heading.</param>
/// <param name="Number">From 1.</param>
/// <param name="Title">The question or deed.</param>
/// <param name="Section">The section it stands in: <c>Diagnose</c>.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
public sealed record RunbookStep(string Id, int Number, string Title, string Section, int Line)
{
    /// <summary>Where an answer leads.</summary>
    public ImmutableArray<RunbookJump> Jumps { get; init; } = [];
}

/// <summary>A rule that leads from a step to another, forward or back.</summary>
/// <param name="Condition">When: <c>the holder is no living pod</c>.</param>
/// <param name="To">The id of a step of the same runbook.</param>
public sealed record RunbookJump(string Condition, string To);
