namespace OpsConsole.Sandbox.Fleet;

/// <summary>A fault that can be started: what it shows, and what it does to the model.</summary>
internal sealed record ScenarioDescription
{
    public string Name { get; init; } = "";

    /// <summary>The alert expected to fire; the scenario's name when left out, "none" when none is.</summary>
    public string Alert { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>What it does to the model, in one sentence.</summary>
    public string Does { get; init; } = "";

    /// <summary>Minutes until the alert fires under the real rules.</summary>
    public double Minutes { get; init; }

    public List<EffectDescription> Effects { get; init; } = [];
}

/// <summary>One thing a scenario does: to a metric, to pods, to electors, to a budget or to a target. Exactly one of them is named.</summary>
internal sealed record EffectDescription
{
    public string Metric { get; init; } = "";

    public string Job { get; init; } = "";

    public Dictionary<string, string> Where { get; init; } = [];

    public double? Value { get; init; }

    public double? Share { get; init; }

    public double? PerSecond { get; init; }

    /// <summary>With a value: who works it off. When all that a scenario lets pile up is worked off, the scenario is over by itself.</summary>
    public DrainDescription? DrainedBy { get; init; }

    public double? SinceMidnight { get; init; }

    public double? Rate { get; init; }

    public double? Times { get; init; }

    public double? Median { get; init; }

    public bool Absent { get; init; }

    public string Pods { get; init; } = "";

    /// <summary>Only the first so many pods (or, with a metric, series of those pods).</summary>
    public int? Count { get; init; }

    /// <summary>Pods: gone, scaled, pending, crashing, restarting, failing, unready, imagePull, stalled.</summary>
    public string State { get; init; } = "";

    /// <summary>With imagePull: the image that nobody can pull.</summary>
    public string Image { get; init; } = "";

    public double EverySeconds { get; init; } = 20;

    public string Electors { get; init; } = "";

    /// <summary>Electors: denied, standbysDenied, neverTakeOver, trustsItself, handOver, killHolder, clockSkewed.</summary>
    public string Behaviour { get; init; } = "";

    /// <summary>With clockSkewed: how far the holder's clock is ahead.</summary>
    public double Seconds { get; init; }

    /// <summary>The disruption budget of this workload.</summary>
    public string Budget { get; init; } = "";

    /// <summary>With a budget: what it asks for meanwhile.</summary>
    public int MinAvailable { get; init; }

    /// <summary>Targets of this job answer 503.</summary>
    public string Target { get; init; } = "";
}

/// <summary>Each ready pod of a workload takes so much off a gauge each second.</summary>
internal sealed record DrainDescription
{
    public string Workload { get; init; } = "";

    public double PerReplica { get; init; }
}
