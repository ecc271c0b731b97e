using System.Globalization;
using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

/// <summary>
/// Makes the scrape targets of a moment from the fleet's description and the pods that live. Series that were there before are
/// taken over, so that their counters go on; a series of a pod that is gone is simply not made again.
/// </summary>
internal sealed class TargetBuilder
{
    private readonly IReadOnlyList<string> nodes;
    private readonly IReadOnlyDictionary<string, Workload> workloads;
    private readonly Func<Pod, Elector?> electorOf;
    private readonly SeriesBuilder series;
    private readonly List<TargetDescription> descriptions;
    private Dictionary<(string, Pod?), Series> known = [];

    public TargetBuilder(IReadOnlyList<SystemDescription> fleet, IReadOnlyDictionary<string, Workload> workloads,
        Func<Pod, Elector?> electorOf, double began, double liveSince)
    {
        nodes = [.. fleet.SelectMany(s => s.Nodes)];
        this.workloads = workloads;
        this.electorOf = electorOf;
        series = new(began, liveSince);
        // Several files may add metrics to one job (the cluster's exporters): the job is theirs together.
        descriptions = [.. fleet.SelectMany(s => s.Targets).GroupBy(t => t.Job)
            .SelectMany(g => g.Any(t => t.EachNode || t.Instances.Count > 0) ? [Merged([.. g])] : g.AsEnumerable())];
    }

    public IReadOnlyList<SimTarget> Build()
    {
        var before = known;
        known = [];
        var targets = descriptions.SelectMany(Places, (description, place) => Make(description, place, before)).ToList();
        return targets;
    }

    private static TargetDescription Merged(IReadOnlyList<TargetDescription> parts) =>
        parts.First(t => t.EachNode || t.Instances.Count > 0) with { Metrics = [.. parts.SelectMany(t => t.Metrics)] };

    private IEnumerable<Place> Places(TargetDescription target)
    {
        foreach (var pod in target.Workloads.SelectMany(name => workloads[name].Pods).Where(p => p.Running))
            yield return new(pod.Name, $"{pod.Ip}:{target.Port}", pod, null);
        foreach (var instance in target.Instances) yield return new(Slug(instance), instance, null, null);
        if (!target.EachNode) yield break;
        for (var i = 0; i < nodes.Count; i++)
            yield return new(nodes[i], string.Create(CultureInfo.InvariantCulture, $"10.0.0.{11 + i}:{target.Port}"), null, nodes[i]);
    }

    // The id is one segment of a path, whatever the instance is.
    private static string Slug(string instance) =>
        string.Concat(instance.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-'));

    private SimTarget Make(TargetDescription target, Place place, Dictionary<(string, Pod?), Series> before)
    {
        var names = new Names(place.Pod?.Workload, place.Pod, place.Node);
        var labels = new Dictionary<string, string>
        {
            ["job"] = target.Job,
            ["instance"] = target.Instance.Length > 0 ? names.Fill(target.Instance) : place.Instance,
        };
        foreach (var (name, value) in target.Labels) labels[name] = names.Fill(value);
        var families = target.Metrics.Where(m => m.OnlyOn.Length == 0 || m.OnlyOn == place.Id)
            .Select(m => new MetricFamily(m, Family(target, m, place, before))).ToList();
        return new(target.Job, place.Id, labels, place.Pod, families);
    }

    private List<Series> Family(TargetDescription target, MetricDescription metric, Place place, Dictionary<(string, Pod?), Series> before)
    {
        var made = new List<Series>();
        foreach (var names in Repetitions(metric, place))
            foreach (var description in metric.Series)
            {
                var labels = new LabelSet(description.Labels.Select(l => KeyValuePair.Create(l.Key, names.Fill(l.Value))));
                // The pod is part of the key: a pod that came back under the same name begins anew.
                var key = ($"{target.Job}/{place.Id}/{metric.Name}/{labels.Text}/{names.Workload?.Description.Name}", names.Pod);
                if (!before.TryGetValue(key, out var it) || description.Total)
                    it = series.Make(metric, description, labels, names, names.Pod is { } pod ? electorOf(pod) : null, made);
                known[key] = it;
                made.Add(it);
            }
        return made;
    }

    private IEnumerable<Names> Repetitions(MetricDescription metric, Place place)
    {
        bool Wanted(Workload w) => metric.Namespaces.Count == 0 || metric.Namespaces.Contains(w.Description.Namespace);
        bool Here(Pod pod) => place.Node is null || (pod.Node == place.Node && pod.Running);
        IEnumerable<Names> Those(Func<Workload, bool> which) =>
            workloads.Values.Where(w => Wanted(w) && which(w)).Select(w => new Names(w, null, null));
        return metric.Each switch
        {
            "pod" => workloads.Values.Where(Wanted).SelectMany(w => w.Pods).Where(Here).Select(p => new Names(p.Workload, p, p.Node)),
            "workload" => Those(w => w.Description.Kind == "Deployment"),
            "statefulset" => Those(w => w.Description.Kind == "StatefulSet"),
            "daemonset" => Those(w => w.Description.Kind == "DaemonSet"),
            "autoscaler" => Those(w => w.Description.Autoscaler is not null),
            "budget" => Those(w => w.Description.Budget is not null),
            "node" => nodes.Select(n => new Names(null, null, n)),
            _ => [new(place.Pod?.Workload, place.Pod, place.Node)],
        };
    }

    private sealed record Place(string Id, string Instance, Pod? Pod, string? Node);
}

/// <summary>What the placeholders in labels stand for.</summary>
internal sealed record Names(Workload? Workload, Pod? Pod, string? Node)
{
    public string Fill(string text) => !text.Contains('{') ? text : text
        .Replace("{namespace}", Workload?.Description.Namespace)
        .Replace("{workload}", Workload?.Description.Name)
        .Replace("{container}", Workload?.Description.Container)
        .Replace("{pod}", Pod?.Name)
        .Replace("{node}", Node);
}
