using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>Puts a plan together of what was found.</summary>
internal static class PlanComposer
{
    /// <summary>The plan.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="guards">What the guards say, worst first.</param>
    /// <param name="rehearsal">What the server says would change.</param>
    /// <param name="who">As whom the cluster is asked.</param>
    /// <param name="decision">Why the person may.</param>
    public static ActionPlan Compose(Scene scene, ImmutableArray<GuardAnswer> guards, Rehearsal rehearsal, ActingAs who, Decision decision)
    {
        var (call, about) = (scene.Call, scene.Call.Remedy.About);
        var (tier, because) = RiskRules.Decide(scene, guards);
        return new ActionPlan
        {
            Kind = about.Kind,
            Title = call.Title,
            System = scene.Profile.Id,
            Target = call.Target,
            Parameters = call.Parameters,
            State = rehearsal.State,
            GrantedBy = decision.Reason,
            ActsAs = about.IsSilence() ? $"{who.Words}; the silence names {scene.Person.Name}" : who.Words,
            Guards = guards,
            Changes = rehearsal.Changes,
            Warnings = rehearsal.Warnings,
            Tier = tier,
            TierBecause = because,
            MayBreakGlass = tier is RiskTier.SecondPerson && call.Allowed.BreakGlassPerDay > 0,
            Undo = about.Undo,
            NoUndoBecause = about.NoUndoBecause,
            Verifies = $"{about.Verifies}, within {DurationText.Words(rehearsal.VerifyWithin)}",
            VerifyWithin = rehearsal.VerifyWithin,
            At = scene.Now,
            Hash = PlanHash.Of(call, rehearsal.State),
        };
    }
}
