using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Runbooks;

/// <summary>What each deed makes new on a walkthrough, given what is there. Pure.</summary>
internal static class WalkDecisions
{
    /// <summary>A mark, with what goes with it.</summary>
    public static Result<WalkChange>? Mark(WalkRow row, string step, StepState state, WalkMark mark, WalkTurn turn)
    {
        if (Closed(row) is { } closed)
        {
            return closed;
        }

        var was = row.State;
        var jump = JumpOf(was, step, mark);
        if (!jump.IsOk)
        {
            return jump.Problems;
        }

        var now = WalkRules.Mark(was, step, state, jump.Value.Jump, turn);
        if (!now.IsOk)
        {
            return now.Problems;
        }

        var (note, kept) = (WalkLimits.Note(step, mark.Note, turn), WalkLimits.Kept(step, mark.Evidence, turn));
        if (!note.IsOk || !kept.IsOk)
        {
            return note.Problems.AddRange(kept.Problems);
        }

        ImmutableArray<WalkEntry> entries = [.. note.Value, .. kept.Value];
        if (!ReferenceEquals(now.Value, was))
        {
            return new WalkChange(now.Value, step, WalkRules.Says(was, now.Value, step, state, jump.Value.Jump), entries);
        }

        // It says what was said already: what was written with it is kept all the same.
        if (entries.IsEmpty)
        {
            return null;
        }

        return new WalkChange(was, step, $"added to \"{TitleOf(was, step)}\"", entries);
    }

    /// <summary>A note.</summary>
    public static Result<WalkChange>? Note(WalkRow row, string step, string text, WalkTurn turn)
    {
        if ((Closed(row) ?? Missing(row.State, step)) is { } problem)
        {
            return problem;
        }

        var note = WalkLimits.Note(step, text, turn);
        return !note.IsOk ? note.Problems
            : note.Value.IsEmpty ? new Problem("note", "is empty")
            : new WalkChange(row.State, step, $"wrote on \"{TitleOf(row.State, step)}\"", note.Value);
    }

    /// <summary>What was seen.</summary>
    public static Result<WalkChange>? Keep(WalkRow row, string step, SeenBlock seen, WalkTurn turn)
    {
        if ((Closed(row) ?? Missing(row.State, step)) is { } problem)
        {
            return problem;
        }

        var kept = WalkLimits.Kept(step, [seen], turn);
        return kept.IsOk ? new WalkChange(row.State, step, $"kept what block {seen.Block} of \"{TitleOf(row.State, step)}\" answered", kept.Value) : kept.Problems;
    }

    /// <summary>The run of a guarded action. Also after the end: it was asked for before.</summary>
    public static Result<WalkChange>? Link(WalkRow row, string step, string run, WalkTurn turn)
    {
        _ = turn;
        return Missing(row.State, step) is { } missing ? missing
            : run.Length is 0 or > 40 || !run.All(char.IsAsciiLetterOrDigit) ? new Problem("run", "is no id of a guarded action")
            : new WalkChange(row.State, step, $"asked for action {run} from \"{TitleOf(row.State, step)}\"", [WalkLimits.Run(step, run)]);
    }

    /// <summary>The end.</summary>
    public static Result<WalkChange>? End(WalkRow row, WalkOutcome outcome, string summary, ImmutableArray<FeedbackWish> wishes, WalkTurn turn)
    {
        if (Closed(row) is { } closed)
        {
            return closed;
        }

        var feedback = WalkLimits.Feedback(row.State, wishes, turn);
        var wrong = Problem.All(WalkLimits.Wrong("summary", summary)).AddRange(feedback.Problems);
        return !wrong.IsEmpty ? wrong : new WalkChange(row.State, null, $"ended it: {WalkRecord.Phrase(outcome)}", feedback.Value) { Outcome = outcome, Summary = summary };
    }

    /// <summary>Words on the runbook. Also after the end.</summary>
    public static Result<WalkChange>? Feedback(WalkRow row, ImmutableArray<FeedbackWish> wishes, WalkTurn turn)
    {
        var feedback = WalkLimits.Feedback(row.State, wishes, turn);
        return feedback.IsOk ? new WalkChange(row.State, wishes[0].Step, "said something of the runbook", feedback.Value) : feedback.Problems;
    }

    private static Result<Chosen> JumpOf(WalkState state, string step, WalkMark mark)
    {
        if (mark.Jump is null && mark.To is null)
        {
            return new Chosen(null);
        }

        if (state.IndexOf(step) is not (>= 0 and var index))
        {
            return Missing(state, step)!;
        }

        var jumps = state.Outline[index].Jumps;
        var chosen = mark.Jump is { } number ? jumps.ElementAtOrDefault(number) : jumps.FirstOrDefault(jump => jump.To == mark.To);
        return chosen is null || (mark.To is not null && chosen.To != mark.To) ? new Problem("jump", "the step has no such answer") : new Chosen(chosen);
    }

    private static Problem? Closed(WalkRow row) => row.Ended is { } ended
        ? new Problem("ended", $"{row.Ending?.By.Name} ended it at {ended.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC: start another to go on")
        : null;

    private static Problem? Missing(WalkState state, string step) => Problem.When(state.IndexOf(step) < 0, "step", "there is no such step in this walkthrough");

    private static string TitleOf(WalkState state, string step) => state.Outline[state.IndexOf(step)].Title;

    private sealed record Chosen(RunbookJump? Jump);
}
