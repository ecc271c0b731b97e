using System.Text;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.History;

/// <summary>The kept series as they would have been scraped, each minute.</summary>
internal sealed class RawHistory(IReadOnlyList<SimTarget> targets)
{
    private const double Every = 60;

    public void Write(OpenMetricsText text, double from, double to)
    {
        var families = targets.SelectMany(t => t.Families.Where(f => f.Metric.Keep), (target, family) => (Target: target, Family: family));
        foreach (var family in families.GroupBy(f => f.Family.Metric.Name))
        {
            var metric = family.First().Family.Metric;
            Open(text, metric.Name, metric.Type, metric.Help);
            foreach (var (target, it) in family)
                foreach (var series in it.Series) Write(text, metric.Name, target, series, from, to);
        }
        Open(text, "up", "gauge", "Whether the last scrape succeeded.");
        foreach (var target in targets)
        {
            var name = Encoding.UTF8.GetBytes($"up{{{new LabelSet(target.Labels).Text}}}");
            for (var t = from; t <= to; t += Every) text.Sample(name, 1, (long)t);
        }
    }

    private static void Write(OpenMetricsText text, string metric, SimTarget target, Series series, double from, double to)
    {
        var labels = series.Labels.ScrapedFrom(target.Labels).Text;
        foreach (var line in series.Lines)
        {
            var le = line.Le is null ? "" : $",le=\"{line.Le}\"";
            var name = Encoding.UTF8.GetBytes($"{metric}{line.Suffix}{{{labels}{le}}}");
            for (var t = from; t <= to; t += Every) text.Sample(name, line.Past(t), (long)t);
        }
    }

    // OpenMetrics wants a counter's family without its _total, and knows no counter without it.
    private static void Open(OpenMetricsText text, string name, string type, string help)
    {
        if (type == "counter" && name.EndsWith("_total", StringComparison.Ordinal)) text.Family(name[..^"_total".Length], type, help);
        else text.Family(name, type == "counter" ? "unknown" : type, help);
    }
}
