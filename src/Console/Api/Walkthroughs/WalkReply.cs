using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Runbooks;

namespace OpsConsole.Api;

/// <summary>A walkthrough in a list.</summary>
internal sealed record WalkSummaryReply(
    string Id, string Runbook, string Title, string? System, string? Alert, string? AlertName, string? Incident, long Version, DateTimeOffset StartedAt, PersonReply StartedBy,
    DateTimeOffset ChangedAt, string? Current, int Steps, int Over, DateTimeOffset? EndedAt, PersonReply? EndedBy, string? Outcome, string Summary, IReadOnlyList<FeedbackReply> Feedback)
{
    public static WalkSummaryReply Of(WalkSummary walk) => new(
        walk.Id, walk.Runbook, walk.Title, walk.System, walk.Alert, walk.AlertName, walk.Incident, walk.Version, walk.StartedAt, WalkReply.Person(walk.StartedBy),
        walk.ChangedAt, walk.Current?.Id, walk.Steps, walk.Over, walk.EndedAt, walk.EndedBy is { } by ? WalkReply.Person(by) : null,
        walk.Outcome is { } outcome ? ApiWords.Of(outcome) : null, walk.Summary, [.. walk.Feedback.Select(FeedbackReply.Of)]);
}

/// <summary>Walkthroughs, newest first.</summary>
/// <param name="Walkthroughs">The walkthroughs.</param>
/// <param name="Next">What to ask with as <c>before</c> for older ones; null when there are none.</param>
internal sealed record WalksReply(IReadOnlyList<WalkSummaryReply> Walkthroughs, string? Next);

/// <summary>What somebody said of a runbook.</summary>
internal sealed record FeedbackReply(string? Step, string Kind, string Text, PersonReply By, DateTimeOffset At)
{
    public static FeedbackReply Of(RunbookFeedback feedback) => new(feedback.Step, ApiWords.Of(feedback.Kind), feedback.Text, WalkReply.Person(feedback.By), feedback.At);
}

/// <summary>Something that happened.</summary>
internal sealed record WalkEventReply(DateTimeOffset At, PersonReply By, string? Step, string Says);

/// <summary>A note.</summary>
internal sealed record NoteReply(DateTimeOffset At, PersonReply By, string Text);

/// <summary>An answer that was kept.</summary>
internal sealed record EvidenceReply(int Block, DateTimeOffset KeptAt, PersonReply By, IReadOnlyList<AnswerReply> Answers);

/// <summary>What a block answered.</summary>
internal sealed record AnswerReply(string Asked, DateTimeOffset At, double TookSeconds, BlockResult Result)
{
    public static AnswerReply Of(BlockAnswer answer) => new(answer.Asked, answer.At, answer.Took.TotalSeconds, answer.Result);
}

/// <summary>Where an answer leads.</summary>
internal sealed record JumpReply(string Condition, string To);

/// <summary>A step, as it stands.</summary>
internal sealed record WalkStepReply(
    string Id, int Number, string Title, string Section, IReadOnlyList<JumpReply> Jumps, string State, DateTimeOffset? At, PersonReply? By, string? Answer, string? SkippedBy,
    IReadOnlyList<NoteReply> Notes, IReadOnlyList<EvidenceReply> Evidence, ImmutableArray<string> Runs)
{
    public static WalkStepReply Of(RunbookStep step, StepRecord? record)
    {
        record ??= new StepRecord(StepState.ToDo, null, null);
        return new(
            step.Id, step.Number, step.Title, step.Section, [.. step.Jumps.Select(jump => new JumpReply(jump.Condition, jump.To))], ApiWords.Of(record.State), record.At,
            record.By is { } by ? WalkReply.Person(by) : null, record.Answer, record.SkippedBy,
            [.. record.Notes.Select(note => new NoteReply(note.At, WalkReply.Person(note.By), note.Text))],
            [.. record.Evidence.Select(kept => new EvidenceReply(kept.Block, kept.KeptAt, WalkReply.Person(kept.By), [.. kept.Answers.Select(AnswerReply.Of)]))],
            record.Runs);
    }
}

/// <summary>A walkthrough, with all that is known of it but the runbook's text.</summary>
internal sealed record WalkReply
{
    /// <summary>As everywhere; NaN and infinities, which may be among the evidence, are written as texts.</summary>
    public static JsonSerializerOptions Json { get; } = new(ApiWords.Json) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [JsonConstructor]
    public WalkReply()
    {
    }

    [SetsRequiredMembers]
    public WalkReply(Walkthrough walk)
    {
        (Id, Runbook, Title, Hash, System, Alert, AlertName, Incident) = (walk.Id, walk.Runbook, walk.Title, walk.Hash, walk.System, walk.Alert, walk.AlertName, walk.Incident);
        (Version, StartedAt, StartedBy, ClockFrom, Current) = (walk.Version, walk.StartedAt, Person(walk.StartedBy), walk.ClockFrom, walk.Current);
        (EndedAt, EndedBy, Outcome, Summary) = (walk.EndedAt, walk.EndedBy is { } by ? Person(by) : null, walk.Outcome is { } outcome ? ApiWords.Of(outcome) : null, walk.Summary);
        Steps = [.. walk.Outline.Select(step => WalkStepReply.Of(step, walk.Steps.GetValueOrDefault(step.Id)))];
        Feedback = [.. walk.Feedback.Select(FeedbackReply.Of)];
        Events = [.. walk.Events.Select(happened => new WalkEventReply(happened.At, Person(happened.By), happened.Step, happened.Says))];
    }

    public required string Id { get; init; }

    public required string Runbook { get; init; }

    public required string Title { get; init; }

    public required string Hash { get; init; }

    public string? System { get; init; }

    public string? Alert { get; init; }

    public string? AlertName { get; init; }

    public string? Incident { get; init; }

    public long Version { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required PersonReply StartedBy { get; init; }

    public required DateTimeOffset ClockFrom { get; init; }

    public string? Current { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public PersonReply? EndedBy { get; init; }

    public string? Outcome { get; init; }

    public string Summary { get; init; } = string.Empty;

    public required IReadOnlyList<WalkStepReply> Steps { get; init; }

    public required IReadOnlyList<FeedbackReply> Feedback { get; init; }

    public required IReadOnlyList<WalkEventReply> Events { get; init; }

    /// <summary>Somebody on a walkthrough.</summary>
    public static PersonReply Person(Walker walker) => new(walker.Subject, walker.Name);
}
