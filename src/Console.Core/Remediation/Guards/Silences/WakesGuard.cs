namespace OpsConsole.Remediation;

/// <summary>Alerts that fire notify again once the silence is gone.</summary>
internal sealed class WakesGuard() : Guard(new("wakes", "the alerts that only this silence holds back", "some fire: they notify again", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var held = scene.Silence is { } silence ? SilenceView.HeldBack(scene, silence.Id) : [];
        var wakes = held.Where(alert => alert.SilencedBy.Length == 1 && alert.InhibitedBy.IsEmpty).ToList();
        return wakes.Count > 0
            ? Warn(scene, $"{Words.Count(wakes.Count, "alert")} will notify again", SilenceView.Names(wakes))
            : Pass(scene, "No alert wakes", held.IsEmpty ? "it holds none back now" : "something else holds back what it does");
    }
}
