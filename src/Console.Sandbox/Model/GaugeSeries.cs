namespace OpsConsole.Sandbox.Model;

/// <summary>A gauge: follows its signal, or what a scenario says instead.</summary>
internal sealed class GaugeSeries : Series
{
    private readonly Func<double, double> usual;
    private readonly Signal shape;
    private readonly string ofLimit;

    public GaugeSeries(LabelSet labels, Pod? owner, Signal shape, Func<double, double> usual, string ofLimit, bool whole)
        : base(labels, owner)
    {
        (this.shape, this.usual, this.ofLimit) = (shape, usual, ofLimit);
        Lines = [whole ? new("", null, t => Math.Round(Now(t)), t => Math.Round(usual(t))) : new("", null, Now, usual)];
    }

    private double Now(double t)
    {
        if (Disturbance is not { } it) return usual(t);
        // Below what is usual it does not fall: that is what comes and goes all the time.
        if (it.Backlog is { } backlog) return Math.Max(usual(t), backlog.IsGone ? 0 : shape.HeldAt(backlog.Left).At(t));
        var level = it.Effect switch
        {
            { Value: { } value } => value == 0 ? 0 : shape.HeldAt(value).At(t),
            { Share: { } share } => shape.HeldAt(share * Limits.Of(Owner, ofLimit)).At(t),
            { SinceMidnight: { } seconds } => UnixTime.Midnight(t) + seconds,
            { Times: { } factor } => usual(t) * factor,
            _ => usual(t),
        };
        return level + ((it.Effect.PerSecond ?? 0) * (t - it.Since));
    }
}

/// <summary>What a pod's container may use; 1 where nothing limits it.</summary>
internal static class Limits
{
    public static double Of(Pod? pod, string resource) => pod is null ? 1
        : resource == "memory" ? pod.Workload.Description.Memory : pod.Workload.Description.Cpu;
}

/// <summary>A value that the simulation knows: a pod's phase, a workload's replicas, an elector's state. Scenarios may still override it.</summary>
internal sealed class SourcedSeries : Series
{
    public SourcedSeries(LabelSet labels, Pod? owner, Func<double, double> now, Func<double, double> past) : base(labels, owner) =>
        Lines = [new("", null, t => Disturbance?.Effect is { Value: { } value } ? value : now(t), past)];
}
