using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>What an action's target may turn out to be when it is looked at.</summary>
internal static class Targets
{
    /// <summary>It is not there.</summary>
    /// <param name="target">The target.</param>
    public static UpstreamException Gone(ActionTarget target) =>
        new(target.Place, UpstreamFault.Missing, $"there is no {target.Title} at {target.Place} (any more)");

    /// <summary>It is another than the one that was looked at: nothing was sent.</summary>
    /// <param name="target">The target.</param>
    /// <param name="what">What differs, in a sentence: <c>generation 5, was 4</c>.</param>
    public static UpstreamException Changed(ActionTarget target, string what) =>
        new(target.Place, UpstreamFault.Conflict, $"{target.Title} changed meanwhile: {what}; nothing was done to it");

    /// <summary>A workload of any kind; null when there is none.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<PodController?> FindWorkloadAsync(this IClusterWriter cluster, string kind, string @namespace, string name, CancellationToken cancellation) => kind switch
    {
        "Deployment" => await cluster.FindAsync<Deployment>(@namespace, name, cancellation).ConfigureAwait(false),
        "StatefulSet" => await cluster.FindAsync<StatefulSet>(@namespace, name, cancellation).ConfigureAwait(false),
        "DaemonSet" => await cluster.FindAsync<DaemonSet>(@namespace, name, cancellation).ConfigureAwait(false),
        "ReplicaSet" => await cluster.FindAsync<ReplicaSet>(@namespace, name, cancellation).ConfigureAwait(false),
        _ => null,
    };
}
