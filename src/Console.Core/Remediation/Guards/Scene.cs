using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Everything the guards of one action look at, at one time.</summary>
internal sealed record Scene
{
    /// <summary>The action with its target and parameters.</summary>
    public required RemedyCall Call { get; init; }

    /// <summary>Who asks.</summary>
    public required Person Person { get; init; }

    /// <summary>The system.</summary>
    public required SystemProfile Profile { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Why what is known of the target is not of now, one sentence for each source; empty when all is live.</summary>
    public ImmutableArray<string> Stale { get; init; } = [];

    /// <summary>When the oldest of what is known was observed.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Who leads; null where nobody must, or it is not known.</summary>
    public LeaderStatus? Leader { get; init; }

    /// <summary>The workload that is the target, or that the pod belongs to; null for none.</summary>
    public WorkloadStatus? Workload { get; init; }

    /// <summary>The pod that is the target; null when the target is none.</summary>
    public PodStatus? Pod { get; init; }

    /// <summary>The pods of the workload; for a lease those of the whole system.</summary>
    public ImmutableArray<PodStatus> Pods { get; init; } = [];

    /// <summary>The disruption budgets over the target pod, or over the workload's pods.</summary>
    public ImmutableArray<DisruptionBudget> Budgets { get; init; } = [];

    /// <summary>The nodes of the cluster.</summary>
    public ImmutableArray<Node> Nodes { get; init; } = [];

    /// <summary>The silence that is the target; null when the target is none, or a new one.</summary>
    public Silence? Silence { get; init; }

    /// <summary>All silences of the target's Alertmanager.</summary>
    public ImmutableArray<Silence> Silences { get; init; } = [];

    /// <summary>The Alertmanagers that share the silences of the target's own; the target's own alone where none does.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>Those of them that do not answer.</summary>
    public ImmutableArray<string> SilentMembers { get; init; } = [];

    /// <summary>The Alertmanager's clock minus ours; null when it is not known, or the target is no silence.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>When the same alerts were silenced of late from here, by whomever, newest first.</summary>
    public ImmutableArray<DateTimeOffset> SilencedAt { get; init; } = [];

    /// <summary>The longest silence that the person's role gives; null when none is set.</summary>
    public SilenceLimit? Limit { get; init; }

    /// <summary>What a ticket must look like; null when no silence must name one.</summary>
    public string? TicketPattern { get; init; }

    /// <summary>All alerts of now, whatever system claims them: for silences.</summary>
    public ImmutableArray<Alert> Alerts { get; init; } = [];

    /// <summary>What was and is done to the target, and the freezes.</summary>
    public required TargetHistory History { get; init; }

    /// <summary>Whether the cluster's own rights allow it to whom it will be asked as; null where no cluster is asked.</summary>
    public ClusterRight? Right { get; init; }

    /// <summary>Why the cluster could not be asked for its rights; null when it was, or no cluster is asked.</summary>
    public string? RightUnknown { get; init; }
}
