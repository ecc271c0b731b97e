using System.Text.Json;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// Changes a cluster, or rehearses it. Each write is sent once and never again by itself: where its answer is lost, the exception says that
/// the outcome is unknown, and who wants to know must look.
/// </summary>
internal sealed class ClusterWrites(SourceHttp http, KubernetesKinds kinds, ClusterReads reads, TimeProvider clock)
{
    private static readonly TimeSpan EvictionVersionLasts = TimeSpan.FromMinutes(10);
    private readonly Remembered<string> evictionVersion = new(EvictionVersionLasts, clock);

    /// <summary>Asks for so many replicas.</summary>
    /// <param name="namespace">The workload's namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="replicas">How many; the cluster knows no upper bound.</param>
    /// <param name="resourceVersion">The version that was seen: with another it is a Conflict. Null for any.</param>
    /// <param name="terms">How it is made.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<WriteAnswer<ScaleStatus>> ScaleAsync<T>(
        string @namespace, string name, int replicas, string? resourceVersion, WriteTerms terms, CancellationToken cancellation)
        where T : PodController =>
        SendAsync(WriteRequests.Patch($"{kinds.Of<T>().Path(@namespace, name)}/scale", KubernetesPatch.Replicas(replicas, resourceVersion), terms),
            ClusterReads.ScaleOfAsync, terms, cancellation);

    /// <summary>Replaces all pods of a workload by new ones, as its rollout settings say.</summary>
    public Task<WriteAnswer<T>> RestartAsync<T>(
        string @namespace, string name, string? resourceVersion, WriteTerms terms, CancellationToken cancellation)
        where T : PodController => PatchAsync<T>(@namespace, name, KubernetesPatch.Restart(clock.GetUtcNow(), resourceVersion), terms, cancellation);

    /// <summary>Changes an object.</summary>
    public Task<WriteAnswer<T>> PatchAsync<T>(
        string? @namespace, string name, KubernetesPatch patch, WriteTerms terms, CancellationToken cancellation)
        where T : class, IClusterObject
    {
        var kind = kinds.Of<T>();
        return SendAsync(WriteRequests.Patch(kind.Path(@namespace, name), patch, terms), kind.ReadAsync, terms, cancellation);
    }

    /// <summary>Deletes an object, if it is the one that is meant.</summary>
    public Task<WriteAnswer<Deleted>> DeleteAsync<T>(
        string? @namespace, string name, Deletion deletion, WriteTerms terms, CancellationToken cancellation)
        where T : class, IClusterObject =>
        SendAsync(WriteRequests.Delete(kinds.Of<T>().Path(@namespace, name), deletion, terms), DeletedAsync, terms, cancellation);

    /// <summary>
    /// Asks a pod to go, as far as the disruption budgets allow it. Throttled with <see cref="KubernetesStatus.IsHeldByBudget"/>: a budget
    /// is in the way, and only if it names a time is it of use to try again.
    /// </summary>
    public async Task<WriteAnswer<bool>> EvictAsync(
        string @namespace, string pod, Deletion deletion, WriteTerms terms, CancellationToken cancellation)
    {
        var version = await evictionVersion.GetAsync(() => reads.EvictionVersionAsync(cancellation)).ConfigureAwait(false);
        return await SendAsync(WriteRequests.Evict(kinds.Of<Pod>().Path(@namespace, pod), @namespace, pod, version, deletion, terms),
            (_, _) => ValueTask.FromResult(true), terms, cancellation).ConfigureAwait(false);
    }

    private async Task<WriteAnswer<T>> SendAsync<T>(
        HttpRequestMessage request, Func<Stream, CancellationToken, ValueTask<T>> read, WriteTerms terms, CancellationToken cancellation)
    {
        using (request)
        {
            try
            {
                return await http.WriteAsync(request, async (response, body, attempt) =>
                    new WriteAnswer<T>(await read(body, attempt).ConfigureAwait(false), WarningHeader.In(response)), terms.Deadline, cancellation).ConfigureAwait(false);
            }
            catch (UpstreamException e) when (terms.Mode is WriteMode.Real && WriteOutcome.IsUnknown(e))
            {
                throw e.WithUnknownOutcome();
            }
        }
    }

    /// <summary>A deletion is answered by a Status when the object is gone, else by the object that is going.</summary>
    private static async ValueTask<Deleted> DeletedAsync(Stream body, CancellationToken cancellation)
    {
        var answer = await JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.DeletedDto, cancellation).ConfigureAwait(false)
            ?? throw new JsonException("null where the answer to a deletion was due");
        var isGone = answer.Kind == "Status" || answer.Metadata is { DeletionGracePeriodSeconds: 0, Finalizers: null or [] };
        return new(answer.Details?.Uid ?? answer.Metadata?.Uid, isGone ? null : answer.Metadata?.DeletionTimestamp);
    }
}

internal sealed class DeletedDto
{
    public string? Kind { get; set; }

    public DeletedMetadataDto? Metadata { get; set; }

    public StatusDetailsDto? Details { get; set; }
}

internal sealed class DeletedMetadataDto
{
    public string? Uid { get; set; }

    public DateTimeOffset? DeletionTimestamp { get; set; }

    public long? DeletionGracePeriodSeconds { get; set; }

    public List<string>? Finalizers { get; set; }
}
