namespace OpsConsole.Remediation;

/// <summary>A silence is changed by writing it anew: what can't be read can't be written.</summary>
internal sealed class ReadableGuard() : Guard(new("readable", "the silence's matchers", null, "one is written in a way that only Alertmanager reads"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene) => scene.Silence is { Unjudged: { IsEmpty: false } unread }
        ? Block(scene, "One of its matchers can't be read here", $"{Words.Some(unread)}: extend it in Alertmanager")
        : Pass(scene, "Its matchers can be read", Words.Some(SilenceView.Of(scene).Matchers.Select(matcher => matcher.ToString())));
}
