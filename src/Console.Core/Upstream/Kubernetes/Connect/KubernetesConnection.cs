namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Where a cluster is, whom to trust there and who we are: read from the settings, nothing of it asked yet.</summary>
/// <param name="Server">The API's address.</param>
internal sealed record KubernetesConnection(string Server)
{
    /// <summary>Whom to trust.</summary>
    public ClusterTrust Trust { get; init; } = new();

    /// <summary>Who we are.</summary>
    public ClusterUser User { get; init; } = new();

    /// <summary>The proxy between; null for what the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The handler that reaches the cluster and signs each request. It owns its connections and credentials.</summary>
    /// <param name="source">The cluster, for messages.</param>
    /// <param name="clock">The time.</param>
    public HttpMessageHandler Open(SourceIdentity source, TimeProvider clock)
    {
        IClusterCredentials credentials = User.Exec is { } plugin ? new ExecCredentials(source, plugin, clock) : new WrittenCredentials(source, User);
        return new ClusterSigning(credentials, Trust.ServerName, new ClusterWire(source, Trust, Proxy));
    }
}

/// <summary>Whom to trust in the place of a cluster.</summary>
internal sealed record ClusterTrust
{
    /// <summary>Who may have signed its certificate; null for the system's authorities.</summary>
    public PemSource? Authorities { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    public bool Insecure { get; init; }

    /// <summary>The name its certificate must bear; null for the one in its address.</summary>
    public string? ServerName { get; init; }
}
