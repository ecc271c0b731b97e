using OpsConsole.Silences;

namespace OpsConsole.Remediation;

/// <summary>Begin and end are written by our clock and kept by Alertmanager's.</summary>
internal sealed class ClockGuard() : Guard(new("clock", "Alertmanager's clock against the console's", "it is off by 30 s or more", "it is ahead by as long as the silence lasts: over before it begins"))
{
    private static readonly TimeSpan Off = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        if (scene.ClockAhead is not { } ahead)
        {
            return Pass(scene, "Its clock was not told", "no answer with a date yet");
        }

        // One that is kept until its alerts are over begins with a short end.
        var ends = SilenceTime.EndsAt(scene.Call.Parameters, scene.Now);
        var lasts = (SilenceTime.IsKept(scene.Call.Parameters) ? SilenceKeeping.FirstEnd(scene.Now, ends) : ends) - scene.Now;
        var saw = $"{DurationText.Words(ahead.Duration())} {(ahead < TimeSpan.Zero ? "behind" : "ahead")}";
        return ahead >= lasts ? Block(scene, "For Alertmanager it would be over already", $"its clock is {saw}")
            : ahead.Duration() < Off ? Pass(scene, "Its clock agrees with ours", saw)
            : Warn(scene, "Its clock is not ours", $"{saw}: {(ahead < TimeSpan.Zero ? "the silence begins late, and ends late" : "the silence ends early")}");
    }
}
