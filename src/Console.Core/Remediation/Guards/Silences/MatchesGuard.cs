namespace OpsConsole.Remediation;

/// <summary>A silence that fits nothing is a slip, more often than not.</summary>
internal sealed class MatchesGuard() : Guard(new("matches", "the alerts of now that it fits", "it fits none", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var view = SilenceView.Of(scene);
        return view.Reached.IsEmpty
            ? Warn(scene, "It fits no alert of now", $"none of {Words.Count(scene.Alerts.Length, "alert")}; is a value misspelt?")
            : Pass(scene, $"It fits {Words.Count(view.Reached.Length, "alert")} of now", SilenceView.Names(view.Reached));
    }
}
