using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>How a workload's newest template is taken up.</summary>
public enum RolloutState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Every replica is of the newest template and available.</summary>
    Complete,

    /// <summary>It is under way.</summary>
    Progressing,

    /// <summary>It does not get on: its deadline has passed, or its pods can't start.</summary>
    Stuck,

    /// <summary>It was paused by a person.</summary>
    Paused,
}

/// <summary>A workload now.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Profile">Its profile.</param>
/// <param name="Ready">Replicas that are ready; null for not known.</param>
/// <param name="Problem">Why it is not known; null otherwise.</param>
public sealed record WorkloadStatus(string System, WorkloadProfile Profile, int? Ready, string? Problem)
{
    /// <summary>Where the figure comes from when not from the cluster as one would expect, in a sentence; null when there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>The object in the cluster; null when only a metric tells, or it does not exist.</summary>
    public PodController? Controller { get; init; }

    /// <summary>The state of its rollout.</summary>
    public RolloutState Rollout { get; init; }

    /// <summary>The rollout in a sentence: <c>2 of 3 updated, 1 of them waits for its image</c>; null when there is nothing to say.</summary>
    public string? RolloutWords { get; init; }

    /// <summary>Why pods of it are not running, each once: <c>Unschedulable: 0/3 nodes are available</c>.</summary>
    public ImmutableArray<string> Pending { get; init; } = [];

    /// <summary>Restarts of its containers that we saw in the last hour; null when pods are not known.</summary>
    public int? RestartsInHour { get; init; }

    /// <summary>The autoscaler that owns its replicas; null for none.</summary>
    public Autoscaler? Autoscaler { get; init; }

    /// <summary>What of the cluster's word on it (object, autoscaler, budgets) is not of now, in a sentence; null when all is.</summary>
    public string? Unseen { get; init; }

    /// <summary>The disruption budgets over its pods.</summary>
    public ImmutableArray<DisruptionBudget> Budgets { get; init; } = [];
}

/// <summary>All workloads that can be told.</summary>
/// <param name="Workloads">One entry a workload, in the profiles' order.</param>
public sealed record WorkloadBoard(ImmutableArray<WorkloadStatus> Workloads)
{
    /// <summary>The workloads of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<WorkloadStatus> Of(string system) => Workloads.Where(workload => workload.System == system);
}
