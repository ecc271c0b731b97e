namespace OpsConsole.Remediation;

/// <summary>Two people who mend the same thing at once undo each other's work.</summary>
internal sealed class NobodyElseGuard() : Guard(new(
    "nobody-else", "actions on the same target, by anybody, on all replicas", "another one waits for a second person", "another one is under way, or approved and about to begin"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var open = scene.History.Open;
        return open.FirstOrDefault(run => run.State is RunState.Running or RunState.Approved) is { } busy
                ? Block(scene, "Somebody else acts on it now", Words(busy, scene))
            : open.FirstOrDefault(run => run.State is RunState.Waiting) is { } waits
                ? Warn(scene, "Somebody else asked for an action on it", Words(waits, scene))
            : Pass(scene, "Nobody else acts on it", "no other action on it is open");
    }

    private static string Words(ActionRun run, Scene scene) =>
        $"{run.By.Name}: {run.Plan.Title}, {State(run.State)}, asked for {DurationText.Words(scene.Now - run.At)} ago (action {run.Id})";

    private static string State(RunState state) => state switch
    {
        RunState.Running => "under way",
        RunState.Approved => "approved",
        _ => "waits for a second person",
    };
}
