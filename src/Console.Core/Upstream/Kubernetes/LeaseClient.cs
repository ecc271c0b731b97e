using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OpsConsole.Leadership;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The leases of a cluster.</summary>
internal sealed class LeaseClient(SourceHttp http, WatchPace pace, ILogger log) : ILeaseSource
{
    private static readonly KubernetesKind<LeaseDto> Kind = new(
        "apis/coordination.k8s.io/v1", "leases", KubernetesJson.Default.KubernetesListLeaseDto, KubernetesJson.Default.LeaseDto);

    /// <inheritdoc/>
    public string Name => http.Source.Name;

    /// <inheritdoc/>
    public async IAsyncEnumerable<LeaseList> WatchAsync(
        string @namespace, Action<string> failed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = Channel.CreateBounded<Content<LeaseDto>>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });
        var collection = new KubernetesCollection<LeaseDto>(http, Kind, @namespace, pace.Clock);
        var running = RunAsync(new ListWatch<LeaseDto>(collection, channel.Writer, failed, pace, log), channel.Writer, left.Token);
        try
        {
            await foreach (var content in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return new LeaseList([.. content.Objects.Select(Of)], content.At);
            }
        }
        finally
        {
            // A reader that leaves takes the watch with it.
            await left.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }

    // Its end, whatever it is, must reach the reader, who else would wait for ever.
    private static async Task RunAsync(ListWatch<LeaseDto> watch, ChannelWriter<Content<LeaseDto>> told, CancellationToken cancellation)
    {
        try
        {
            await watch.RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            told.TryComplete();
        }
        catch (Exception e)
        {
            told.TryComplete(e);
        }
    }

    private static Lease Of(LeaseDto lease) => new(
        lease.Metadata.Namespace ?? string.Empty, lease.Metadata.Name ?? string.Empty, lease.Metadata.Uid ?? string.Empty,
        lease.Metadata.ResourceVersion ?? string.Empty, lease.Spec?.HolderIdentity,
        lease.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        lease.Spec?.AcquireTime, lease.Spec?.RenewTime, lease.Spec?.LeaseTransitions ?? 0);
}
