using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>What is shown to a cluster with one request. No record: what prints itself must not hold secrets.</summary>
/// <param name="authorization">The header; null for none.</param>
/// <param name="certificate">Our certificate with its key, first, and those between it and its authority; null for none.</param>
internal sealed class ClusterIdentity(AuthenticationHeaderValue? authorization, X509Certificate2Collection? certificate)
{
    /// <summary>The header; null for none.</summary>
    public AuthenticationHeaderValue? Authorization { get; } = authorization;

    /// <summary>Our certificate with its key, first, and those between it and its authority; null for none.</summary>
    public X509Certificate2Collection? Certificate { get; } = certificate;

    /// <summary>Whether a cluster that refused the one would refuse the other.</summary>
    public bool ShowsTheSameAs(ClusterIdentity other) =>
        Equals(Authorization, other.Authorization) && Certificate?[0].Thumbprint == other.Certificate?[0].Thumbprint;
}

/// <summary>Where identities come from: what is written down, or a command.</summary>
internal interface IClusterCredentials : IDisposable
{
    /// <summary>Who we are now.</summary>
    /// <exception cref="UpstreamException">It can't be told.</exception>
    ValueTask<ClusterIdentity> CurrentAsync(CancellationToken cancellation);

    /// <summary>Who we are now that the cluster did not accept an identity; null when there is no other to try.</summary>
    /// <exception cref="UpstreamException">It can't be told.</exception>
    ValueTask<ClusterIdentity?> RenewAsync(ClusterIdentity refused, CancellationToken cancellation);
}
