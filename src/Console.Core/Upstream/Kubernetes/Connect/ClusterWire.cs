using System.Security.Cryptography.X509Certificates;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>
/// The connections to a cluster. A certificate and whom to trust belong to a connection, not to a request: when one of them changes, what
/// is asked from then on goes over new connections, and what is under way, such as a watch, ends in peace on the old ones.
/// </summary>
internal sealed class ClusterWire : HttpMessageHandler
{
    /// <summary>Our certificate for a request.</summary>
    public static readonly HttpRequestOptionsKey<X509Certificate2Collection?> Certificate = new("OpsConsole.ClusterCertificate");

    private readonly SourceIdentity source;
    private readonly ClusterTrust trust;
    private readonly Uri? proxy;
    private readonly Reread<X509Certificate2Collection>? authorities;
    private readonly Lock gate = new();
    private Line? line;

    public ClusterWire(SourceIdentity source, ClusterTrust trust, Uri? proxy)
    {
        (this.source, this.trust, this.proxy) = (source, trust, proxy);
        authorities = trust.Authorities is { } pem ? new(pem.Read, PemSource.Authorities) : null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(Certificate, out var own);
        var used = Take(Trusted(), own);
        try
        {
            return await used.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release(used);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            line?.Invoker.Dispose();
        }

        base.Dispose(disposing);
    }

    private X509Certificate2Collection? Trusted()
    {
        try
        {
            return authorities?.Current;
        }
        catch (InvalidDataException e)
        {
            throw source.Failure(UpstreamFault.Refused, $"was not asked: {trust.Authorities!.At} {e.Message}", e);
        }
    }

    private Line Take(X509Certificate2Collection? trusted, X509Certificate2Collection? own)
    {
        lock (gate)
        {
            if (line is null || line.Connections.Authorities != trusted || line.Connections.Own != own)
            {
                var old = line;
                line = new Line(new Connections(trusted, trust.Insecure) { Own = own, Proxy = proxy });
                old?.RetireIfUnused();
            }

            line.Users++;
            return line;
        }
    }

    private void Release(Line used)
    {
        lock (gate)
        {
            used.Users--;
            if (used != line)
            {
                used.RetireIfUnused();
            }
        }
    }

    /// <summary>The connections of one certificate and trust.</summary>
    private sealed class Line(Connections connections)
    {
        public Connections Connections { get; } = connections;

        public HttpMessageInvoker Invoker { get; } = new(connections.Open());

        /// <summary>Requests whose answer has not begun.</summary>
        public int Users { get; set; }

        // Disposing lets answers that have begun come to their end.
        public void RetireIfUnused()
        {
            if (Users == 0)
            {
                Invoker.Dispose();
            }
        }
    }
}
