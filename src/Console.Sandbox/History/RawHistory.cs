using System.Text;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.History;

/// <summary>
/// The kept series as they would have been scraped: each second minute, which is what a rate over five minutes needs, each minute
/// in the last hour, and each 15 seconds in the last ten minutes: rules with short windows must find enough of it while the live
/// series begin.
/// </summary>
internal sealed class RawHistory(IReadOnlyList<SimTarget> targets)
{
    private static readonly (double Age, double Every)[] Density = [(3600, 120), (600, 60), (0, 15)];
    private IReadOnlyList<long> times = [];

    public void Write(OpenMetricsText text, double from, double to)
    {
        times = [.. Times(from, to)];
        var families = targets.SelectMany(t => t.Families.Where(f => f.Metric.Keep), (target, family) => (Target: target, Family: family));
        foreach (var family in families.GroupBy(f => f.Family.Metric.Name))
        {
            var metric = family.First().Family.Metric;
            Open(text, metric.Name, metric.Type, metric.Help);
            foreach (var (target, it) in family)
                foreach (var series in it.Series) Write(text, metric.Name, target, series);
        }
        Open(text, "up", "gauge", "Whether the last scrape succeeded.");
        foreach (var target in targets)
        {
            var name = Encoding.UTF8.GetBytes($"up{{{new LabelSet(target.Labels).Text}}}");
            foreach (var t in times) text.Sample(name, 1, t);
        }
    }

    private static IEnumerable<long> Times(double from, double to)
    {
        for (var t = from; t <= to; t += Density.First(d => to - t > d.Age || d.Age == 0).Every) yield return (long)t;
    }

    private void Write(OpenMetricsText text, string metric, SimTarget target, Series series)
    {
        var labels = series.Labels.ScrapedFrom(target.Labels).Text;
        // Sums and counts are left out: panels and rules read buckets, and the count is the last of them.
        foreach (var line in series.Lines.Where(l => l.Suffix is "" or "_bucket"))
        {
            var le = line.Le is null ? "" : $",le=\"{line.Le}\"";
            var name = Encoding.UTF8.GetBytes($"{metric}{line.Suffix}{{{labels}{le}}}");
            foreach (var t in times) text.Sample(name, line.Past(t), t);
        }
    }

    // OpenMetrics wants a counter's family without its _total, and knows no counter without it.
    private static void Open(OpenMetricsText text, string name, string type, string help)
    {
        if (type == "counter" && name.EndsWith("_total", StringComparison.Ordinal)) text.Family(name[..^"_total".Length], type, help);
        else text.Family(name, type == "counter" ? "unknown" : type, help);
    }
}
