using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Components.Format;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;

namespace OpsConsole.Components.Runbooks;

/// <summary>One step of a walkthrough.</summary>
public sealed partial class WalkStep
{
    private string note = string.Empty;
    private bool isNoting;
    private bool? chosen;
    private bool wasCurrent;

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public RenderedStep Step { get; set; } = null!;

    /// <summary>What became of it; null while nobody touched it.</summary>
    [Parameter]
    public StepRecord? Record { get; set; }

    /// <summary>Whether it is the one to do.</summary>
    [Parameter]
    public bool IsCurrent { get; set; }

    /// <summary>Whether a link points at it.</summary>
    [Parameter]
    public bool IsAsked { get; set; }

    /// <summary>Whether the link points at what was kept on it.</summary>
    [Parameter]
    public bool IsKeptAsked { get; set; }

    /// <summary>Whether this person may mark it.</summary>
    [Parameter]
    public bool MayWalk { get; set; }

    /// <summary>Whether something is on its way.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>The walkthrough's address.</summary>
    [Parameter, EditorRequired]
    public string Address { get; set; } = string.Empty;

    /// <summary>The guarded actions that were asked from it.</summary>
    [Parameter]
    public ImmutableArray<ActionRun> Runs { get; set; } = [];

    /// <summary>The title of a step.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> TitleOf { get; set; } = null!;

    /// <summary>Marks it.</summary>
    [Parameter, EditorRequired]
    public Func<StepMarking, Task<bool>> OnMark { get; set; } = null!;

    /// <summary>Writes a note on it.</summary>
    [Parameter, EditorRequired]
    public Func<(string Step, string Text), Task<bool>> OnNote { get; set; } = null!;

    private string Id => Step.Step.Id;

    private StepState State => Record?.State ?? StepState.ToDo;

    private bool IsOpen => chosen ?? (IsCurrent || IsAsked);

    private string? Said => Record is null ? null
        : Record.SkippedBy is { } by ? $"skipped by the answer to: {TitleOf(by)}"
        : Record.Answer is { } answer ? WalkWords.Begin(answer)
        : Record.Notes.LastOrDefault()?.Text is { } text ? text.Length <= 120 ? text : $"{text[..120]}…"
        : null;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Who comes to a step sees it open; who leaves it by marking sees it folded.
        if (wasCurrent != IsCurrent)
        {
            (wasCurrent, chosen) = (IsCurrent, null);
        }
    }

    private void Toggle() => chosen = !IsOpen;

    private async Task MarkAsync(StepState state, int? jump)
    {
        var with = isNoting && !string.IsNullOrWhiteSpace(note) ? note : null;
        if (await OnMark(new StepMarking(Id, state, jump, with)) && with is not null)
        {
            (note, isNoting) = (string.Empty, false);
        }
    }

    private async Task NoteAsync()
    {
        if (await OnNote((Id, note)))
        {
            (note, isNoting) = (string.Empty, false);
        }
    }
}
