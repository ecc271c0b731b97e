using System.Collections.Immutable;

namespace OpsConsole.Runbooks;

/// <summary>A step's mark as it is stored: also who took it back, and since which version it is so.</summary>
/// <param name="State">What became of the step.</param>
/// <param name="At">When that was said.</param>
/// <param name="By">Who said so.</param>
/// <param name="Version">The version that made it so.</param>
internal sealed record StoredMark(StepState State, DateTimeOffset At, Walker By, long Version)
{
    /// <summary>The condition of the rule that led on; null for none.</summary>
    public string? Answer { get; init; }

    /// <summary>The step whose answer skipped this one; null for none.</summary>
    public string? SkippedBy { get; init; }
}

/// <summary>Somebody, at a time, about to make a version.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version that will be.</param>
/// <param name="Seen">The version that they looked at; null: they do not mind.</param>
internal sealed record WalkTurn(Walker By, DateTimeOffset At, long Version, long? Seen);

/// <summary>How far a walkthrough is: the marks of its steps, and which is to do next.</summary>
/// <param name="Outline">The steps, in order.</param>
/// <param name="Marks">The marks, by the steps' ids.</param>
/// <param name="Current">The step to do next; null when none is.</param>
internal sealed record WalkState(ImmutableArray<RunbookStep> Outline, ImmutableSortedDictionary<string, StoredMark> Marks, string? Current)
{
    /// <summary>Before anything was marked.</summary>
    /// <param name="outline">The steps.</param>
    public static WalkState Begin(ImmutableArray<RunbookStep> outline) =>
        new(outline, ImmutableSortedDictionary.Create<string, StoredMark>(StringComparer.Ordinal), outline.IsEmpty ? null : outline[0].Id);

    /// <summary>How many steps are over.</summary>
    public int Over => Outline.Count(step => !IsToDo(step.Id));

    /// <summary>The place of a step; -1 when there is none.</summary>
    /// <param name="step">Its id.</param>
    public int IndexOf(string? step)
    {
        for (var index = 0; index < Outline.Length; index++)
        {
            if (Outline[index].Id == step)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>What became of a step.</summary>
    /// <param name="step">Its id.</param>
    public StepState StateOf(string step) => Marks.GetValueOrDefault(step)?.State ?? StepState.ToDo;

    /// <summary>Whether a step is to do.</summary>
    /// <param name="step">Its id.</param>
    public bool IsToDo(string step) => StateOf(step) is StepState.ToDo;

    /// <summary>The first step to do from a place on; after the last come those before it. Null when none is to do.</summary>
    /// <param name="index">The place.</param>
    public string? NextFrom(int index) => Enumerable.Range(0, Outline.Length).Select(offset => Outline[(Math.Max(index, 0) + offset) % Outline.Length].Id).FirstOrDefault(IsToDo);
}
