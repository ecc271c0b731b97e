using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>One look at the live state for one system, which keeps count of what of it is not of now. Only what is looked at counts.</summary>
/// <param name="live">The live state.</param>
/// <param name="system">The system.</param>
/// <param name="now">The time.</param>
internal sealed class LiveLook(LiveState live, SystemProfile system, DateTimeOffset now)
{
    private readonly List<string> stale = [];
    private DateTimeOffset? oldest;

    /// <summary>Why what was looked at is not of now, one sentence for each source.</summary>
    public ImmutableArray<string> Stale => [.. stale];

    /// <summary>When the oldest of what was looked at was observed.</summary>
    public DateTimeOffset Oldest => oldest ?? now;

    /// <summary>Who leads; null when it is not known.</summary>
    public LeaderStatus? Leader() => Look(live.Leadership)?.Find(system.Id);

    /// <summary>Who leads, for who can do without; null when it is not known, or not of now.</summary>
    public LeaderStatus? LeaderIfKnown() => system.Leader is not null && live.Leadership.Freshness is Freshness.Live ? Leader() : null;

    /// <summary>The pods of the system.</summary>
    public IEnumerable<PodStatus> Pods()
    {
        var board = Look(live.Pods);
        if (board?.Problems.GetValueOrDefault(system.Id) is { } why)
        {
            stale.Add($"the pods of {system.Id} can't be seen: {why}");
        }

        return board?.Of(system.Id) ?? [];
    }

    /// <summary>A workload of the profile; null when the profile does not name it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    public WorkloadStatus? Workload(string kind, string @namespace, string name)
    {
        var found = Look(live.Workloads)?.Of(system.Id)
            .FirstOrDefault(it => (it.Profile.Kind, it.Profile.Namespace, it.Profile.Name) == (kind, @namespace, name));
        if (found?.Unseen is { } why)
        {
            stale.Add($"not of now: {why}");
        }

        return found;
    }

    /// <summary>The nodes of the system's cluster; none when they are not known.</summary>
    public ImmutableArray<Node> Nodes() =>
        live.Nodes.Current.Value?.Clusters.FirstOrDefault(it => it.Cluster == system.Cluster) is { Problem: null } nodes ? nodes.Nodes : [];

    /// <summary>All alerts.</summary>
    /// <param name="alertmanager">The Alertmanager whose word counts.</param>
    public ImmutableArray<Alert> Alerts(string alertmanager)
    {
        var board = Look(live.Alerts);
        if (board?.Silent.Contains(alertmanager) is true)
        {
            stale.Add($"the alerts of {alertmanager} are the last known: it does not answer");
        }

        return board?.Alerts ?? [];
    }

    private T? Look<T>(LiveSection<T> section)
        where T : class
    {
        var seen = section.Current;
        oldest = seen.ObservedAt < Oldest ? seen.ObservedAt : oldest;
        if (seen.FreshnessAt(now, section.StaleAfter) is not Freshness.Live)
        {
            var since = seen.ObservedAt is { } at ? $"last seen {DurationText.Words(now - at)} ago" : "never seen";
            stale.Add($"{section.Name}: {since}{(seen.Problem is null ? string.Empty : $", {seen.Problem}")}");
        }

        return seen.Value;
    }
}
