using System.Collections.Immutable;
using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>What an action is done to.</summary>
internal sealed record TargetReply(string Kind, string Place, string Namespace, string Name, string Title)
{
    public static TargetReply Of(ActionTarget target) => new(target.Kind, target.Place, target.Namespace, target.Name, target.Title);
}

/// <summary>What a guard says.</summary>
internal sealed record GuardReply(string Guard, string Verdict, string Title, string Saw, DateTimeOffset At, bool Stops, bool MayBeOverridden)
{
    public static ImmutableArray<GuardReply> Of(IEnumerable<GuardAnswer> guards) =>
        [.. guards.Select(guard => new GuardReply(guard.Guard, ApiWords.Of(guard.Verdict), guard.Title, guard.Saw, guard.At, guard.Stops, guard.MayBeOverridden))];
}

/// <summary>One line of what will change.</summary>
internal sealed record ChangeReply(string? Before, string? After);

/// <summary>What a person must do before it is done.</summary>
/// <param name="Typed">What must be typed; null when nothing.</param>
/// <param name="Reason">Whether a reason must be given.</param>
/// <param name="SecondPerson">Whether a second person must agree.</param>
/// <param name="Approvers">Who could, of those who were seen of late.</param>
/// <param name="MayBreakGlass">Whether the profile lets an admin go without.</param>
internal sealed record AsksReply(string? Typed, bool Reason, bool SecondPerson, ImmutableArray<string> Approvers, bool MayBreakGlass);

/// <summary>A plan.</summary>
internal sealed record PlanReply
{
    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required string System { get; init; }

    public required TargetReply Target { get; init; }

    public required ImmutableSortedDictionary<string, string> Parameters { get; init; }

    /// <summary>What confirming and approving must name.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Uid { get; init; }

    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    public required string GrantedBy { get; init; }

    public required string ActsAs { get; init; }

    /// <summary>Whether a guard stops it.</summary>
    public required bool Stopped { get; init; }

    public required ImmutableArray<GuardReply> Guards { get; init; }

    public required ImmutableArray<ChangeReply> Changes { get; init; }

    public required ImmutableArray<string> Warnings { get; init; }

    public required string Tier { get; init; }

    public required string TierBecause { get; init; }

    /// <summary>What is asked of the person; null in a run, where it was given.</summary>
    public AsksReply? Asks { get; init; }

    public string? Undo { get; init; }

    public string? NoUndoBecause { get; init; }

    public required string Verifies { get; init; }

    public required double VerifyWithinSeconds { get; init; }

    public static PlanReply Of(ActionPlan plan, AsksReply? asks) => new()
    {
        Kind = plan.Kind,
        Title = plan.Title,
        System = plan.System,
        Target = TargetReply.Of(plan.Target),
        Parameters = plan.Parameters,
        Hash = plan.Hash,
        At = plan.At,
        Uid = plan.State.Uid,
        Facts = plan.State.Facts,
        GrantedBy = plan.GrantedBy,
        ActsAs = plan.ActsAs,
        Stopped = plan.Stops.Any(),
        Guards = GuardReply.Of(plan.Guards),
        Changes = [.. plan.Changes.Select(change => new ChangeReply(change.Before, change.After))],
        Warnings = plan.Warnings,
        Tier = ApiWords.Of(plan.Tier),
        TierBecause = plan.TierBecause,
        Asks = asks,
        Undo = plan.Undo,
        NoUndoBecause = plan.NoUndoBecause,
        Verifies = plan.Verifies,
        VerifyWithinSeconds = plan.VerifyWithin.TotalSeconds,
    };
}
