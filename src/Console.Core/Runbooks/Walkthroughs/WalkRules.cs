using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Runbooks;

/// <summary>What marking a step does to a walkthrough. Pure: given the state, it says the next one, or why not.</summary>
internal static class WalkRules
{
    /// <summary>Where a problem is that says somebody else was quicker.</summary>
    public const string Changed = "seenVersion";

    /// <summary>Marks a step.</summary>
    /// <param name="was">The state.</param>
    /// <param name="id">The step.</param>
    /// <param name="state">What became of it.</param>
    /// <param name="jump">The rule that leads on; null for none.</param>
    /// <param name="turn">Who, when, and what they looked at.</param>
    /// <returns>The next state: the same one when it says nothing new.</returns>
    public static Result<WalkState> Mark(WalkState was, string id, StepState state, RunbookJump? jump, WalkTurn turn)
    {
        if (was.IndexOf(id) is not (>= 0 and var index))
        {
            return new Problem("step", "there is no such step in this walkthrough");
        }

        var target = jump is null ? -1 : was.IndexOf(jump.To);
        var problems = Problem.All(
            Problem.When(jump is not null && target < 0, "jump", "leads to a step that this walkthrough does not have"),
            Problem.When(jump is not null && state is not StepState.Done, "state", "must be done where an answer leads on"));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var isBack = jump is not null && target <= index;
        if (!isBack && SaysTheSame(was, id, state, jump))
        {
            return was;
        }

        // What a way back makes to do again somebody else may have done meanwhile, unseen.
        var touched = isBack ? was.Outline[target..].Select(step => step.Id) : jump is null && was.StateOf(id) == state ? [] : [id];
        if (touched.Select(step => Conflict(was, step, turn)).FirstOrDefault(problem => problem is not null) is { } conflict)
        {
            return conflict;
        }

        return isBack ? Back(was, target, turn) : Forward(was, index, state, jump, target, turn);
    }

    /// <summary>In words, what a mark did.</summary>
    /// <param name="was">The state before.</param>
    /// <param name="now">The state after.</param>
    /// <param name="id">The step.</param>
    /// <param name="state">What became of it.</param>
    /// <param name="jump">The rule that led on.</param>
    public static string Says(WalkState was, WalkState now, string id, StepState state, RunbookJump? jump)
    {
        var (index, target) = (was.IndexOf(id), was.IndexOf(jump?.To));
        var title = was.Outline[index].Title;
        if (jump is not null && target <= index)
        {
            return $"went from \"{title}\" back to \"{was.Outline[target].Title}\": {jump.Condition}";
        }

        var skipped = now.Outline.Count(step => now.Marks.GetValueOrDefault(step.Id) is { State: StepState.Skipped } mark && mark.SkippedBy == id);
        return jump is null
            ? state is StepState.ToDo ? $"took back the mark of \"{title}\"" : $"marked \"{title}\" as {Word(state)}"
            : $"marked \"{title}\" as done and went on to \"{was.Outline[target].Title}\": {jump.Condition}{(skipped == 0 ? string.Empty : $" ({skipped} skipped)")}";
    }

    /// <summary>A state in a sentence.</summary>
    /// <param name="state">The state.</param>
    public static string Word(StepState state) => state switch
    {
        StepState.Done => "done",
        StepState.Skipped => "skipped",
        StepState.Failed => "failed",
        _ => "to do",
    };

    private static WalkState Forward(WalkState was, int index, StepState state, RunbookJump? jump, int target, WalkTurn turn)
    {
        var id = was.Outline[index].Id;
        var marks = was.Marks.ToBuilder();

        // Answered anew, what only the former answer skipped is to do again.
        var restored = was.Outline.Where(step => was.Marks.GetValueOrDefault(step.Id) is { State: StepState.Skipped } mark && mark.SkippedBy == id).Select(step => step.Id).ToList();
        foreach (var step in restored)
        {
            marks[step] = ToDo(turn);
        }

        marks[id] = new StoredMark(state, turn.At, turn.By, turn.Version) { Answer = jump?.Condition };
        var between = jump is null ? [] : was.Outline[(index + 1)..target].Select(step => step.Id);
        foreach (var step in between.Where(step => (marks.GetValueOrDefault(step)?.State ?? StepState.ToDo) is StepState.ToDo))
        {
            marks[step] = new StoredMark(StepState.Skipped, turn.At, turn.By, turn.Version) { SkippedBy = id };
        }

        var now = was with { Marks = marks.ToImmutable() };
        return now with { Current = jump is not null ? now.NextFrom(target) : Next(was, now, index, restored) };
    }

    private static string? Next(WalkState was, WalkState now, int index, List<string> restored)
    {
        var stays = was.Current is { } current && now.IsToDo(current) ? was.IndexOf(current) : -1;

        // Two may be at different steps: a mark elsewhere does not move what is to do next, unless something before it is to do again.
        var again = now.IsToDo(now.Outline[index].Id) ? index : restored.Select(now.IndexOf).DefaultIfEmpty(-1).First();
        return again >= 0 && (stays < 0 || again < stays) ? now.Outline[again].Id
            : stays >= 0 ? now.Outline[stays].Id
            : now.NextFrom(index + 1);
    }

    private static WalkState Back(WalkState was, int target, WalkTurn turn)
    {
        var marks = was.Marks.ToBuilder();
        foreach (var step in was.Outline[target..].Where(step => !was.IsToDo(step.Id)))
        {
            marks[step.Id] = ToDo(turn);
        }

        return was with { Marks = marks.ToImmutable(), Current = was.Outline[target].Id };
    }

    private static StoredMark ToDo(WalkTurn turn) => new(StepState.ToDo, turn.At, turn.By, turn.Version);

    // Skipped by hand is another thing than skipped by an answer: the hand's stays when the answer changes.
    private static bool SaysTheSame(WalkState was, string id, StepState state, RunbookJump? jump) => was.StateOf(id) == state
        && (jump is null ? was.Marks.GetValueOrDefault(id)?.SkippedBy is null : was.Marks.GetValueOrDefault(id)?.Answer == jump.Condition);

    private static Problem? Conflict(WalkState was, string id, WalkTurn turn) =>
        turn.Seen is { } seen && was.Marks.GetValueOrDefault(id) is { } mark && mark.Version > seen && mark.By.Subject != turn.By.Subject
            ? new Problem(Changed, $"{mark.By.Name} {Deed(was, mark)} \"{was.Outline[was.IndexOf(id)].Title}\"{As(mark)} at {mark.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC, after what you saw: look at it again")
            : null;

    private static string Deed(WalkState was, StoredMark mark) => mark.State is StepState.ToDo ? "made to do again"
        : mark.SkippedBy is { } by && was.IndexOf(by) is >= 0 and var index ? $"answered \"{was.Outline[index].Title}\", which skipped"
        : "marked";

    private static string As(StoredMark mark) => mark.State is StepState.ToDo || mark.SkippedBy is not null ? string.Empty : $" as {Word(mark.State)}";
}
