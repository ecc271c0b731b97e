namespace OpsConsole.Remediation;

/// <summary>What did not help a moment ago is not done again before its effect can be seen.</summary>
internal sealed class CooldownGuard() : Guard(new(
    "cooldown", "the end of the last action of this kind on the same target", null, "it ended within the cooldown (not for what takes it back)")
{ MayBeOverridden = true })
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var cooldown = scene.Call.Allowed.Cooldown ?? scene.Call.Remedy.About.Cooldown;
        if (scene.History.Last is not { EndedAt: { } ended } last)
        {
            return Pass(scene, "It was not done of late", cooldown > TimeSpan.Zero ? $"never before; cooldown {DurationText.Words(cooldown)}" : "never before");
        }

        var done = $"{last.By.Name} did it {DurationText.Words(scene.Now - ended)} ago (action {last.Id}); cooldown {DurationText.Words(cooldown)}";
        return scene.Now - ended >= cooldown ? Pass(scene, "The last time is long enough ago", done)
            : TakesBack(scene.Call.Request, last) ? Pass(scene, "It takes back what was just done", done)
            : Block(scene, "It was done a moment ago", $"{done}: free again in {DurationText.Words(ended + cooldown - scene.Now)}");
    }

    // By what the run itself offers, not by what the request says of itself: anybody can write anything there.
    private static bool TakesBack(ActionRequest request, ActionRun last) => request.UndoOf == last.Id && last.UndoRequest is { } offered
        && offered.Kind == request.Kind && offered.Target == request.Target && offered.Parameters.SequenceEqual(request.Parameters);
}
