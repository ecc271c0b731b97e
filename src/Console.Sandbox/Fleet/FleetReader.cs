using OpsConsole.Sandbox.Model;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace OpsConsole.Sandbox.Fleet;

/// <summary>Reads the fleet's YAML files and says what is wrong with them, file by file.</summary>
internal static class FleetReader
{
    private static readonly string[] PodStates = ["gone", "scaled", "pending", "crashing", "restarting", "failing", "unready", "imagePull", "stalled"];
    private static readonly string[] Behaviours = ["denied", "standbysDenied", "neverTakeOver", "trustsItself", "handOver", "killHolder", "clockSkewed"];

    public static IReadOnlyList<SystemDescription> Read(string folder)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        var fleet = new List<SystemDescription>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
            try
            {
                fleet.Add(yaml.Deserialize<SystemDescription>(File.ReadAllText(file)));
            }
            catch (YamlException e)
            {
                throw new InvalidDataException($"{Path.GetFileName(file)} line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
            }
        var problems = Problems(fleet).ToList();
        return problems.Count == 0 ? fleet : throw new InvalidDataException($"The fleet's description is wrong: {string.Join("; ", problems)}");
    }

    private static IEnumerable<string> Problems(IReadOnlyList<SystemDescription> fleet)
    {
        var workloads = fleet.SelectMany(s => s.Workloads).ToList();
        foreach (var twice in workloads.GroupBy(w => w.Name).Where(g => g.Count() > 1))
            yield return $"workload {twice.Key} is described twice; names must differ across the fleet";
        var names = workloads.Select(w => w.Name).ToHashSet();
        foreach (var system in fleet)
            foreach (var workload in system.Workloads)
                foreach (var line in workload.Logs.Where(l => !Known(l, system)))
                    yield return $"workload {workload.Name}: a log line when {line.When}; known are "
                        + $"{string.Join(", ", LogDescription.Lasting.Concat(LogDescription.Moments))} and scenario:NAME of this system";
        var metrics = fleet.SelectMany(s => s.Targets).SelectMany(t => t.Metrics).ToLookup(m => m.Name);
        foreach (var target in fleet.SelectMany(s => s.Targets))
            foreach (var problem in target.Workloads.Where(w => !names.Contains(w)).Select(w => $"job {target.Job}: no workload {w}")
                .Concat(target.Metrics.SelectMany(m => OfMetric(target, m)))) yield return problem;
        var jobs = fleet.SelectMany(s => s.Targets).Select(t => t.Job).ToHashSet();
        foreach (var system in fleet)
            foreach (var scenario in system.Scenarios)
                foreach (var problem in scenario.Effects.SelectMany(e => OfEffect(e, names, metrics, jobs)))
                    yield return $"scenario {system.System}/{scenario.Name}: {problem}";
    }

    private static bool Known(LogDescription line, SystemDescription system) => line.Every > 0 && (LogDescription.Lasting.Contains(line.When)
        || LogDescription.Moments.Contains(line.When) || system.Scenarios.Exists(s => line.When == $"scenario:{s.Name}"));

    private static IEnumerable<string> OfMetric(TargetDescription target, MetricDescription metric)
    {
        if (metric.Type is not ("counter" or "gauge" or "histogram"))
            yield return $"job {target.Job}: {metric.Name} has type {metric.Type}; counter, gauge or histogram are known";
        if (metric.Series.Count == 0) yield return $"job {target.Job}: {metric.Name} has no series";
        foreach (var series in metric.Series.Where(s => s.From.Length > 0 && !Sources.Knows(s.From)))
            yield return $"job {target.Job}: {metric.Name} follows {series.From}; known are {string.Join(", ", Sources.Names)}";
    }

    private static IEnumerable<string> OfEffect(EffectDescription effect, HashSet<string> workloads, ILookup<string, MetricDescription> metrics, HashSet<string> jobs)
    {
        if (effect.Metric.Length > 0 && !metrics.Contains(effect.Metric)) yield return $"no metric {effect.Metric}";
        if (effect.Pods.Length > 0 && !workloads.Contains(effect.Pods)) yield return $"no workload {effect.Pods}";
        if (effect.Electors.Length > 0 && !workloads.Contains(effect.Electors)) yield return $"no workload {effect.Electors}";
        if (effect.Budget.Length > 0 && !workloads.Contains(effect.Budget)) yield return $"no workload {effect.Budget} for a budget";
        if (effect.Target.Length > 0 && !jobs.Contains(effect.Target)) yield return $"no job {effect.Target}";
        if (effect.Pods.Length > 0 && !PodStates.Contains(effect.State)) yield return $"pods cannot be {effect.State}; {string.Join(", ", PodStates)}";
        if (effect.Electors.Length > 0 && !Behaviours.Contains(effect.Behaviour))
            yield return $"electors cannot {effect.Behaviour}; {string.Join(", ", Behaviours)}";
        foreach (var problem in effect.DrainedBy is { } drain ? OfDrain(effect, drain, workloads, metrics) : []) yield return problem;
    }

    private static IEnumerable<string> OfDrain(
        EffectDescription effect, DrainDescription drain, HashSet<string> workloads, ILookup<string, MetricDescription> metrics)
    {
        if (!workloads.Contains(drain.Workload)) yield return $"drainedBy: no workload {drain.Workload}";
        if (!(drain.PerReplica > 0)) yield return $"drainedBy: perReplica is {drain.PerReplica}; it must be above 0, what each ready pod takes off a second";
        if (!(effect.Value > 0)) yield return "drainedBy: needs a value above 0, what there is to drain at the beginning";
        if (metrics[effect.Metric].All(m => m.Type != "gauge")) yield return $"drainedBy: drains gauges, and {(effect.Metric.Length > 0 ? effect.Metric : "this effect")} is none";
    }
}
