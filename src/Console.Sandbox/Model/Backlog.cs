using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

/// <summary>What an effect lets pile up while a workload's ready pods work it off. Worked off once, it stays gone.</summary>
internal sealed class Backlog(EffectDescription effect, Workload workers, double since)
{
    private double at = since;

    /// <summary>What is left.</summary>
    public double Left { get; private set; } = effect.Value!.Value;

    public bool IsGone => Left <= 0;

    public void Step(double t)
    {
        var perSecond = (effect.PerSecond ?? 0) - (effect.DrainedBy!.PerReplica * workers.Pods.Count(p => p.Ready));
        if (!IsGone) Left = Math.Max(0, Left + (perSecond * (t - at)));
        at = t;
    }
}
