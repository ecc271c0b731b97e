namespace OpsConsole.Sandbox.Fleet;

/// <summary>One YAML file of the fleet: a system's workloads, scrape targets, objectives and scenarios. The cluster's own file has no system.</summary>
internal sealed record SystemDescription
{
    public string System { get; init; } = "";

    public string Title { get; init; } = "";

    public List<string> Nodes { get; init; } = [];

    public List<WorkloadDescription> Workloads { get; init; } = [];

    public List<TargetDescription> Targets { get; init; } = [];

    public List<ObjectiveDescription> Objectives { get; init; } = [];

    public List<ScenarioDescription> Scenarios { get; init; } = [];
}

/// <summary>What Prometheus scrapes under one job: fixed instances, or one target for each pod of some workloads, or one for each node.</summary>
internal sealed record TargetDescription
{
    public string Job { get; init; } = "";

    /// <summary>Fixed targets: their instance labels.</summary>
    public List<string> Instances { get; init; } = [];

    /// <summary>A target for each pod of these workloads.</summary>
    public List<string> Workloads { get; init; } = [];

    /// <summary>A target for each node.</summary>
    public bool EachNode { get; init; }

    public int Port { get; init; } = 8080;

    /// <summary>Another instance label than address and port; {workload}, {pod}, {namespace}, {node} are filled in.</summary>
    public string Instance { get; init; } = "";

    public Dictionary<string, string> Labels { get; init; } = [];

    public List<MetricDescription> Metrics { get; init; } = [];
}

internal sealed record MetricDescription
{
    public string Name { get; init; } = "";

    /// <summary>counter, gauge or histogram.</summary>
    public string Type { get; init; } = "gauge";

    public string Help { get; init; } = "";

    /// <summary>Relative size of the daily swing.</summary>
    public double Swing { get; init; }

    /// <summary>Relative size of the noise.</summary>
    public double Noise { get; init; }

    public List<double> Buckets { get; init; } = [];

    /// <summary>Series repeated for each pod, workload or node that the target knows.</summary>
    public string Each { get; init; } = "";

    /// <summary>Only for objects in these namespaces; empty means all.</summary>
    public List<string> Namespaces { get; init; } = [];

    /// <summary>Only on this target's instance (a node's name for targets of nodes).</summary>
    public string OnlyOn { get; init; } = "";

    /// <summary>Grows or shows only while the pod leads.</summary>
    public bool WhileLeading { get; init; }

    /// <summary>A counter that each pod keeps at its own pace; else the pods of a Deployment share what is counted.</summary>
    public bool OwnPace { get; init; }

    /// <summary>A gauge that counts things: no fractions.</summary>
    public bool Whole { get; init; }

    /// <summary>Part of the raw history.</summary>
    public bool Keep { get; init; }

    public List<SeriesDescription> Series { get; init; } = [];
}

internal sealed record SeriesDescription
{
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>Gauge: its level.</summary>
    public double? Value { get; init; }

    /// <summary>Gauge: its level as a share of the pod's limit (cpu or memory, by OfLimit).</summary>
    public double? Share { get; init; }

    public string OfLimit { get; init; } = "";

    /// <summary>Gauge: Unix time of the last midnight plus so many seconds.</summary>
    public double? SinceMidnight { get; init; }

    /// <summary>Gauge: the sum of the metric's other series on the same target.</summary>
    public bool Total { get; init; }

    /// <summary>Counter, histogram: per second.</summary>
    public double? Rate { get; init; }

    /// <summary>Counter: what it had already counted when its process began.</summary>
    public double Start { get; init; }

    public double Median { get; init; } = 0.1;

    public double Spread { get; init; } = 0.6;

    /// <summary>The value follows something the simulation knows: a pod's phase, a workload's replicas, an elector's state.</summary>
    public string From { get; init; } = "";
}
