using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Runbooks;

namespace OpsConsole.Components.Runbooks;

/// <summary>What people do on a walkthrough.</summary>
public sealed partial class WalkView
{
    // What was seen this short a while ago is what was seen when the step was marked.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAtMost = TimeSpan.FromSeconds(3);

    private async Task<bool> MarkAsync(StepMarking marking)
    {
        var step = sight!.Runbook.Step(marking.Step);
        if (step is null || walk is null)
        {
            return false;
        }

        var seenVersion = walk.Version;
        return await DoAsync(async person => await Desk.MarkAsync(
            walk.Id, step.Id, marking.State,
            new WalkMark { Note = marking.Note, Jump = marking.Jump, Evidence = marking.State is StepState.ToDo or StepState.Skipped ? [] : await SeenAsync(step, person), SeenVersion = seenVersion },
            person, CancellationToken.None));
    }

    private Task<bool> NoteAsync((string Step, string Text) note) => DoAsync(person => Desk.NoteAsync(walk!.Id, note.Step, note.Text, person, CancellationToken.None));

    private Task<bool> EndAsync(WalkEnding ending) => DoAsync(person => Desk.EndAsync(walk!.Id, ending.Outcome, ending.Summary, ending.Feedback, person, CancellationToken.None));

    private async Task KeepAsync(RunbookBlock block, ImmutableArray<BlockAnswer> answers)
    {
        if (block.Step is { } step)
        {
            await DoAsync(person => Desk.KeepAsync(walk!.Id, step, new SeenBlock(block.Number, answers), person, CancellationToken.None));
        }
    }

    private async Task<bool> DoAsync(Func<Person, Task<Result<Walkthrough>>> deed)
    {
        if (Current.Person is not { } person || isBusy)
        {
            return false;
        }

        isBusy = true;
        StateHasChanged();
        try
        {
            var done = await deed(person);
            problem = done.IsOk ? null : done.Explanation;
            if (done.IsOk)
            {
                await ShowAsync(done.Value);
            }

            return done.IsOk;
        }
        finally
        {
            isBusy = false;
            StateHasChanged();
        }
    }

    // What the step's blocks say at this moment. One that does not answer in time leaves what it said last.
    private async Task<ImmutableArray<SeenBlock>> SeenAsync(RunbookStep step, Person person)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(left.Token);
        limit.CancelAfter(AskAtMost);
        var seen = await Task.WhenAll(sight!.Runbook.Blocks.Where(block => block.Step == step.Id && block is PromqlBlock or KubectlBlock)
            .Select(async block => new SeenBlock(block.Number, await SeenAsync(block, person, limit.Token))));
        return [.. seen.Where(one => !one.Answers.IsEmpty)];
    }

    private async Task<ImmutableArray<BlockAnswer>> SeenAsync(RunbookBlock block, Person person, CancellationToken limit)
    {
        var last = sight!.LastOf(block);
        if (last.FirstOrDefault() is { } known && Clock.GetUtcNow() - known.At < Fresh)
        {
            return last;
        }

        try
        {
            return await Blocks.AnswerAsync(block, sight.System, sight.Scene, person, limit);
        }
        catch (OperationCanceledException)
        {
            return last;
        }
    }
}

/// <summary>What becomes of a step.</summary>
/// <param name="Step">Its id.</param>
/// <param name="State">The state.</param>
/// <param name="Jump">Which of its jumps is taken, from 0; null for none.</param>
/// <param name="Note">A note with it; null for none.</param>
public sealed record StepMarking(string Step, StepState State, int? Jump = null, string? Note = null);

/// <summary>How a walkthrough is ended.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Summary">In words.</param>
/// <param name="Feedback">What is said of the runbook.</param>
public sealed record WalkEnding(WalkOutcome Outcome, string Summary, ImmutableArray<FeedbackWish> Feedback);
