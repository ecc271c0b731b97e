using OpsConsole.Silences;

namespace OpsConsole.Remediation;

/// <summary>A second silence of the same alerts goes on when the first is ended.</summary>
internal sealed class AlreadyGuard() : Guard(new("already", "the silences of that Alertmanager", "one that holds has the same matchers: extend that one", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var wanted = MatcherList.Of(scene.Call.Parameters).ToHashSet();
        var same = scene.Silences.FirstOrDefault(silence =>
            silence.Id != scene.Silence?.Id && silence.State is SilenceState.Active && silence.Unjudged.IsEmpty && wanted.SetEquals(silence.Matchers));
        return same is null
            ? Pass(scene, "No silence does the same", $"{Words.Count(scene.Silences.Count(silence => silence.State is SilenceState.Active), "silence")} of other matchers hold")
            : Warn(scene, "A silence with the same matchers holds", $"{same.Id} by {same.CreatedBy}, for another {DurationText.Words(same.EndsAt - scene.Now)}: extend that one instead");
    }
}
