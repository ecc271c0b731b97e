using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OpsConsole.Upstream.Http;

/// <summary>How a source is connected to: whom to trust, and how to show who we are on the wire.</summary>
/// <param name="Authorities">Who may have signed its certificate; null for the system's authorities.</param>
/// <param name="Insecure">Whether any certificate will do.</param>
internal sealed record Connections(X509Certificate2Collection? Authorities, bool Insecure)
{
    /// <summary>Our own certificate with its key, first, and those between it and its authority; null for none.</summary>
    public X509Certificate2Collection? Own { get; init; }

    /// <summary>The proxy between, with user and password when it wants them; null for what the environment says.</summary>
    public Uri? Proxy { get; init; }

    public static Connections Of(HttpSourceOptions options)
    {
        if (string.IsNullOrEmpty(options.CaFile))
        {
            return new(null, options.Insecure);
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(options.CaFile);
        return new(authorities, options.Insecure);
    }

    [SuppressMessage("Security", "CA5359", Justification = "Only where the configuration says so for this source.")]
    public SocketsHttpHandler Open()
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,

            // Followed, a redirect would carry our question (and by a form, our tenant) to a place nobody configured.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // Watches are streams: beyond a hundred the next would wait without a sign.
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            PlaintextStreamFilter = RepeatedHeaders.Filter,
        };
        if (Insecure)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (Authorities is not null)
        {
            handler.SslOptions.CertificateChainPolicy = Trust(Authorities);
        }

        if (Own is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(Own[0], [.. Own.Skip(1)], offline: true);
        }

        if (Proxy is not null)
        {
            handler.Proxy = new WebProxy(Proxy) { Credentials = Login(Proxy) };
        }

        return handler;
    }

    private static NetworkCredential? Login(Uri proxy) => proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password]
        ? new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)))
        : null;

    private static X509ChainPolicy Trust(X509Certificate2Collection authorities)
    {
        // Private authorities publish no revocation lists as a rule.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
