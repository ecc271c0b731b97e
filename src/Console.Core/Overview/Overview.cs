using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Overview;

/// <summary>A system in one look.</summary>
public sealed record SystemSummary
{
    /// <summary>Its profile.</summary>
    public required SystemProfile Profile { get; init; }

    /// <summary>The worst of its firing alerts that nothing holds back, its leadership and its burning budgets; null when it needs nobody.</summary>
    public required Severity? Worst { get; init; }

    /// <summary>What is wrong, in a sentence with a number: "No leader for 6 min 39 s". Times are relative: <see cref="HeadlineSince"/>.</summary>
    public required string Headline { get; init; }

    /// <summary>When what the headline tells began; a screen appends the time since then.</summary>
    public DateTimeOffset? HeadlineSince { get; init; }

    /// <summary>What it means, in a sentence.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>Its alerts, worst first: firing, then held back, then pending.</summary>
    public ImmutableArray<Alert> Alerts { get; init; } = [];

    /// <summary>The alert that somebody has to answer first; null when no response clock runs.</summary>
    public DueAnswer? Due { get; init; }

    /// <summary>Its leader; null when it elects none.</summary>
    public LeaderStatus? Leader { get; init; }

    /// <summary>Its budgets.</summary>
    public ImmutableArray<ErrorBudget> Budgets { get; init; } = [];

    /// <summary>Its queues.</summary>
    public ImmutableArray<QueueStatus> Queues { get; init; } = [];

    /// <summary>Its workloads.</summary>
    public ImmutableArray<WorkloadStatus> Workloads { get; init; } = [];

    /// <summary>Sections this summary could not see fresh: the summary must not be read as "all is well".</summary>
    public ImmutableArray<string> Blind { get; init; } = [];
}

/// <summary>The whole fleet in one look: made once per change, shared by every viewer.</summary>
/// <param name="Systems">Worst first, then by title.</param>
/// <param name="Unclaimed">Alerts that no system claims.</param>
/// <param name="Counts">Firing alerts by severity, those held back left out.</param>
/// <param name="HeldBack">Firing alerts that a silence or another alert holds back.</param>
/// <param name="Pending">Pending alerts.</param>
/// <param name="Faults">Systems whose profile could not be read.</param>
public sealed record FleetOverview(
    ImmutableArray<SystemSummary> Systems, ImmutableArray<Alert> Unclaimed, ImmutableSortedDictionary<Severity, int> Counts,
    int HeldBack, int Pending, ImmutableArray<ProfileFault> Faults);
