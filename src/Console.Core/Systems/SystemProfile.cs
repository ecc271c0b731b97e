using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Runbooks;

namespace OpsConsole.Systems;

/// <summary>
/// What the console knows of one system before it looks: read from <c>systems/ID.yaml</c>. Everything that differs between
/// systems is in here; no code names one.
/// </summary>
public sealed record SystemProfile
{
    /// <summary>The file's name without its ending; lower case, digits and dashes. Used in URLs and in the <c>system</c> label.</summary>
    public required string Id { get; init; }

    /// <summary>The name people use.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, in one line.</summary>
    public string About { get; init; } = string.Empty;

    /// <summary>The configured cluster it runs in; null when it does not run on Kubernetes.</summary>
    public string? Cluster { get; init; }

    /// <summary>The configured metric source that answers this profile's PromQL; null means the first one.</summary>
    public string? Metrics { get; init; }

    /// <summary>Its namespaces in the cluster.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Who owns it.</summary>
    public string Owner { get; init; } = string.Empty;

    /// <summary>The matchers that claim an alert for this system, as text (<c>system="x"</c>); parsed and checked at load.</summary>
    public required ImmutableArray<string> ClaimsAlerts { get; init; }

    /// <summary>Severity label values and the response that each asks for.</summary>
    public ImmutableArray<SeverityClass> Severities { get; init; } = [];

    /// <summary>Leader election, where there is one.</summary>
    public LeaderElectionProfile? Leader { get; init; }

    /// <summary>Its workloads with the replicas that are usual and allowed.</summary>
    public ImmutableArray<WorkloadProfile> Workloads { get; init; } = [];

    /// <summary>Its service level objectives.</summary>
    public ImmutableArray<ObjectiveProfile> Slos { get; init; } = [];

    /// <summary>Its queues and other things that fill up.</summary>
    public ImmutableArray<QueueProfile> Queues { get; init; } = [];

    /// <summary>Its charts.</summary>
    public ImmutableArray<PanelProfile> Panels { get; init; } = [];

    /// <summary>The guarded actions that are allowed, with their bounds.</summary>
    public ImmutableArray<ActionProfile> Actions { get; init; } = [];

    /// <summary>The log selector to start a log query from (LogQL), where logs are collected.</summary>
    public string? LogSelector { get; init; }

    /// <summary>How an alert's <c>runbook_url</c> leads to a runbook here, first match first; what no rule is about is found by name.</summary>
    public ImmutableArray<RunbookRule> Runbooks { get; init; } = [];

    /// <summary>Which alerts open an incident by themselves; null: none does.</summary>
    public IncidentsProfile? Incidents { get; init; }

    /// <summary>Health endpoints to show and link.</summary>
    public ImmutableArray<NamedLink> HealthEndpoints { get; init; } = [];

    /// <summary>Other places worth a click.</summary>
    public ImmutableArray<NamedLink> Links { get; init; } = [];
}

/// <summary>What a severity label value means for this system.</summary>
/// <param name="Label">The label's value, for example <c>critical</c>.</param>
/// <param name="Class">0 (worst) to 3.</param>
/// <param name="RespondWithin">A person has acknowledged within this time.</param>
/// <param name="EscalateAfter">Unresolved for this long it goes further; null means the next working day.</param>
/// <param name="EscalateTo">To whom.</param>
/// <param name="Except">Alerts of this severity with a response time of their own, by alert name.</param>
public sealed record SeverityClass(
    string Label, int Class, TimeSpan RespondWithin, TimeSpan? EscalateAfter, string EscalateTo, ImmutableDictionary<string, TimeSpan> Except)
{
    /// <summary>The severity the label stands for.</summary>
    public Severity Severity => SeverityNames.Parse(Label);

    /// <summary>Within which time a person has acknowledged an alert of this severity.</summary>
    /// <param name="alert">The alert's name.</param>
    public TimeSpan RespondWithinFor(string alert) => Except.TryGetValue(alert, out var own) ? own : RespondWithin;
}

/// <summary>How a system elects its leader.</summary>
/// <param name="Namespace">The lease's namespace.</param>
/// <param name="Lease">The lease's name.</param>
/// <param name="StatusMetric">A selector of the 0/1 gauge each candidate reports, with a <c>pod</c> label; null when there is none.</param>
/// <param name="LeaseDuration">The duration the electors are set to.</param>
/// <param name="RenewDeadline">How long a holder tries to renew before it gives up; must be below the duration.</param>
/// <param name="MaxContenders">More contenders than this get in each other's way.</param>
/// <param name="MeansWithoutLeader">What stands still while nobody leads; one sentence.</param>
public sealed record LeaderElectionProfile(
    string Namespace, string Lease, string? StatusMetric, TimeSpan LeaseDuration, TimeSpan RenewDeadline, int MaxContenders, string MeansWithoutLeader);

/// <summary>One workload with its bounds.</summary>
/// <param name="Kind">Deployment, StatefulSet, DaemonSet, or Service where there is no cluster.</param>
/// <param name="Namespace">Its namespace; empty where there is no cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="Usual">The replicas it usually has.</param>
/// <param name="Min">The fewest a scale may ask for.</param>
/// <param name="Max">The most a scale may ask for.</param>
/// <param name="Ready">PromQL for the number of ready replicas; null when only the cluster tells.</param>
public sealed record WorkloadProfile(string Kind, string Namespace, string Name, int Usual, int Min, int Max, string? Ready)
{
    /// <summary>As actions and queues name it: <c>NAMESPACE/NAME</c>.</summary>
    public string Target => $"{Namespace}/{Name}";
}

/// <summary>A queue, or something else that fills up.</summary>
/// <param name="Name">Its name within the system.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">What is counted: items, connections, streams.</param>
/// <param name="Depth">PromQL for how much is in it.</param>
/// <param name="Capacity">PromQL or a number for how much fits; null when it has no end. With a capacity it is a saturation, without drain.</param>
/// <param name="Oldest">PromQL for the age of the oldest, seconds.</param>
/// <param name="InRate">PromQL for arrivals per second.</param>
/// <param name="OutRate">PromQL for completions per second.</param>
/// <param name="Workers">PromQL for the workers that are alive.</param>
/// <param name="Stuck">PromQL for the items that hang.</param>
/// <param name="Warn">The depth (or, with a capacity, the share 0..1) from which it is worth a warning.</param>
/// <param name="Critical">The depth or share from which it is critical; null when there is none.</param>
/// <param name="OldestWarn">The age from which the oldest is worth a warning.</param>
public sealed record QueueProfile(
    string Name, string Title, string Unit, string Depth, string? Capacity, string? Oldest, string? InRate, string? OutRate,
    string? Workers, string? Stuck, double Warn, double? Critical, TimeSpan? OldestWarn)
{
    /// <summary>The workload whose pods work it off, <c>NAMESPACE/NAME</c>: more of them empty it faster. Null when none is named.</summary>
    public string? ServedBy { get; init; }
}

/// <summary>A chart.</summary>
/// <param name="Title">For people.</param>
/// <param name="Unit">The values' unit: <c>req/s</c>, <c>%</c>, <c>s</c>, <c>bytes</c>.</param>
/// <param name="Queries">Its lines.</param>
/// <param name="Limit">A line that should not be crossed; null when there is none.</param>
/// <param name="Dashboard">The group of charts it belongs to; empty for the system's own.</param>
public sealed record PanelProfile(string Title, string Unit, ImmutableArray<PanelQuery> Queries, double? Limit, string Dashboard)
{
    /// <summary>A line that should not be fallen below; null when there is none.</summary>
    public double? Floor { get; init; }
}

/// <summary>One line (or several, by label) of a chart.</summary>
/// <param name="Promql">The expression.</param>
/// <param name="Legend">The line's name, with <c>{label}</c> filled from the series; empty means all labels.</param>
public sealed record PanelQuery(string Promql, string Legend);

/// <summary>A guarded action that is allowed on this system.</summary>
/// <param name="Kind">lease-delete, scale, rollout-restart, pod-delete, pod-evict or silence.</param>
/// <param name="Targets">
/// Workloads, leases or pod selectors it may be used on, as <c>NAMESPACE/NAME</c>, or for pods <c>NAMESPACE/label=value</c>, <c>NAMESPACE/*</c> and <c>*/label=value</c>; empty means every one in the profile.
/// </param>
public sealed record ActionProfile(string Kind, ImmutableArray<string> Targets)
{
    /// <summary>When a second person must agree.</summary>
    public ApprovalRule Approval { get; init; } = ApprovalRule.WhenWarned;

    /// <summary>How long the same must not be done to the same target again; null: as long as is usual for the action.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>How often a day an admin may do it without the second person; 0: never.</summary>
    public int BreakGlassPerDay { get; init; }

    /// <summary>The longest silence; for <c>silence</c> only.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>When a second person must agree to an action.</summary>
public enum ApprovalRule
{
    /// <summary>When a guard of a risky action warns.</summary>
    WhenWarned,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>A link with a title.</summary>
/// <param name="Title">What it opens.</param>
/// <param name="Address">An absolute http or https address.</param>
public sealed record NamedLink(string Title, Uri Address);
