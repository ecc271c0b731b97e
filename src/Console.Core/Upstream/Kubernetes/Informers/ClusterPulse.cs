using System.Text.Json;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// Asks a cluster whether it is well, for all its quiet watches together. An open watch says nothing of a connection that died or a store
/// that is away; <c>/livez</c> speaks for both, where <c>/readyz</c> goes on to say ok.
/// </summary>
internal sealed class ClusterPulse(SourceHttp http, TimeProvider clock, CancellationToken ending)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan VersionLasts = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private Task<UpstreamException?>? asked;
    private long askedAt;
    private long? learnedAt;

    /// <summary>Asks, or takes an answer that is seconds old.</summary>
    /// <returns>What is wrong; null when it is well.</returns>
    public Task<UpstreamException?> AskAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (asked is null || (asked.IsCompleted && clock.GetElapsedTime(askedAt) >= Lasts))
            {
                (asked, askedAt) = (RunAsync(), clock.GetTimestamp());
            }

            return asked.WaitAsync(cancellation);
        }
    }

    /// <summary>Asks for its version, and says nothing if that fails: it is asked again with the next pulse.</summary>
    public async Task LearnVersionAsync()
    {
        if (learnedAt is { } at && clock.GetElapsedTime(at) < VersionLasts)
        {
            return;
        }

        try
        {
            var version = await http.ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, "version"),
                (body, cancellation) => JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.VersionDto, cancellation), ending).ConfigureAwait(false);
            if (version?.GitVersion is { Length: > 0 and < 100 } told)
            {
                http.Meter.Learned(ServerWords.Cut(told));
                learnedAt = clock.GetTimestamp();
            }
        }
        catch (Exception e) when (e is UpstreamException or OperationCanceledException or ObjectDisposedException)
        {
            // Who may not know the version can still be told the rest.
        }
    }

    private async Task<UpstreamException?> RunAsync()
    {
        await Task.Yield();
        await LearnVersionAsync().ConfigureAwait(false);
        try
        {
            return await http.ReadAsync<UpstreamException?>(() => new HttpRequestMessage(HttpMethod.Get, "livez"), async (body, cancellation) =>
            {
                await body.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
                return null;
            }, ending).ConfigureAwait(false);
        }
        catch (UpstreamException e) when (e.Kubernetes is { Code: 401 or 403 or 404 })
        {
            // It answers; only this question is not for us.
            return null;
        }
        catch (UpstreamException e)
        {
            return e;
        }
    }
}
