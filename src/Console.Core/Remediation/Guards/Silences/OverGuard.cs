using OpsConsole.Silences;

namespace OpsConsole.Remediation;

/// <summary>A silence that is over can't be changed any more.</summary>
internal sealed class OverGuard() : Guard(new("over", "the silence's state", null, "it has ended: make a new one"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene) => scene.Silence switch
    {
        null => Unknown(scene, "The silence can't be seen", $"{scene.Call.Target.Title} is not known"),
        { State: SilenceState.Expired } over => Block(scene, "It has ended", $"{DurationText.Words(scene.Now - over.EndsAt)} ago: make a new one"),
        { State: SilenceState.Pending } later => Pass(scene, "It has not begun yet", $"it begins in {DurationText.Words(later.StartsAt - scene.Now)}"),
        { } active => Pass(scene, "It holds", $"for another {DurationText.Words(active.EndsAt - scene.Now)}"),
    };
}
