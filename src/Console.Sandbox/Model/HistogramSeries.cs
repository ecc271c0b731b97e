using System.Globalization;

namespace OpsConsole.Sandbox.Model;

/// <summary>A histogram: counts by bucket from a rate and a distribution. A disturbance may move either.</summary>
internal sealed class HistogramSeries : GrowingSeries
{
    private readonly double[] limits;
    private readonly double[] deviations;
    private readonly LogNormal usual;
    private double sumDeviation;

    public HistogramSeries(LabelSet labels, Pod? owner, Growth growth, LogNormal usual, IEnumerable<double> buckets)
        : base(labels, owner, growth)
    {
        this.usual = usual;
        limits = [.. buckets.Order(), double.PositiveInfinity];
        deviations = new double[limits.Length];
        Lines = [.. limits.Select(Bucket), Sum(), Bucket(limits[^1], limits.Length - 1) with { Suffix = "_count", Le = null }];
    }

    protected override void Deviate(double actual, double expected)
    {
        var now = Disturbance?.Effect.Median is { } median ? usual with { Median = median } : usual;
        for (var i = 0; i < limits.Length; i++)
            deviations[i] += (actual * now.ShareUpTo(limits[i])) - (expected * usual.ShareUpTo(limits[i]));
        sumDeviation += (actual * now.Mean) - (expected * usual.Mean);
    }

    protected override void Forget()
    {
        Array.Clear(deviations);
        sumDeviation = 0;
    }

    private SampleLine Bucket(double limit, int index)
    {
        var share = usual.ShareUpTo(limit);
        var le = double.IsPositiveInfinity(limit) ? "+Inf" : limit.ToString(CultureInfo.InvariantCulture);
        return new("_bucket", le, t => Math.Floor((Expected(t) * share) + deviations[index]), t => Math.Floor(Past(t) * share));
    }

    private SampleLine Sum() => new("_sum", null, t => (Expected(t) * usual.Mean) + sumDeviation, t => Past(t) * usual.Mean);
}
