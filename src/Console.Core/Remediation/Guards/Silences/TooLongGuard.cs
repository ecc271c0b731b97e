namespace OpsConsole.Remediation;

/// <summary>A silence that outlasts the work is a blind eye.</summary>
internal sealed class TooLongGuard() : Guard(new("too-long", "how long the silence would last from now", "longer than 8 h", "longer than the profile's longest_silence"))
{
    private static readonly TimeSpan Shift = TimeSpan.FromHours(8);

    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var (asked, longest) = (SilenceTime.Lasts(scene.Call.Parameters, scene.Now), scene.Call.Allowed.LongestSilence);
        var saw = $"{DurationText.Words(asked)}; the profile allows {DurationText.Words(longest)}";
        return asked > longest ? Block(scene, "It is longer than the profile allows", saw)
            : asked > Shift ? Warn(scene, "It is longer than a shift", saw)
            : Pass(scene, "It is short enough", saw);
    }
}
