namespace OpsConsole.Remediation;

/// <summary>What is decided upon must be of now: an action on yesterday's picture hits today's world.</summary>
internal sealed class FreshGuard() : Guard(new("fresh", "the age of everything that the other guards look at", null, "never; a source that is silent or late makes it unknown"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene) => scene.Stale.IsEmpty
        ? Pass(scene, "What is known is of now", $"the oldest of it was seen {DurationText.Words(scene.Now - scene.SeenAt)} ago")
        : Unknown(scene, "What is known is not of now", string.Join("; ", scene.Stale));
}
