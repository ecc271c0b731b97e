using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using OpsConsole.Access;
using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>Somebody.</summary>
internal sealed record PersonReply(string Subject, string Name)
{
    public static PersonReply Of(Person person) => new(person.Subject, person.Name);
}

/// <summary>Where an action was asked from.</summary>
internal sealed record OriginReply(string? Alert, string? AlertName, string? Runbook, string? Incident)
{
    public static OriginReply Of(ActionOrigin origin) => new(origin.Alert, origin.AlertName, origin.Runbook, origin.Incident);
}

/// <summary>A request: as it is, it can be planned and confirmed.</summary>
internal sealed record RequestReply(string Kind, string System, string Target, ImmutableSortedDictionary<string, string> Parameters, string? UndoOf)
{
    public static RequestReply Of(ActionRequest request) => new(request.Kind, request.System, request.Target, request.Parameters, request.UndoOf);
}

/// <summary>What the second person said.</summary>
internal sealed record ApprovalReply(PersonReply By, DateTimeOffset At, bool Agreed, string Reason);

/// <summary>Something that happened.</summary>
internal sealed record StepReply(int Number, string Stage, DateTimeOffset At, string Mark, string Says)
{
    public static StepReply Of(ActionStep step) => new(step.Number, ApiWords.Of(step.Stage), step.At, ApiWords.Of(step.Mark), step.Says);
}

/// <summary>An action that somebody confirmed, in a list.</summary>
internal record RunSummary
{
    [JsonConstructor]
    public RunSummary()
    {
    }

    [SetsRequiredMembers]
    public RunSummary(ActionRun run)
    {
        (Id, State, IsOver, Kind, Title, System) = (run.Id, ApiWords.Of(run.State), run.IsOver, run.Plan.Kind, run.Plan.Title, run.Plan.System);
        (Target, By, At, LapsesAt, BrokeGlass) = (TargetReply.Of(run.Plan.Target), PersonReply.Of(run.By), run.At, run.LapsesAt, run.BrokeGlass);
        (Outcome, Says, EndedAt) = (run.Outcome is { } outcome ? ApiWords.Of(outcome) : null, run.Says, run.EndedAt);
    }

    public required string Id { get; init; }

    public required string State { get; init; }

    public required bool IsOver { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required string System { get; init; }

    public required TargetReply Target { get; init; }

    public required PersonReply By { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? LapsesAt { get; init; }

    public bool BrokeGlass { get; init; }

    public string? Outcome { get; init; }

    public string? Says { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>An action that somebody confirmed, with all that is known of it.</summary>
internal sealed record RunReply : RunSummary
{
    [JsonConstructor]
    public RunReply()
    {
    }

    [SetsRequiredMembers]
    public RunReply(ActionRun run)
        : base(run)
    {
        (Plan, Reason, Door, From, Overridden) = (PlanReply.Of(run.Plan, null), run.Reason, ApiWords.Of(run.Origin.Door), OriginReply.Of(run.Origin), run.Overridden);
        Approval = run.Approval is { } said ? new(PersonReply.Of(said.By), said.At, said.Agreed, said.Reason) : null;
        Steps = [.. run.Steps.Select(StepReply.Of)];
        (UndoOf, UndoneBy, Undo) = (run.UndoOf, run.UndoneBy, run.UndoRequest is { } undo ? RequestReply.Of(undo) : null);
    }

    public required PlanReply Plan { get; init; }

    public string? Reason { get; init; }

    public required string Door { get; init; }

    public required OriginReply From { get; init; }

    public ApprovalReply? Approval { get; init; }

    public required ImmutableArray<string> Overridden { get; init; }

    public required ImmutableArray<StepReply> Steps { get; init; }

    public string? UndoOf { get; init; }

    public string? UndoneBy { get; init; }

    /// <summary>What takes it back, to be planned and confirmed like any other; null when nothing does, or not yet.</summary>
    public RequestReply? Undo { get; init; }
}

/// <summary>Actions, newest first.</summary>
/// <param name="Freshness">How far <paramref name="Open"/> can be trusted: live, stale or unknown.</param>
/// <param name="Open">Those that are not over.</param>
/// <param name="Over">Those that are.</param>
/// <param name="Next">What to ask with as <c>before</c> for older ones; null when there are none.</param>
internal sealed record RunsReply(string Freshness, IReadOnlyList<RunSummary> Open, IReadOnlyList<RunSummary> Over, string? Next);

/// <summary>A freeze.</summary>
internal sealed record FreezeReply(string Id, string System, DateTimeOffset From, DateTimeOffset To, string Reason, PersonReply By, DateTimeOffset? EndedAt, bool Holds)
{
    public static FreezeReply Of(Freeze freeze, DateTimeOffset now) => new(
        freeze.Id, freeze.System, freeze.From, freeze.To, freeze.Reason, new(freeze.BySubject, freeze.By), freeze.EndedAt, freeze.Holds(now));
}

/// <summary>Freezes that hold or are to come.</summary>
internal sealed record FreezesReply(string Freshness, IReadOnlyList<FreezeReply> Freezes);
