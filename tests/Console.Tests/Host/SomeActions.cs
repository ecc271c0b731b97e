using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Host;

/// <summary>Guarded actions of which everything is known: one that waits, a freeze and a broken glass.</summary>
internal static class SomeActions
{
    public static ActionRun Waiting { get; } = new()
    {
        Id = "01jdsomeactionwaits0",
        Plan = new ActionPlan
        {
            Kind = "scale",
            Title = "Scale Deployment pay/billing-api to 5",
            System = "billing",
            Target = new ActionTarget("Deployment", "east", "pay", "billing-api"),
            State = new TargetState("uid-1", TargetFacts),
            GrantedBy = "operator is granted to ops-operators by access.yaml:3",
            ActsAs = "the console's own account",
            Tier = RiskTier.SecondPerson,
            TierBecause = "a guard warns",
            Verifies = "5 ready pods within 5 min",
            VerifyWithin = TimeSpan.FromMinutes(5),
            At = DateTimeOffset.UnixEpoch,
            Hash = new string('a', 64),
        },
        By = new Person("anna", "Anna Ek", [], SignInMethod.Local),
        At = DateTimeOffset.UnixEpoch,
        State = RunState.Waiting,
        LapsesAt = DateTimeOffset.UnixEpoch.AddMinutes(15),
    };

    private static ImmutableSortedDictionary<string, string> TargetFacts =>
        ImmutableSortedDictionary<string, string>.Empty.Add("replicas", "3");

    /// <summary>Has them on the live state.</summary>
    public static void See(LiveState live) => live.Actions.Observed(new ActionBoard(
        [Waiting],
        [new Freeze("01jdsomefreezeholds0", "billing", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), "the books are closed", "Ben Ek", "ben")],
        [new ReviewItem("01jdsomeglassbroken0", "billing", DateTimeOffset.UnixEpoch, ["Ben Ek"])]));
}
