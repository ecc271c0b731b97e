using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Remediation;

/// <summary>What a wider silence holds back is held back already, and goes on being so when this one is ended.</summary>
internal sealed class WithinGuard() : Guard(new("within", "the silences of that Alertmanager", "a wider one holds: it has some of the same matchers and no other", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var wanted = SilenceView.Of(scene).Matchers.ToHashSet();
        var wider = scene.Silences.Where(silence => silence.State is SilenceState.Active && silence.Id != scene.Silence?.Id && IsWider(silence, wanted)).ToImmutableArray();
        return wider.IsEmpty
            ? Pass(scene, "No wider silence holds", $"none of {Words.Count(scene.Silences.Count(silence => silence.State is SilenceState.Active), "active silence")}")
            : Warn(scene, "It lies within a wider silence", $"{MatcherList.Write(wider[0].Matchers)} by {wider[0].CreatedBy}, for another {DurationText.Words(wider[0].EndsAt - scene.Now)}");
    }

    private static bool IsWider(Silence silence, HashSet<Matcher> wanted) =>
        silence.Unjudged.IsEmpty && !silence.Matchers.IsEmpty && silence.Matchers.Length < wanted.Count && wanted.IsSupersetOf(silence.Matchers);
}
