using System.Globalization;
using OpsConsole.Remediation;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Changes a cluster for the guarded actions, in their words.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="clock">The time.</param>
internal sealed class ClusterHand(ClusterClient cluster, TimeProvider clock) : IClusterWriter
{
    /// <inheritdoc/>
    public string Name => cluster.Name;

    /// <inheritdoc/>
    public async Task<T?> FindAsync<T>(string @namespace, string name, CancellationToken cancellation)
        where T : class, IClusterObject
    {
        try
        {
            return await cluster.Reads.GetAsync<T>(@namespace, name, cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e) when (e is { Fault: UpstreamFault.Missing, Kubernetes.Reason: "NotFound" })
        {
            // Only the cluster's own word: a 404 of a proxy in between says nothing of the object.
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<ClusterAnswer> DeleteAsync<T>(ObjectIdentity @object, WriteHow how, CancellationToken cancellation)
        where T : class, IClusterObject =>
        TimedAsync(
            terms => cluster.Writes.DeleteAsync<T>(
                @object.Namespace, @object.Name, new Deletion { Uid = @object.Uid, ResourceVersion = Given(@object.ResourceVersion) }, terms, cancellation),
            deleted => deleted.GoneBy is null ? "deleted" : "its deletion has begun", how);

    /// <inheritdoc/>
    public Task<ClusterAnswer> EvictAsync(ObjectIdentity pod, WriteHow how, CancellationToken cancellation) => TimedAsync(
        terms => cluster.Writes.EvictAsync(pod.Namespace, pod.Name, new Deletion { Uid = pod.Uid }, terms, cancellation), _ => "evicted", how);

    /// <inheritdoc/>
    public Task<ClusterAnswer> ScaleAsync(PodController workload, int replicas, WriteHow how, CancellationToken cancellation)
    {
        Task<WriteAnswer<ScaleStatus>> ScaleAsync<T>(WriteTerms terms)
            where T : PodController =>
            cluster.Writes.ScaleAsync<T>(workload.Id.Namespace, workload.Id.Name, replicas, Given(workload.Id.ResourceVersion), terms, cancellation);
        return TimedAsync(
            terms => workload switch
            {
                Deployment => ScaleAsync<Deployment>(terms),
                StatefulSet => ScaleAsync<StatefulSet>(terms),
                _ => throw new ArgumentException($"A {workload.Kind} has no number of replicas to ask for.", nameof(workload)),
            },
            scale => string.Create(CultureInfo.InvariantCulture, $"scaled to {scale.Desired}"), how);
    }

    /// <inheritdoc/>
    public Task<ClusterAnswer> RestartAsync(PodController workload, WriteHow how, CancellationToken cancellation) => workload switch
    {
        Deployment => RestartAsync<Deployment>(workload.Id, how, cancellation),
        StatefulSet => RestartAsync<StatefulSet>(workload.Id, how, cancellation),
        DaemonSet => RestartAsync<DaemonSet>(workload.Id, how, cancellation),
        _ => throw new ArgumentException($"A {workload.Kind} is not restarted by itself.", nameof(workload)),
    };

    /// <inheritdoc/>
    public async Task<ClusterRight> MayAsync(ClusterRightQuestion question, ActingAs who, CancellationToken cancellation)
    {
        var asked = new AccessQuestion(question.Verb, question.Group, question.Resource)
        {
            Subresource = question.Subresource,
            Namespace = question.Namespace,
            Name = question.Name,
        };
        var answer = await cluster.Reads.MayAsync(asked, Person(who), cancellation).ConfigureAwait(false);
        return new(question, answer.Allowed, answer.Reason);
    }

    private Task<ClusterAnswer> RestartAsync<T>(ObjectIdentity workload, WriteHow how, CancellationToken cancellation)
        where T : PodController => TimedAsync(
            terms => cluster.Writes.RestartAsync<T>(workload.Namespace, workload.Name, Given(workload.ResourceVersion), terms, cancellation),
            _ => "its rollout has begun", how);

    private async Task<ClusterAnswer> TimedAsync<T>(Func<WriteTerms, Task<WriteAnswer<T>>> send, Func<T, string> says, WriteHow how)
    {
        var terms = new WriteTerms(how.IsRehearsal ? WriteMode.DryRun : WriteMode.Real, Person(how.Who));
        var begun = clock.GetTimestamp();
        var answer = await send(terms).ConfigureAwait(false);
        var took = clock.GetElapsedTime(begun);
        return new(string.Create(CultureInfo.InvariantCulture, $"{says(answer.Value)}, answered in {took.TotalMilliseconds:0} ms"), answer.Warnings);
    }

    private ActAs? Person(ActingAs who) => ActingPerson.Of(Name, who);

    private static string? Given(string version) => version.Length == 0 ? null : version;
}
