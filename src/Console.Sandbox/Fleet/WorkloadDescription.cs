namespace OpsConsole.Sandbox.Fleet;

/// <summary>A Deployment, StatefulSet or DaemonSet of the fleet, and what guards and scales it.</summary>
internal sealed record WorkloadDescription
{
    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    /// <summary>Deployment, StatefulSet or DaemonSet.</summary>
    public string Kind { get; init; } = "Deployment";

    public int Replicas { get; init; } = 1;

    public string Container { get; init; } = "";

    public string Image { get; init; } = "";

    /// <summary>What its pods carry and its selector asks for; app: NAME when left out.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The container's port, 0 for none.</summary>
    public int Port { get; init; }

    /// <summary>Cores the container may use; what cAdvisor and kube-state-metrics report as its limit.</summary>
    public double Cpu { get; init; } = 1;

    /// <summary>Cores it asks for: what an autoscaler's percentage is of. Half its limit when left out.</summary>
    public double? CpuRequest { get; init; }

    /// <summary>Bytes the container may use.</summary>
    public double Memory { get; init; } = 1073741824;

    /// <summary>How much its use of the cluster swings over the day, where that is less than its neighbours'.</summary>
    public double? Swing { get; init; }

    public int ProgressDeadlineSeconds { get; init; } = 600;

    public ElectionDescription? Election { get; init; }

    public BudgetDescription? Budget { get; init; }

    public AutoscalerDescription? Autoscaler { get; init; }

    /// <summary>The lines its containers write.</summary>
    public List<LogDescription> Logs { get; init; } = [];

    public double Requests => CpuRequest ?? Cpu / 2;
}

/// <summary>A PodDisruptionBudget over the workload's pods. One of the two is given.</summary>
internal sealed record BudgetDescription
{
    public int? MinAvailable { get; init; }

    public int? MaxUnavailable { get; init; }
}

/// <summary>A HorizontalPodAutoscaler on CPU.</summary>
internal sealed record AutoscalerDescription
{
    public int Min { get; init; } = 1;

    public int Max { get; init; } = 10;

    /// <summary>Percent of the requested CPU.</summary>
    public int CpuPercent { get; init; } = 80;

    /// <summary>How long a lower recommendation must have held.</summary>
    public int ScaleDownSeconds { get; init; } = 15;
}

/// <summary>A line that a container writes again and again, or at a moment of its life.</summary>
internal sealed record LogDescription
{
    public static readonly string[] Lasting = ["always", "leading", "standby", "failing", "unready"];

    public static readonly string[] Moments = ["start", "crash", "stop", "elected", "deposed"];

    /// <summary>While something lasts (always, leading, standby, failing, unready, scenario:NAME) or at a moment (start, crash, stop, elected, deposed).</summary>
    public string When { get; init; } = "always";

    /// <summary>Seconds from one to the next, on average; of a moment's lines: seconds after it, before a crash.</summary>
    public double Every { get; init; } = 15;

    /// <summary>{at}, {pod}, {node}, {lease}, {id}, {n:LOW-HIGH} and {one:A|B|C} are filled in.</summary>
    public string Text { get; init; } = "";
}

/// <summary>The Lease a workload's pods compete for, and when its past hand-overs were.</summary>
internal sealed record ElectionDescription
{
    public string Lease { get; init; } = "";

    public double LeaseDurationSeconds { get; init; } = 15;

    public double RenewDeadlineSeconds { get; init; } = 10;

    public double RetryPeriodSeconds { get; init; } = 2;

    /// <summary>Times of day (UTC, hh:mm:ss) of the hand-overs in the history; each took GapSeconds.</summary>
    public List<string> Handovers { get; init; } = [];

    public double GapSeconds { get; init; } = 4;
}
