using System.Globalization;
using System.Text;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.History;

/// <summary>What the recording rules of the objectives would have written: bad and total events per second, over five minutes.</summary>
internal sealed class ObjectiveHistory(IReadOnlyList<SystemDescription> fleet, World world)
{
    private const double Every = 60;
    private const double Window = 300;

    public void Write(OpenMetricsText text, double from, double to)
    {
        var objectives = fleet.SelectMany(s => s.Objectives.Select(o => Make(s.System, o))).ToList();
        text.Family("slo:total:rate5m", "gauge", "Events or seconds that an objective counts, per second.");
        foreach (var it in objectives) Write(text, "slo:total:rate5m", it, from, to, it.TotalAt);
        text.Family("slo:bad:rate5m", "gauge", "Those of them that were bad, per second.");
        foreach (var it in objectives) Write(text, "slo:bad:rate5m", it, from, to, t => it.TotalAt(t) * BadShare(it, t, to));
    }

    private static void Write(OpenMetricsText text, string metric, Objective it, double from, double to, Func<double, double> value)
    {
        var series = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{metric}{{slo=\"{it.Description.Slo}\",system=\"{it.System}\"}}"));
        for (var t = from; t <= to; t += Every) text.Sample(series, value(t), (long)t);
    }

    // The share of the past five minutes: an incident shows by as much of it as lies in the window.
    private static double BadShare(Objective it, double t, double end)
    {
        var share = it.Usual.At(t);
        foreach (var incident in it.Description.Incidents)
        {
            var begin = end - (incident.DaysAgo * 86_400);
            var overlap = Math.Min(t, begin + (incident.Minutes * 60)) - Math.Max(t - Window, begin);
            if (overlap > 0) share += incident.BadShare * overlap / Window;
        }
        if (it.Leaderless is { } plan) share += plan.Leaderless(t - Window, t) / Window;
        return Math.Clamp(share, 0, 1);
    }

    private Objective Make(string system, ObjectiveDescription description)
    {
        var rates = description.Metric.Length == 0 ? [] : world.Targets.Where(t => description.Jobs.Contains(t.Job))
            .SelectMany(t => t.Families).Where(f => f.Metric.Name == description.Metric).ToList();
        var metric = rates.FirstOrDefault()?.Metric;
        // A gated metric grows on one pod at a time, so that its replicas do not add up.
        if (metric is { WhileLeading: true }) rates = rates[..1];
        var level = rates.Sum(r => r.Metric.Series.Sum(s => s.Rate ?? 0));
        // Seeded by what is counted, not by its name: two objectives of the same thing have the same past.
        var total = metric is null ? null : new Signal(level, metric.Swing, metric.Noise / 2, $"{system}/{description.Metric}");
        return new(system, description, t => total?.At(t) ?? 1, new Signal(description.BadShare, 0, 0.4, $"bad {system}/{description.Metric}"),
            world.Workloads.FirstOrDefault(w => w.Description.Name == description.LeaderlessWorkload)?.Plan);
    }

    private sealed record Objective(
        string System, ObjectiveDescription Description, Func<double, double> TotalAt, Signal Usual, Electors.LeadershipPlan? Leaderless);
}
