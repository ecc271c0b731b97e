using System.Collections.Immutable;

namespace OpsConsole.Runbooks;

/// <summary>A runbook ready to show: safe HTML between the blocks that come alive.</summary>
/// <param name="Intro">What stands before the first section.</param>
/// <param name="Sections">The sections, in order.</param>
public sealed record RenderedRunbook(ImmutableArray<RenderedPart> Intro, ImmutableArray<RenderedSection> Sections)
{
    /// <summary>A step; null when there is none.</summary>
    /// <param name="id">Its id.</param>
    public RenderedStep? Step(string id) => Sections.SelectMany(section => section.Steps).FirstOrDefault(step => step.Step.Id == id);
}

/// <summary>A section.</summary>
/// <param name="Title">Its title, as plain text.</param>
/// <param name="Anchor">The anchor of its heading.</param>
/// <param name="Parts">What stands before its first step.</param>
/// <param name="Steps">Its steps.</param>
public sealed record RenderedSection(string Title, string Anchor, ImmutableArray<RenderedPart> Parts, ImmutableArray<RenderedStep> Steps);

/// <summary>A step.</summary>
/// <param name="Step">Which.</param>
/// <param name="Title">Its title, templates filled, as plain text.</param>
/// <param name="Parts">What it says.</param>
public sealed record RenderedStep(RunbookStep Step, string Title, ImmutableArray<RenderedPart> Parts);

/// <summary>A part of a rendered runbook.</summary>
public abstract record RenderedPart;

/// <summary>Safe HTML: no script, no handler, no foreign scheme, whatever the runbook and the alert hold.</summary>
/// <param name="Html">The HTML.</param>
public sealed record HtmlPart(string Html) : RenderedPart;

/// <summary>A block that comes alive or is to copy.</summary>
/// <param name="Block">The block.</param>
public sealed record BlockPart(RunbookBlock Block) : RenderedPart;
