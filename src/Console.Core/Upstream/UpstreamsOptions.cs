namespace OpsConsole.Upstream;

/// <summary>Where the console's knowledge comes from: the configuration section <c>Upstreams</c>.</summary>
public sealed class UpstreamsOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Upstreams";

    /// <summary>Prometheus servers, or others that speak its API.</summary>
    public IList<HttpSourceOptions> Prometheus { get; } = [];

    /// <summary>Alertmanagers; members of one cluster are listed each.</summary>
    public IList<HttpSourceOptions> Alertmanager { get; } = [];

    /// <summary>Kubernetes clusters.</summary>
    public IList<KubernetesSourceOptions> Kubernetes { get; } = [];
}

/// <summary>One Prometheus or Alertmanager.</summary>
public sealed class HttpSourceOptions
{
    /// <summary>Its name: unique among its kind, used by profiles and shown on Sources.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Its http or https address, with the path prefix if it has one; without user and password.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>Where people open its pages, when that is not <see cref="Url"/>: links for them begin with it.</summary>
    public string? ExternalUrl { get; set; }

    /// <summary>How long one attempt may take, body included: <c>10s</c>, <c>1m30s</c> or <c>00:00:10</c>.</summary>
    public string Timeout { get; set; } = "10s";

    /// <summary>A bearer token; better a file.</summary>
    public string? BearerToken { get; set; }

    /// <summary>A file that holds the bearer token; read anew whenever it changes.</summary>
    public string? BearerTokenFile { get; set; }

    /// <summary>The user for basic authentication.</summary>
    public string? Username { get; set; }

    /// <summary>The user's password; better a file.</summary>
    public string? Password { get; set; }

    /// <summary>A file that holds the password; read anew whenever it changes.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>A PEM file with the authorities that may have signed the server's certificate; the system's when not given.</summary>
    public string? CaFile { get; set; }

    /// <summary>Accepts any certificate: for a laboratory only.</summary>
    public bool Insecure { get; set; }

    /// <summary>Headers to send with each request, for example <c>X-Scope-OrgID</c> for a tenant.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// For an Alertmanager: the cluster whose silences it shares, a name of your own, the same for each member. When not given, its members are those
    /// that it names in its status.
    /// </summary>
    public string? Cluster { get; set; }
}

/// <summary>One cluster: a kubeconfig, the cluster the console runs in, or the plain address of a proxy that signs in by itself.</summary>
public sealed class KubernetesSourceOptions
{
    /// <summary>Its name: unique among the clusters, used by profiles and shown on Sources.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// A kubeconfig file; several with a colon between are merged as kubectl does. <c>default</c> stands for what kubectl would take:
    /// the files that KUBECONFIG lists, else <c>~/.kube/config</c>.
    /// </summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The context to use; the file's current one when not given.</summary>
    public string? Context { get; set; }

    /// <summary>Takes the cluster in whose pod the console runs, with the pod's service account.</summary>
    public bool InCluster { get; set; }

    /// <summary>Where the pod's token and authorities are, when not where Kubernetes puts them.</summary>
    public string? ServiceAccountFolder { get; set; }

    /// <summary>
    /// A plain http or https address instead of a kubeconfig, for example that of <c>kubectl proxy</c>. With <see cref="InCluster"/>: the
    /// API's address when it is not the one the pod is told.
    /// </summary>
    public string? Server { get; set; }

    /// <summary>In whose name the cluster is asked when a person acts.</summary>
    public ImpersonationOptions Impersonation { get; } = new();
}

/// <summary>
/// Acting in a person's name, so that the cluster's own rights count and its audit log names the person. Only names that stand here are used.
/// </summary>
public sealed class ImpersonationOptions
{
    /// <summary>Whether it is done; without, the console's own account acts for everybody.</summary>
    public bool Enabled { get; set; }

    /// <summary>What is put before a person's subject to make their name in the cluster: <c>oidc:</c>.</summary>
    public string UserPrefix { get; set; } = string.Empty;

    /// <summary>The cluster's group for a group of the console. A group that is not here is not told to the cluster.</summary>
    public IDictionary<string, string> Groups { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The cluster's name for a person, by subject, where it is not prefix and subject.</summary>
    public IDictionary<string, string> Users { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
