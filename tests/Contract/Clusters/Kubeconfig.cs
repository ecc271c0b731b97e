using System.Security.Cryptography.X509Certificates;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace OpsConsole.Contract.Clusters;

/// <summary>What a kubeconfig says of one of its contexts.</summary>
/// <param name="Server">The API server.</param>
/// <param name="Token">The bearer token; null when the person is known by a certificate, or not at all.</param>
/// <param name="Authority">Whom the server's certificate must come from; null leaves that to the machine.</param>
/// <param name="Certificate">The person's certificate.</param>
/// <param name="PrivateKey">Its key.</param>
internal sealed record Access(Uri Server, string? Token, X509Certificate2? Authority, X509Certificate2? Certificate, string? PrivateKey)
{
    /// <summary>A handler that trusts the authority alone.</summary>
    public SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false };
        if (Certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [Certificate];
        }

        if (Authority is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { Authority },
            };
        }

        return handler;
    }
}

/// <summary>A kubeconfig, read as far as the suite needs it.</summary>
internal sealed class Kubeconfig
{
    private readonly string folder;
    private readonly Document document;

    private Kubeconfig(string path, Document document)
    {
        Path = path;
        folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        this.document = document;
    }

    public string Path { get; }

    public string Current => document.CurrentContext;

    public static Kubeconfig Read(string path) => new(path, new DeserializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance)
        .IgnoreUnmatchedProperties()
        .Build()
        .Deserialize<Document>(File.ReadAllText(path)));

    public bool Has(string context) => document.Contexts.Any(entry => entry.Name == context);

    public Access Of(string context)
    {
        var chosen = document.Contexts.Single(entry => entry.Name == context).Context;
        var cluster = document.Clusters.Single(entry => entry.Name == chosen.Cluster).Cluster;
        var user = document.Users.Single(entry => entry.Name == chosen.User).User;
        var authority = Pem(cluster.CertificateAuthorityData, cluster.CertificateAuthority);
        var certificate = Pem(user.ClientCertificateData, user.ClientCertificate);
        var key = Pem(user.ClientKeyData, user.ClientKey);
        return new(new(cluster.Server), user.Token, authority is null ? null : X509Certificate2.CreateFromPem(authority),
            certificate is null ? null : X509Certificate2.CreateFromPem(certificate, key), key);
    }

    private string? Pem(string? data, string? file) => data is not null
        ? System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(data))
        : file is null ? null : File.ReadAllText(System.IO.Path.Combine(folder, file));

    private sealed class Document
    {
        public string CurrentContext { get; init; } = "";

        public List<NamedCluster> Clusters { get; init; } = [];

        public List<NamedUser> Users { get; init; } = [];

        public List<NamedContext> Contexts { get; init; } = [];
    }

    private sealed record NamedCluster
    {
        public string Name { get; init; } = "";

        public ClusterEntry Cluster { get; init; } = new();
    }

    private sealed record ClusterEntry
    {
        public string Server { get; init; } = "";

        public string? CertificateAuthority { get; init; }

        public string? CertificateAuthorityData { get; init; }
    }

    private sealed record NamedUser
    {
        public string Name { get; init; } = "";

        public UserEntry User { get; init; } = new();
    }

    private sealed record UserEntry
    {
        public string? Token { get; init; }

        public string? ClientCertificate { get; init; }

        public string? ClientCertificateData { get; init; }

        public string? ClientKey { get; init; }

        public string? ClientKeyData { get; init; }
    }

    private sealed record NamedContext
    {
        public string Name { get; init; } = "";

        public ContextEntry Context { get; init; } = new();
    }

    private sealed record ContextEntry
    {
        public string Cluster { get; init; } = "";

        public string User { get; init; } = "";
    }
}
