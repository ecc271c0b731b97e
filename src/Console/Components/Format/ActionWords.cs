using OpsConsole.Remediation;

namespace OpsConsole.Components.Format;

/// <summary>A word with its shape and colour.</summary>
/// <param name="Word">The word.</param>
/// <param name="Icon">The shape.</param>
/// <param name="Sev">The colour: a value of <c>data-sev</c>.</param>
public sealed record StateWord(string Word, string Icon, string Sev);

/// <summary>Guarded actions in words.</summary>
internal static class ActionWords
{
    /// <summary>A guard's verdict.</summary>
    public static StateWord Of(GuardVerdict verdict) => verdict switch
    {
        GuardVerdict.Pass => new("Pass", "check", "ok"),
        GuardVerdict.Warn => new("Warns", "sev-warning", "warning"),
        GuardVerdict.Block => new("Blocks", "block", "critical"),
        _ => new("Unknown", "sev-unknown", "unknown"),
    };

    /// <summary>How far a run is, or what became of it.</summary>
    public static StateWord Of(ActionRun run) => run switch
    {
        { State: RunState.Waiting } => new("Waits for approval", "people", "info"),
        { State: RunState.Approved } => new("Approved, not begun", "check", "info"),
        { State: RunState.Running } => new("Under way", "play", "info"),
        { State: RunState.Refused } => new("Not agreed to", "cross", "unknown"),
        { State: RunState.Lapsed } => new("Lapsed", "clock", "unknown"),
        { State: RunState.Withdrawn } => new("Withdrawn", "undo", "unknown"),
        { Outcome: ActionOutcome.Worked } or { State: RunState.Succeeded } => new("Worked", "check", "ok"),
        { Outcome: ActionOutcome.NoEffect } => new("No effect", "sev-warning", "warning"),
        { Outcome: ActionOutcome.MadeWorse } => new("Made it worse", "sev-critical", "critical"),
        { Outcome: ActionOutcome.RefusedByServer } => new("Refused by the server", "block", "warning"),
        { Outcome: ActionOutcome.NotBegun } => new("Not done", "block", "warning"),
        { State: RunState.Failed } => new("Failed", "block", "warning"),
        _ => new("Not known whether done", "sev-unknown", "unknown"),
    };

    /// <summary>A stage on the bar.</summary>
    public static string Of(ActionStage stage) => stage switch
    {
        ActionStage.Grant => "Granted",
        ActionStage.DryRun => "Dry run",
        ActionStage.Confirmation => "Confirm",
        ActionStage.Verification => "Verified",
        _ => stage.ToString(),
    };

    /// <summary>A step's colour.</summary>
    public static string? Of(StepMark mark) => mark switch
    {
        StepMark.Good => "ok",
        StepMark.Doubtful => "warning",
        StepMark.Bad => "critical",
        _ => null,
    };

    /// <summary>The heading over what is asked of the person.</summary>
    public static string Of(RiskTier tier) => tier switch
    {
        RiskTier.Click => "A click confirms",
        RiskTier.TypedName => "Its name, typed, confirms",
        _ => "A second person confirms",
    };

    /// <summary>What the guards say together: <c>6 pass, 1 warns, none blocks</c>.</summary>
    public static string Count(IReadOnlyCollection<GuardAnswer> guards)
    {
        int Of(GuardVerdict verdict) => guards.Count(guard => guard.Verdict == verdict);
        var (passed, warned, unknown, blocked) = (Of(GuardVerdict.Pass), Of(GuardVerdict.Warn), Of(GuardVerdict.Unknown), Of(GuardVerdict.Block));
        return string.Join(", ", new[]
        {
            $"{passed} pass{(passed == 1 ? "es" : null)}",
            warned == 0 ? null : $"{warned} {(warned == 1 ? "warns" : "warn")}",
            unknown == 0 ? null : $"{unknown} can't tell",
            blocked == 0 ? "none blocks" : $"{blocked} {(blocked == 1 ? "blocks" : "block")}",
        }.OfType<string>());
    }

    /// <summary>What stands on an action's button, where what it is done to stands beside it.</summary>
    public static string Press(RemedyDescription about) => about.Kind switch
    {
        "lease-delete" => "Delete lease",
        "scale" => "Scale",
        "rollout-restart" => "Restart",
        "pod-delete" => "Delete",
        "pod-evict" => "Evict",
        "silence-create" => "Silence",
        _ => about.Title,
    };

    /// <summary>An action's shape.</summary>
    public static string IconOf(string kind) => kind switch
    {
        "rollout-restart" => "refresh",
        "scale" => "people",
        "pod-delete" or "pod-evict" => "pod",
        "lease-delete" => "leader",
        _ when kind.StartsWith("silence", StringComparison.Ordinal) => "silence",
        _ => "action",
    };

    /// <summary>Where a target is: <c>east / pay</c>.</summary>
    public static string Place(ActionTarget target) => target.Namespace.Length == 0 ? target.Place : $"{target.Place} / {target.Namespace}";

    /// <summary>What is wrong, as a sentence: problems are written to stand behind the name of a field.</summary>
    public static string Sentence(string words) => words.Length == 0 ? words
        : $"{char.ToUpperInvariant(words[0])}{words[1..]}{(words[^1] is '.' or '?' or '!' ? null : ".")}";

    /// <summary>Whether and how it can be taken back, as a sentence.</summary>
    public static string Undo(ActionPlan plan) => Sentence(plan.Undo is { } undo ? $"Can be undone by {undo}" : $"Can't be undone: {plan.NoUndoBecause}");

    /// <summary>The name of a fact that a plan is bound to.</summary>
    public static string Fact(string name) => name switch
    {
        "resourceVersion" => "its version",
        "generation" => "its specification",
        "replicas" => "its replicas",
        "endsAt" => "its end",
        "uid" => "its identity (it was made anew)",
        _ => name,
    };
}
