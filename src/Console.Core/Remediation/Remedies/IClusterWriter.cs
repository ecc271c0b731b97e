using System.Collections.Immutable;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>
/// A cluster that can be changed. Every write is sent once and never again by itself. All methods throw <see cref="Upstream.UpstreamException"/> when the
/// cluster does not answer or refuses; where a write may have been carried out all the same, <see cref="Upstream.UpstreamException.OutcomeIsUnknown"/> says so.
/// </summary>
internal interface IClusterWriter
{
    /// <summary>The cluster's name in the configuration.</summary>
    string Name { get; }

    /// <summary>One object as it is now; null when it does not exist.</summary>
    /// <typeparam name="T">One of the records of Workloads/Cluster, or a lease.</typeparam>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<T?> FindAsync<T>(string @namespace, string name, CancellationToken cancellation)
        where T : class, IClusterObject;

    /// <summary>Deletes a lease or a pod, if it is the one that is meant.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="object">Which: the uid always counts, the version when it is not empty.</param>
    /// <param name="how">As whom, and whether for real.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterAnswer> DeleteAsync<T>(ObjectIdentity @object, WriteHow how, CancellationToken cancellation)
        where T : class, IClusterObject;

    /// <summary>Asks a pod to go, as far as the disruption budgets allow it.</summary>
    /// <param name="pod">Which: the uid counts.</param>
    /// <param name="how">As whom, and whether for real.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterAnswer> EvictAsync(ObjectIdentity pod, WriteHow how, CancellationToken cancellation);

    /// <summary>Asks for so many replicas.</summary>
    /// <param name="workload">Which, in the version that was seen.</param>
    /// <param name="replicas">How many.</param>
    /// <param name="how">As whom, and whether for real.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterAnswer> ScaleAsync(PodController workload, int replicas, WriteHow how, CancellationToken cancellation);

    /// <summary>Replaces all pods of a workload by new ones.</summary>
    /// <param name="workload">Which, in the version that was seen.</param>
    /// <param name="how">As whom, and whether for real.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterAnswer> RestartAsync(PodController workload, WriteHow how, CancellationToken cancellation);

    /// <summary>Whether the cluster's own rights allow something.</summary>
    /// <param name="question">What.</param>
    /// <param name="who">To whom.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ClusterRight> MayAsync(ClusterRightQuestion question, ActingAs who, CancellationToken cancellation);
}

/// <summary>As whom a cluster is asked.</summary>
/// <param name="User">The person's name in the cluster; null: the console's own account.</param>
/// <param name="Groups">All their groups there.</param>
internal sealed record ActingAs(string? User, ImmutableArray<string> Groups)
{
    /// <summary>The console's own account.</summary>
    public static ActingAs Console { get; } = new(null, []);

    /// <summary>For the plan and the record.</summary>
    public string Words => User is null ? "the console's own account"
        : Groups.IsEmpty ? $"{User}, by impersonation" : $"{User} in {string.Join(", ", Groups)}, by impersonation";
}

/// <summary>How a write is made.</summary>
/// <param name="Who">As whom.</param>
/// <param name="IsRehearsal">Whether the cluster only checks and answers as if.</param>
internal sealed record WriteHow(ActingAs Who, bool IsRehearsal);

/// <summary>What a cluster answered to a write.</summary>
/// <param name="Says">In a sentence: <c>deleted, answered in 38 ms</c>.</param>
/// <param name="Warnings">What it warns of; from outside: encode it.</param>
internal sealed record ClusterAnswer(string Says, ImmutableArray<string> Warnings);

/// <summary>A right in a cluster.</summary>
/// <param name="Verb">For example <c>delete</c>.</param>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resource">For example <c>pods</c>.</param>
/// <param name="Subresource">For example <c>scale</c> or <c>eviction</c>; null for the object itself.</param>
/// <param name="Namespace">The namespace; null for all of them.</param>
/// <param name="Name">One object; null for all of them.</param>
internal sealed record ClusterRightQuestion(string Verb, string Group, string Resource, string? Subresource, string? Namespace, string? Name)
{
    /// <summary>For people: <c>delete leases.coordination.k8s.io pay/billing-lock</c>.</summary>
    public string Words => $"{Verb} {Resource}{(Subresource is null ? null : $"/{Subresource}")}{(Group.Length == 0 ? null : $".{Group}")} "
        + $"{(Namespace is null ? "in all namespaces" : Name is null ? $"in {Namespace}" : $"{Namespace}/{Name}")}";
}

/// <summary>Whether a cluster's own rights allow something.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="IsAllowed">The answer.</param>
/// <param name="Says">The cluster's words; null when it says nothing. From outside: encode it.</param>
internal sealed record ClusterRight(ClusterRightQuestion Question, bool IsAllowed, string? Says);
