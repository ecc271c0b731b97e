using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Sources;

/// <summary>What kind of upstream.</summary>
public enum SourceKind
{
    /// <summary>Answers PromQL, evaluates rules.</summary>
    Prometheus,

    /// <summary>Holds alerts and silences.</summary>
    Alertmanager,

    /// <summary>A cluster's API.</summary>
    Kubernetes,
}

/// <summary>One upstream's health, as the console's own requests show it.</summary>
public sealed record SourceStatus
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>What kind.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Its address without user, password or query.</summary>
    public required string Address { get; init; }

    /// <summary>Whether the last request succeeded; null before the first.</summary>
    public bool? Reachable { get; init; }

    /// <summary>How long the last successful request took.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>When a request last succeeded.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Why the last request failed; null when it succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>When the first of the failures in a row happened.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Its version, where it tells one.</summary>
    public string? Version { get; init; }

    /// <summary>Its clock minus ours, from its answers' Date header (whole seconds); null when it sends none.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>Requests sent to it since the start.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that failed since the start.</summary>
    public long Failures { get; init; }
}

/// <summary>A scrape target of a Prometheus.</summary>
/// <param name="Source">The Prometheus.</param>
/// <param name="Job">Its job.</param>
/// <param name="Instance">Its instance.</param>
/// <param name="Labels">All its labels.</param>
/// <param name="Health">up, down or unknown.</param>
/// <param name="LastScrape">When it was last scraped.</param>
/// <param name="Error">The last error; null when there is none.</param>
public sealed record ScrapeTarget(
    string Source, string Job, string Instance, LabelSet Labels, string Health, DateTimeOffset? LastScrape, string? Error);

/// <summary>An Alertmanager's own words about itself.</summary>
/// <param name="Source">Its name in the configuration.</param>
/// <param name="Version">Its version.</param>
/// <param name="ClusterStatus">ready, settling or disabled.</param>
/// <param name="Peers">Members of its cluster.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Receivers">Its receivers' names.</param>
public sealed record AlertmanagerStatus(
    string Source, string Version, string ClusterStatus, ImmutableArray<string> Peers, DateTimeOffset? StartedAt, ImmutableArray<string> Receivers);

/// <summary>Whether an alert rule has a runbook file.</summary>
/// <param name="System">The system's id; null when no system claims the rule.</param>
/// <param name="Alert">The alert's name.</param>
/// <param name="Severity">The severity the rule adds.</param>
/// <param name="File">The runbook's file, relative to the runbooks folder's parent; null when there is none.</param>
/// <param name="ExpectedFile">Where it would be looked for.</param>
public sealed record RunbookCoverage(string? System, string Alert, Severity Severity, string? File, string ExpectedFile);

/// <summary>All that is known of where the console's knowledge comes from.</summary>
/// <param name="Sources">Every configured upstream.</param>
/// <param name="Targets">Scrape targets.</param>
/// <param name="RuleGroups">Rule groups with their health.</param>
/// <param name="Alertmanagers">What each Alertmanager says of itself.</param>
/// <param name="Coverage">Which alert rules have a runbook.</param>
/// <param name="ProfileFaults">Profiles that could not be read, or whose PromQL the source refuses.</param>
public sealed record SourceBoard(
    ImmutableArray<SourceStatus> Sources, ImmutableArray<ScrapeTarget> Targets, ImmutableArray<RuleGroup> RuleGroups,
    ImmutableArray<AlertmanagerStatus> Alertmanagers, ImmutableArray<RunbookCoverage> Coverage, ImmutableArray<ProfileFault> ProfileFaults);

/// <summary>A Prometheus that tells its targets and itself.</summary>
public interface ITargetSource
{
    /// <summary>The source's name in the configuration.</summary>
    string Name { get; }

    /// <summary>Its active scrape targets.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It did not answer.</exception>
    Task<ImmutableArray<ScrapeTarget>> TargetsAsync(CancellationToken cancellation);
}

/// <summary>An Alertmanager that tells about itself.</summary>
public interface IAlertmanagerStatusSource
{
    /// <summary>The source's name in the configuration.</summary>
    string Name { get; }

    /// <summary>Its status and receivers.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It did not answer.</exception>
    Task<AlertmanagerStatus> StatusAsync(CancellationToken cancellation);
}
