using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Components.Remediation;

/// <summary>Plans and runs as the desk makes them, for what pages show of them.</summary>
internal static class KnownPlans
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static readonly Person Olga = new("olga", "Olga Operator", ["ops-operators"], SignInMethod.Local);

    public static readonly Person Tester = new("tester", "The tester", ["ops-admins"], SignInMethod.Local);

    public static GuardAnswer Pass { get; } = new("lease-renewed", "The lease has run out", GuardVerdict.Pass, "renewed 6 min ago, the lease lasts 30 s", Now);

    public static GuardAnswer Warn { get; } = new("holder-gone", "The node may come back", GuardVerdict.Warn, "worker-3 is NotReady", Now);

    public static GuardAnswer Block { get; } = new("freeze", "Changes are frozen", GuardVerdict.Block, "until 14:00", Now) { MayBeOverridden = true };

    public static GuardAnswer HardBlock { get; } = new("lease-renewed", "The lease is being renewed", GuardVerdict.Block, "3 s ago by a ready pod", Now);

    public static ActionRequest LeaseDelete { get; } = new("lease-delete", "billing", "pay/billing-lock");

    public static ActionRequest Scale(string replicas) => new("scale", "billing", "pay/billing-api") { Parameters = Parameters(("replicas", replicas)) };

    public static ImmutableSortedDictionary<string, string> Parameters(params (string Name, string Value)[] parameters) =>
        parameters.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);

    public static ActionPlan Plan(RiskTier tier = RiskTier.TypedName, string version = "41", params GuardAnswer[] guards) => new()
    {
        Kind = "lease-delete",
        Title = "Delete Lease pay/billing-lock",
        System = "billing",
        Target = new ActionTarget("Lease", "east", "pay", "billing-lock"),
        State = new TargetState("uid-1", Parameters(("resourceVersion", version))),
        GrantedBy = "operator on billing",
        ActsAs = "The console's own account acts.",
        Guards = [.. guards.DefaultIfEmpty(Pass)],
        Changes = [new PlannedChange("Lease billing-lock, held by x2m4q", null)],
        Tier = tier,
        TierBecause = "It is the only lease of a production system.",
        NoUndoBecause = "a deleted lease is made anew by the next leader, not restored.",
        Verifies = "another holder within 1 min",
        VerifyWithin = TimeSpan.FromMinutes(1),
        At = Now,
        Hash = $"{version}{new string('a', 64 - version.Length)}",
    };

    public static PlanAnswer Made(RiskTier tier = RiskTier.TypedName, string version = "41", params GuardAnswer[] guards) => new PlanAnswer.Made(Plan(tier, version, guards));

    public static ActionRun Run(RunState state, Person? by = null, string id = "01jd8r4w2k5n7q9s3v6x", RiskTier tier = RiskTier.SecondPerson) => new()
    {
        Id = id,
        Plan = Plan(tier, "41", Warn, Pass),
        By = by ?? Olga,
        At = Now.AddMinutes(-2),
        Reason = "Holder evicted with worker-3",
        State = state,
        LapsesAt = state is RunState.Waiting or RunState.Approved ? Now.AddMinutes(13) : null,
        Steps = [new ActionStep(1, ActionStage.Confirmation, Now.AddMinutes(-2), StepMark.Good, "Olga Operator confirmed the plan.")],
        EndedAt = state is RunState.Waiting or RunState.Approved or RunState.Running ? null : Now.AddMinutes(-1),
    };
}
