using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Token, password and certificate as they are written down; what is in files is read anew for each request.</summary>
internal sealed class WrittenCredentials : IClusterCredentials
{
    private readonly SourceIdentity source;
    private readonly ClusterUser user;
    private readonly Reread<X509Certificate2Collection>? certificate;

    public WrittenCredentials(SourceIdentity source, ClusterUser user)
    {
        (this.source, this.user) = (source, user);
        if (user is { Certificate: { } own, Key: { } key })
        {
            // Two files, compared as one text; which part is which is told by the PEM's own labels.
            certificate = new(() => $"{own.Read()}\0{key.Read()}", both => PemSource.Own(both.Split('\0')[0], both.Split('\0')[1]));
        }
    }

    public async ValueTask<ClusterIdentity> CurrentAsync(CancellationToken cancellation)
    {
        try
        {
            return new(await AuthorizationAsync(cancellation).ConfigureAwait(false), certificate?.Current);
        }
        catch (InvalidDataException e)
        {
            throw source.Failure(UpstreamFault.Refused, $"was not asked: {user.Certificate!.At} {e.Message}", e);
        }
    }

    public async ValueTask<ClusterIdentity?> RenewAsync(ClusterIdentity refused, CancellationToken cancellation)
    {
        var now = await CurrentAsync(cancellation).ConfigureAwait(false);
        return now.ShowsTheSameAs(refused) ? null : now;
    }

    public void Dispose()
    {
        // Nothing is held but texts.
    }

    private async ValueTask<AuthenticationHeaderValue?> AuthorizationAsync(CancellationToken cancellation)
    {
        if (user.Username is { } name)
        {
            return Credentials.Basic(name, user.Password);
        }

        try
        {
            return await Credentials.SecretAsync(source, user.Token, user.TokenFile, cancellation).ConfigureAwait(false) is { } token ? new("Bearer", token) : null;
        }
        catch (UpstreamException) when (user.Token is not null)
        {
            // As kubectl does: the written token stands in for a file that can't be read.
            return new("Bearer", user.Token);
        }
    }
}
