using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Host;

/// <summary>Billing's lease is to be deleted: plans and runs as the desk makes them.</summary>
internal static class KnownActions
{
    public const string Id = "0abcdefghij123456789";

    public static readonly string Hash = new('a', 64);

    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    public static Person Ada { get; } = new("ada", "Ada Lovelace", ["ops-operators"], SignInMethod.Token);

    public static ActionPlan Plan(RiskTier tier = RiskTier.TypedName, params GuardAnswer[] guards) => new()
    {
        Kind = "lease-delete",
        Title = "Delete Lease pay/billing-lock",
        System = "billing",
        Target = new("Lease", "east", "pay", "billing-lock"),
        State = new("uid-1", ImmutableSortedDictionary<string, string>.Empty.Add("resourceVersion", "41")),
        GrantedBy = "operator is granted to ops-operators by access.yaml:3",
        ActsAs = "the console's own account",
        Guards = [.. guards.DefaultIfEmpty(Guard(GuardVerdict.Pass))],
        Changes = [new("Lease billing-lock, holder x2m4q", null), new(null, "a new Lease")],
        Warnings = ["beware"],
        Tier = tier,
        TierBecause = "it decides who leads",
        NoUndoBecause = "a deleted lease is made anew by the next leader, not restored",
        Verifies = "a new lease that somebody holds",
        VerifyWithin = TimeSpan.FromMinutes(1),
        At = Noon,
        Hash = Hash,
    };

    public static GuardAnswer Guard(GuardVerdict verdict, bool mayBeOverridden = false) =>
        new("lease-renewed", "The lease has run out", verdict, "renewed 6 min ago, the lease lasts 30 s", Noon) { MayBeOverridden = mayBeOverridden };

    public static ActionRun Run(RunState state, ActionOutcome? outcome = null, int steps = 1, RiskTier tier = RiskTier.TypedName) => new()
    {
        Id = Id,
        Plan = Plan(tier),
        By = Ada,
        At = Noon,
        Reason = "nobody leads",
        Origin = new(ActionDoor.Api),
        State = state,
        LapsesAt = state is RunState.Waiting ? Noon.AddMinutes(15) : null,
        Outcome = outcome,
        Says = outcome is null ? null : "billing-x holds the lease after 11 s",
        EndedAt = outcome is null ? null : Noon.AddSeconds(20),
        Steps = [.. Enumerable.Range(1, steps).Select(number => new ActionStep(number, ActionStage.Execution, Noon.AddSeconds(number), StepMark.Good, $"step {number}"))],
    };
}
