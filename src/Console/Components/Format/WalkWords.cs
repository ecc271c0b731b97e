using OpsConsole.Runbooks;

namespace OpsConsole.Components.Format;

/// <summary>Words of walkthroughs.</summary>
internal static class WalkWords
{
    /// <summary>Words at the begin of a sentence.</summary>
    /// <param name="words">The words.</param>
    public static string Begin(string words) => words.Length == 0 ? words : $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    /// <summary>How one ended.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string Of(WalkOutcome outcome) => outcome switch
    {
        WalkOutcome.Resolved => "resolved by this runbook",
        WalkOutcome.ResolvedOtherwise => "resolved by something else",
        WalkOutcome.Escalated => "escalated",
        WalkOutcome.FalseAlarm => "false alarm",
        _ => "left",
    };

    /// <summary>What somebody says of a runbook.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(FeedbackKind kind) => kind switch
    {
        FeedbackKind.Helped => "helped",
        FeedbackKind.Wrong => "a step is wrong",
        FeedbackKind.Missing => "a step is missing",
        _ => "not clear",
    };

    /// <summary>A step's state.</summary>
    /// <param name="state">The state.</param>
    public static string Of(StepState state) => state switch
    {
        StepState.Done => "done",
        StepState.Skipped => "skipped",
        StepState.Failed => "failed",
        _ => "to do",
    };

    /// <summary>A step's state as the style sheet calls it.</summary>
    /// <param name="state">The state.</param>
    public static string Mark(StepState state) => state switch
    {
        StepState.Done => "done",
        StepState.Skipped => "skipped",
        StepState.Failed => "failed",
        _ => "todo",
    };
}
