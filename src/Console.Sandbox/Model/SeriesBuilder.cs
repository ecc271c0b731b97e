using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

/// <summary>Makes one series from its description.</summary>
internal sealed class SeriesBuilder(double began, double liveSince)
{
    public Series Make(MetricDescription metric, SeriesDescription it, LabelSet labels, Names names, Elector? elector, List<Series> siblings)
    {
        var pod = names.Pod;
        if (it.From.Length > 0) return Sources.Make(labels, it.From, names.Workload!, pod, elector);
        if (it.Total) return Total(labels, [.. siblings]);
        var level = (it.Rate ?? it.Value ?? it.Share ?? 0) * (it.Share is null ? 1 : Limits.Of(pod, it.OfLimit));
        // Without the target's name in the seed two targets that report the same table report the same figures.
        var shape = new Signal(level == 0 ? 1 : level, Swing(metric, pod), metric.Noise, $"{metric.Name}{labels.Text}{pod?.Name}");
        var signal = level == 0 ? shape.Times(0) : shape;
        if (metric.Type == "gauge") return Gauge(metric, it, labels, pod, signal);
        var growth = new Growth(signal, pod?.StartedAt ?? began, liveSince, metric.WhileLeading ? GateOf(pod!, elector!) : null)
        {
            Shared = !metric.OwnPace && pod is { Workload.Description: { Kind: "Deployment", Election: null } },
        };
        return metric.Type == "histogram"
            ? new HistogramSeries(labels, pod, growth, new(it.Median, it.Spread), metric.Buckets)
            : new CounterSeries(labels, pod, growth, it.Start, whole: !metric.Name.Contains("seconds"));
    }

    // What the cluster's exporters tell of a pod, unless its workload is steadier than most.
    private static double Swing(MetricDescription metric, Pod? pod) =>
        metric.Each == "pod" && pod?.Workload.Description.Swing is { } own ? Math.Min(own, metric.Swing) : metric.Swing;

    private static GaugeSeries Gauge(MetricDescription metric, SeriesDescription it, LabelSet labels, Pod? pod, Signal signal)
    {
        Func<double, double> usual = it.SinceMidnight is { } seconds ? t => UnixTime.Midnight(t) + seconds : signal.At;
        return new(labels, pod, signal, usual, it.OfLimit, metric.Whole);
    }

    private static SourcedSeries Total(LabelSet labels, IReadOnlyList<Series> parts) => new(labels, null,
        t => parts.Sum(p => p.Lines[0].Now(t)), t => parts.Sum(p => p.Lines[0].Past(t)));

    private static Gate GateOf(Pod pod, Elector elector) => new(() => elector.Leads,
        (from, to) => pod.Workload.Plan!.Terms(pod.Slot, from, to));
}
