using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>How long somebody may silence depends on what they are here for.</summary>
internal sealed class RoleLimitGuard() : Guard(new("role-limit", "how long the silence would last from now, and the setting Silences:LongestByRole", null, "longer than the person's role allows"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var asked = SilenceTime.Lasts(scene.Call.Parameters, scene.Now);
        return scene.Limit is not { } limit ? Pass(scene, "Your role sets no limit", DurationText.Words(asked))
            : asked > limit.Longest ? Block(scene, "It is longer than your role allows", $"{DurationText.Words(asked)}; {limit.Role.Word()} may {DurationText.Words(limit.Longest)}")
            : Pass(scene, "Within your limit", $"{DurationText.Words(asked)}; {limit.Role.Word()} may {DurationText.Words(limit.Longest)}");
    }
}
