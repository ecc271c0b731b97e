using System.Collections.Immutable;
using OpsConsole.Leadership;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>What the checks look at: one system as it is now.</summary>
/// <param name="Profile">The system.</param>
/// <param name="Now">The time.</param>
internal sealed record SystemView(SystemProfile Profile, DateTimeOffset Now)
{
    /// <summary>Its workloads in the cluster, also those that the profile does not name.</summary>
    public ImmutableArray<WorkloadView> Workloads { get; init; } = [];

    /// <summary>Workloads that the profile names and the cluster does not have.</summary>
    public ImmutableArray<WorkloadProfile> Missing { get; init; } = [];

    /// <summary>Its pods.</summary>
    public ImmutableArray<PodStatus> Pods { get; init; } = [];

    /// <summary>The budgets of its namespaces, with its pods that each guards.</summary>
    public ImmutableArray<BudgetView> Budgets { get; init; } = [];

    /// <summary>The nodes of its cluster.</summary>
    public ImmutableArray<Node> Nodes { get; init; } = [];

    /// <summary>Who leads it; null where nobody must, or it is not known.</summary>
    public LeaderStatus? Leader { get; init; }

    /// <summary>Its certificates.</summary>
    public ImmutableArray<Certificate> Certificates { get; init; } = [];
}

/// <summary>A workload with what belongs to it.</summary>
/// <param name="Controller">The object.</param>
/// <param name="Pods">Its pods.</param>
internal sealed record WorkloadView(PodController Controller, ImmutableArray<PodStatus> Pods)
{
    /// <summary>Its profile; null when the profile does not name it.</summary>
    public WorkloadProfile? Profile { get; init; }

    /// <summary>The autoscaler that owns its replicas; null for none.</summary>
    public Autoscaler? Autoscaler { get; init; }

    /// <summary>Restarts of the last hour, oldest first.</summary>
    public ImmutableArray<Restarts> Restarts { get; init; } = [];

    /// <summary>For a finding's target: <c>Deployment NAMESPACE/NAME</c>.</summary>
    public string Title => $"{Controller.Kind} {Controller.Id.Namespace}/{Controller.Id.Name}";
}

/// <summary>A budget and the pods it guards.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Pods">The pods of the system that it guards.</param>
internal sealed record BudgetView(DisruptionBudget Budget, ImmutableArray<PodStatus> Pods)
{
    /// <summary>For a finding's target.</summary>
    public string Title => $"PodDisruptionBudget {Budget.Id.Namespace}/{Budget.Id.Name}";
}

/// <summary>A certificate, as its manager reports it.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record Certificate(string Namespace, string Name, DateTimeOffset ExpiresAt);

/// <summary>One check: pure, of one view.</summary>
internal interface ICheck
{
    /// <summary>Its name, stable and in URL form.</summary>
    string Id { get; }

    /// <summary>What it finds.</summary>
    /// <param name="view">The system.</param>
    IEnumerable<Suspicion> Look(SystemView view);
}

/// <summary>What a check found, before it is settled whether it has lasted long enough to be said.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Target">What it is about.</param>
/// <param name="Title">What is found.</param>
/// <param name="Why">Why it matters, with figures.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record Suspicion(FindingLevel Level, string Target, string Title, string Why, string Remedy)
{
    /// <summary>How long it must last before it is said.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Since when, where the cluster tells; null when only we can know.</summary>
    public DateTimeOffset? Since { get; init; }
}
