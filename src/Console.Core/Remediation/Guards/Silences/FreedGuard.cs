namespace OpsConsole.Remediation;

/// <summary>What a silence held back and its successor does not notifies again.</summary>
internal sealed class FreedGuard() : Guard(new("freed", "the alerts that the silence holds back now, and its new matchers", "some are not fit by the new matchers: they notify again", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var (held, matchers) = (scene.Silence is { } silence ? SilenceView.HeldBack(scene, silence.Id) : [], SilenceView.Of(scene).Matchers);
        var freed = held.Where(alert => alert.SilencedBy.Length == 1 && alert.InhibitedBy.IsEmpty && !matchers.All(matcher => matcher.Matches(alert.Labels))).ToList();
        return freed.Count > 0
            ? Warn(scene, $"{Words.Count(freed.Count, "alert")} will notify again", SilenceView.Names(freed))
            : Pass(scene, "No alert wakes", held.IsEmpty ? "it holds none back now" : "the new matchers fit all that it holds back");
    }
}
