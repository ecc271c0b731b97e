using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

/// <summary>What the running scenarios do to one series.</summary>
internal sealed record Disturbance(EffectDescription Effect, double Since)
{
    /// <summary>What has piled up since, where somebody works it off.</summary>
    public Backlog? Backlog { get; init; }
}

/// <summary>One line of the exposition: how its name ends, its bucket's limit, and its value now and in the undisturbed past.</summary>
internal sealed record SampleLine(string Suffix, string? Le, Func<double, double> Now, Func<double, double> Past);

/// <summary>One series (a histogram: all its lines) of a target.</summary>
internal abstract class Series(LabelSet labels, Pod? owner)
{
    public LabelSet Labels => labels;

    /// <summary>The pod it tells of, if any: its limits count, and its restarts take counters back to zero.</summary>
    public Pod? Owner => owner;

    public Disturbance? Disturbance { get; set; }

    public bool Absent => Disturbance?.Effect.Absent == true;

    public IReadOnlyList<SampleLine> Lines { get; protected init; } = [];

    /// <summary>Whether time has to be told to it: the undisturbed know their value from the clock alone.</summary>
    public virtual bool NeedsSteps => Disturbance is not null;

    public virtual void Advance(double from, double to)
    {
    }

    public virtual void Restart(double t)
    {
    }
}

/// <summary>When a pod led, as far as a series depends on it. Null stands for "always".</summary>
internal sealed record Gate(Func<bool> OpenNow, Func<double, double, IEnumerable<(double From, double To)>> OpenInPast);

/// <summary>Something that is counted over time: a counter, or a histogram's observations.</summary>
internal abstract class GrowingSeries(LabelSet labels, Pod? owner, Growth growth) : Series(labels, owner)
{
    private readonly Signal rate = growth.Rate;
    private readonly Gate? gate = growth.Gate;
    private double origin = growth.Began;

    public override bool NeedsSteps => base.NeedsSteps || gate is not null || Load != 1;

    /// <summary>How fast it grows now.</summary>
    public double RateAt(double t) => gate is { } door && !door.OpenNow() ? 0 : Effective().At(t);

    // The more pods share the work, the less each has of it.
    private double Load => growth.Shared && Owner is { } pod ? pod.Workload.Load : 1;

    public override void Advance(double from, double to)
    {
        var expected = gate is null ? rate.Integral(Math.Max(from, origin), to) : 0;
        Deviate(Actual(from, to), expected);
    }

    public override void Restart(double t)
    {
        origin = t;
        Forget();
    }

    protected abstract void Deviate(double actual, double expected);

    protected abstract void Forget();

    /// <summary>What grew without any disturbance; with a gate, only up to the live start: the rest comes step by step.</summary>
    protected double Expected(double t) => gate is null ? rate.Integral(origin, t)
        : origin > growth.LiveSince ? 0 : Past(Math.Min(t, growth.LiveSince));

    protected double Past(double t) => gate is null ? rate.Integral(growth.Began, t)
        : gate.OpenInPast(growth.Began, t).Sum(term => rate.Integral(term.From, term.To));

    private double Actual(double from, double to)
    {
        if (gate is { } door && !door.OpenNow()) return 0;
        return Effective().Integral(Math.Max(from, origin), to);
    }

    private Signal Effective() => Disturbance?.Effect switch
    {
        { Absent: true } => rate.Times(0),
        { Rate: { } other } => rate.HeldAt(other),
        { Share: { } share } => rate.HeldAt(share * Limits.Of(Owner, "cpu")),
        { Times: { } factor } => rate.Times(factor * Load),
        _ => Load == 1 ? rate : rate.Times(Load),
    };
}
