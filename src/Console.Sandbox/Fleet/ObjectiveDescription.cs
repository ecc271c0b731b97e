namespace OpsConsole.Sandbox.Fleet;

/// <summary>An error ratio's past: what the recording rules would have written.</summary>
internal sealed record ObjectiveDescription
{
    public string Slo { get; init; } = "";

    public double Target { get; init; }

    /// <summary>The metric whose rate is the total; without one the total is 1 (time).</summary>
    public string Metric { get; init; } = "";

    public List<string> Jobs { get; init; } = [];

    public double BadShare { get; init; }

    /// <summary>Bad while the workload's election had no leader.</summary>
    public string LeaderlessWorkload { get; init; } = "";

    public List<IncidentDescription> Incidents { get; init; } = [];
}

internal sealed record IncidentDescription
{
    public double DaysAgo { get; init; }

    public double Minutes { get; init; }

    public double BadShare { get; init; }
}
