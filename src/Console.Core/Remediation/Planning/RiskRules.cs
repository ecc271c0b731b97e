using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>How much a person must do first: what the action itself asks for, raised by warnings, bounded by the profile.</summary>
internal static class RiskRules
{
    /// <summary>Decides.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="guards">What the guards say.</param>
    /// <returns>What a person must do, and why so much.</returns>
    public static (RiskTier Tier, string Because) Decide(Scene scene, ImmutableArray<GuardAnswer> guards)
    {
        var remedy = scene.Call.Remedy;
        var (tier, because) = remedy.Risk(scene);
        var warns = guards.Count(guard => guard.Verdict is GuardVerdict.Warn);
        if (warns > 0 && tier < RiskTier.SecondPerson)
        {
            (tier, because) = (tier + 1, $"{because}, and {(warns == 1 ? "a guard warns" : $"{warns} guards warn")}");
        }

        return scene.Call.Allowed.Approval switch
        {
            ApprovalRule.Always => (RiskTier.SecondPerson, "the profile always asks for a second person"),
            ApprovalRule.Never when tier is RiskTier.SecondPerson => (RiskTier.TypedName, $"{because}; the profile asks for no second person"),

            // A silence that somebody must wait for comes when the noise is over.
            _ when remedy.About.IsSilence() && tier is RiskTier.SecondPerson => (RiskTier.TypedName, because),
            _ => (tier, because),
        };
    }
}
