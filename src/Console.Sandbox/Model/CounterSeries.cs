namespace OpsConsole.Sandbox.Model;

/// <summary>How a counted series grows.</summary>
internal sealed record Growth(Signal Rate, double Began, double LiveSince, Gate? Gate)
{
    /// <summary>The workload's pods share what is counted.</summary>
    public bool Shared { get; init; }
}

/// <summary>A counter: only ever grows, and begins at zero again when its process restarts.</summary>
internal sealed class CounterSeries : GrowingSeries
{
    private double start;
    private double deviation;

    // Whole numbers, as a program would count; only seconds come in fractions.
    public CounterSeries(LabelSet labels, Pod? owner, Growth growth, double start, bool whole) : base(labels, owner, growth)
    {
        this.start = start;
        Func<double, double> count = whole ? Math.Floor : value => value;
        Lines = [new("", null, t => count(this.start + Expected(t) + deviation), t => count(start + Past(t)))];
    }

    protected override void Deviate(double actual, double expected) => deviation += actual - expected;

    // What the former process had counted before the model began goes with it.
    protected override void Forget() => start = deviation = 0;
}
