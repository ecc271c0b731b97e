using System.Collections.Immutable;
using OpsConsole.Runbooks;

namespace OpsConsole.Api;

/// <summary>What is sent to start a walkthrough.</summary>
/// <param name="Runbook">The runbook's key.</param>
/// <param name="Alert">The alert's fingerprint; null for none.</param>
/// <param name="Incident">The incident; null for none.</param>
internal sealed record WalkStartBody(string Runbook, string? Alert, string? Incident);

/// <summary>What is sent to mark a step.</summary>
/// <param name="State">What became of it.</param>
/// <param name="Mark">What goes with it.</param>
internal sealed record WalkMarkBody(StepState State, WalkMark Mark);

/// <summary>A note.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Note">What.</param>
internal sealed record WalkNoteBody(string Step, string Note);

/// <summary>What is sent to end one.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Summary">In words.</param>
/// <param name="Feedback">What is said of the runbook.</param>
internal sealed record WalkEndBody(WalkOutcome Outcome, string Summary, ImmutableArray<FeedbackWish> Feedback);

/// <summary>Reads the bodies. Their names are part of the API: docs/api.md.</summary>
internal static class WalkBodies
{
    /// <summary>A start.</summary>
    public static WalkStartBody Start(JsonBody body) => new(body.Text("runbook"), body.Optional("alert"), body.Optional("incident"));

    /// <summary>A mark.</summary>
    public static WalkMarkBody Mark(JsonBody body) => new(body.Word<StepState>("state"), new WalkMark
    {
        Note = body.Prose("note"),
        Jump = body.Number("jump") is { } jump ? (int)Math.Min(jump, int.MaxValue) : null,
        To = body.Optional("to"),
        SeenVersion = body.Number("seenVersion"),
    });

    /// <summary>A note.</summary>
    public static WalkNoteBody Note(JsonBody body) => new(body.Text("step"), body.Prose("note") ?? body.Text("note"));

    /// <summary>An end.</summary>
    public static WalkEndBody End(JsonBody body) => new(body.Word<WalkOutcome>("outcome"), body.Prose("summary") ?? string.Empty, body.Parts("feedback", Feedback));

    private static FeedbackWish Feedback(JsonBody body) => new(body.Optional("step"), body.Word<FeedbackKind>("kind"), body.Prose("text") ?? string.Empty);
}
