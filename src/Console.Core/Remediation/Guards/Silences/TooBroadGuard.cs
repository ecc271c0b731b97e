using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Remediation;

/// <summary>A silence is asked for one system, by somebody with a right on that system: it must reach no other.</summary>
internal sealed class TooBroadGuard() : Guard(new(
    "too-broad", "the silence's matchers, the profile's claims_alerts, and the alerts of now", null,
    "it fits alerts of other systems now, or its matchers do not say the system's own, so that it may fit some later")
{ MayBeOverridden = true })
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var answer = Judge(scene, SilenceView.Of(scene));

        // Who gives a silence other matchers ends the one that there was: that must be this system's as well.
        return answer.Verdict is GuardVerdict.Pass && scene.Silence is { } was && scene.Call.Parameters.ContainsKey(MatcherList.Field)
            ? Judge(scene, SilenceView.Of(scene, was.Matchers))
            : answer;
    }

    private GuardAnswer Judge(Scene scene, SilenceView view)
    {
        ImmutableArray<Alert> others = [.. view.Reached.Where(alert => alert.System != scene.Profile.Id)];
        var missing = scene.Profile.ClaimsAlerts.Where(claim => !Says(view.Matchers, Matcher.Parse(claim).Value)).ToList();
        return !others.IsEmpty
                ? Block(scene, "It reaches alerts of other systems", $"{SilenceView.Names(others)} of {Words.Some(others.Select(alert => alert.System ?? "no system").Distinct())}")
            : missing.Count > 0 ? Block(scene, "It may reach alerts of other systems", $"its matchers do not say {Words.Some(missing)}: add that")
            : Pass(scene, $"It reaches alerts of {scene.Profile.Title} alone", Words.Some(scene.Profile.ClaimsAlerts));
    }

    /// <summary>Whether all alerts that the matchers fit satisfy a claim: because one of them is the claim, or allows such values only.</summary>
    /// <param name="matchers">The silence's matchers.</param>
    /// <param name="claim">A matcher of the profile's claim.</param>
    internal static bool Says(ImmutableArray<Matcher> matchers, Matcher claim) => matchers.Any(matcher => matcher.Label == claim.Label && matcher switch
    {
        _ when matcher.Equals(claim) => true,
        { Kind: MatchKind.Equal } => claim.Matches(matcher.Value),
        { Kind: MatchKind.Regex } when IsPlain(matcher.Value) => matcher.Value.Split('|').All(claim.Matches),
        _ => false,
    });

    // Plain alternatives are all the values there are; of any other expression we do not try to list them.
    private static bool IsPlain(string expression) => expression.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '|' or '-' or '_' or ':' or '/' or ' ');
}
