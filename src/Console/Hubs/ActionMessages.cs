using System.Collections.Immutable;
using OpsConsole.Remediation;

namespace OpsConsole.Hubs;

/// <summary>One guarded action. Reasons stay on the pages: a wallboard does not need them.</summary>
internal sealed record ActionMessage(
    string Id, string Kind, string Title, string System, string Target, string State, string Tier, string RequestedBy, DateTimeOffset RequestedAt,
    DateTimeOffset? LapsesAt, string? DecidedBy, bool BrokeGlass, string? Outcome, string? Saw, DateTimeOffset? EndedAt, string? UndoOf, string? UndoneBy)
{
    public static ActionMessage Of(ActionRun run) => new(
        run.Id, run.Plan.Kind, run.Plan.Title, run.Plan.System, run.Plan.Target.Title, Words.Of(run.State), Words.Of(run.Plan.Tier), run.By.Name, run.At,
        run.LapsesAt, run.Approval?.By.Name, run.BrokeGlass, run.Outcome is { } outcome ? Words.Of(outcome) : null, run.Says, run.EndedAt, run.UndoOf, run.UndoneBy);
}

/// <summary>One change freeze.</summary>
internal sealed record FreezeMessage(string Id, string System, DateTimeOffset From, DateTimeOffset To, string SetBy);

/// <summary>One broken glass that somebody must look at, or has.</summary>
internal sealed record ReviewMessage(string Id, string System, DateTimeOffset OpenedAt, ImmutableArray<string> Skipped, DateTimeOffset? ClosedAt, string? ClosedBy);

/// <summary>The guarded actions.</summary>
internal sealed record ActionsMessage(IReadOnlyList<ActionMessage> Actions, int Waiting, IReadOnlyList<FreezeMessage> Freezes, IReadOnlyList<ReviewMessage> Reviews)
{
    public static ActionsMessage Of(ActionBoard board) => new(
        [.. board.Runs.Select(ActionMessage.Of)],
        board.Waiting.Count(),
        [.. board.Freezes.Select(freeze => new FreezeMessage(freeze.Id, freeze.System, freeze.From, freeze.To, freeze.By))],
        [.. board.Reviews.Select(review => new ReviewMessage(review.Id, review.System, review.OpenedAt, review.Skipped, review.ClosedAt, review.ClosedBy))]);
}
