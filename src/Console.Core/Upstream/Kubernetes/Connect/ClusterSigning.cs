using System.Net;
using System.Net.Http.Json;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Signs each request, and sends it once more with new credentials when the cluster did not accept the old ones.</summary>
internal sealed class ClusterSigning(IClusterCredentials credentials, string? serverName, HttpMessageHandler wire) : DelegatingHandler(wire)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The certificate is checked against this name, and it is asked for by this name.
        request.Headers.Host = serverName ?? request.Headers.Host;
        var identity = await credentials.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, identity, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return response;
        }

        var renewed = await RenewAsync(identity, response, cancellationToken).ConfigureAwait(false);
        if (renewed is null || !CanBeSentAgain(request.Content))
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, renewed, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            credentials.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ClusterIdentity identity, CancellationToken cancellation)
    {
        request.Headers.Authorization = identity.Authorization;
        request.Options.Set(ClusterWire.Certificate, identity.Certificate);
        return base.SendAsync(request, cancellation);
    }

    private async ValueTask<ClusterIdentity?> RenewAsync(ClusterIdentity refused, HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return await credentials.RenewAsync(refused, cancellation).ConfigureAwait(false);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    // A stream is used up; and nothing has happened in the cluster yet, so that a write may go again.
    private static bool CanBeSentAgain(HttpContent? content) => content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;
}
