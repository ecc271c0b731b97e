using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>A PodDisruptionBudget: how many pods of a kind may be taken away on purpose.</summary>
public sealed record DisruptionBudget : IClusterObject
{
    /// <inheritdoc/>
    public required ObjectIdentity Id { get; init; }

    /// <summary>The fewest pods that must stay, as written: a number or a percentage; null when the other is given.</summary>
    public string? MinAvailable { get; init; }

    /// <summary>The most pods that may be away, as written: a number or a percentage; null when the other is given.</summary>
    public string? MaxUnavailable { get; init; }

    /// <summary>Which pods it guards.</summary>
    public LabelSelector Selector { get; init; } = new(ImmutableDictionary<string, string>.Empty, []);

    /// <summary>How many may be taken away now; null while the cluster has not computed it.</summary>
    public int? DisruptionsAllowed { get; init; }

    /// <summary>How many it counts as healthy.</summary>
    public int CurrentHealthy { get; init; }

    /// <summary>How many must be healthy.</summary>
    public int DesiredHealthy { get; init; }

    /// <summary>How many pods it counts.</summary>
    public int ExpectedPods { get; init; }

    /// <summary>Its conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}

/// <summary>A HorizontalPodAutoscaler: it owns the replicas of its target.</summary>
public sealed record Autoscaler : IClusterObject
{
    /// <inheritdoc/>
    public required ObjectIdentity Id { get; init; }

    /// <summary>The kind of its target.</summary>
    public required string TargetKind { get; init; }

    /// <summary>The name of its target, in its own namespace.</summary>
    public required string TargetName { get; init; }

    /// <summary>The fewest replicas; the API's default is 1.</summary>
    public int Min { get; init; } = 1;

    /// <summary>The most replicas.</summary>
    public required int Max { get; init; }

    /// <summary>How many there are.</summary>
    public int Current { get; init; }

    /// <summary>How many it wants.</summary>
    public int Desired { get; init; }

    /// <summary>When it last changed the number.</summary>
    public DateTimeOffset? LastScaledAt { get; init; }

    /// <summary>What it looks at, with its target and what it saw: never a zero for a value that is missing.</summary>
    public ImmutableArray<AutoscalerMetric> Metrics { get; init; } = [];

    /// <summary>Its conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}

/// <summary>What an autoscaler looks at.</summary>
/// <param name="Name">For example <c>cpu</c>.</param>
/// <param name="Target">The wish, with its unit (<c>70%</c>).</param>
/// <param name="Current">What it saw, with its unit; null when it has no value.</param>
public sealed record AutoscalerMetric(string Name, string Target, string? Current);

/// <summary>A node.</summary>
public sealed record Node : IClusterObject
{
    /// <inheritdoc/>
    public required ObjectIdentity Id { get; init; }

    /// <summary>Whether new pods are kept off it (cordoned).</summary>
    public bool Unschedulable { get; init; }

    /// <summary>The version of its kubelet; null when not told.</summary>
    public string? KubeletVersion { get; init; }

    /// <summary>Its conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];
}

/// <summary>A namespace.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Phase"><c>Active</c> or <c>Terminating</c>.</param>
public sealed record ClusterNamespace(ObjectIdentity Id, string Phase) : IClusterObject;

/// <summary>An event of a cluster: something was done to an object, or failed.</summary>
public sealed record ClusterEvent : IClusterObject
{
    /// <inheritdoc/>
    public required ObjectIdentity Id { get; init; }

    /// <summary>The kind of the object it is about.</summary>
    public required string AboutKind { get; init; }

    /// <summary>The name of the object it is about.</summary>
    public required string AboutName { get; init; }

    /// <summary>The identity of the object it is about; null when not given.</summary>
    public string? AboutUid { get; init; }

    /// <summary>Whether it warns.</summary>
    public required bool IsWarning { get; init; }

    /// <summary>The machine's word.</summary>
    public required string Reason { get; init; }

    /// <summary>The sentence to it; from outside: encode it.</summary>
    public required string Message { get; init; }

    /// <summary>Who told it.</summary>
    public string? By { get; init; }

    /// <summary>How often it was told.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it was told first.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>When it was told last: eventTime, series, lastTimestamp or creation, the first there is.</summary>
    public DateTimeOffset? At { get; init; }
}
