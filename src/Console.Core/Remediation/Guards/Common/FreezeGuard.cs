namespace OpsConsole.Remediation;

/// <summary>A change freeze: somebody said that the system is to be left alone.</summary>
internal sealed class FreezeGuard() : Guard(new("freeze", "the system's change freezes", "one holds, and the action is one of silences", "one holds") { MayBeOverridden = true })
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        if (scene.History.Freeze is not { } freeze || !freeze.Holds(scene.Now))
        {
            return Pass(scene, "No change freeze holds", $"none for {scene.Profile.Title}");
        }

        var words = $"by {freeze.By}, for another {DurationText.Words(freeze.To - scene.Now)}: {freeze.Reason}";
        return scene.Call.Remedy.About.IsSilence() ? Warn(scene, "A change freeze holds; silences go on", words) : Block(scene, "A change freeze holds", words);
    }
}
