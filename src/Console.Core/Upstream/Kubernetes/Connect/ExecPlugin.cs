using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>A command that tells who we are, as a kubeconfig describes it. No record: what prints itself must not hold secrets.</summary>
internal sealed class ExecPlugin
{
    /// <summary>What to call it in messages: file and field.</summary>
    public required string At { get; init; }

    /// <summary>The version of the protocol.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Never or IfAvailable; here there is nobody to ask in either case.</summary>
    public required string Interactive { get; init; }

    /// <summary>The program: a path, or a name that is looked for in PATH.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Variables beside those of the console.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>How to install the command; null when the file does not say.</summary>
    public string? InstallHint { get; init; }

    /// <summary>What the command is told of the cluster; null for nothing.</summary>
    public ExecCluster? Cluster { get; init; }

    /// <summary>What stands in KUBERNETES_EXEC_INFO.</summary>
    /// <exception cref="InvalidDataException">The cluster's authorities can't be read.</exception>
    public string Info()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (Cluster is not null)
        {
            spec["cluster"] = Cluster.Json();
        }

        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = ApiVersion, ["spec"] = spec }.ToJsonString();
    }
}

/// <summary>What a credential plugin is told of the cluster.</summary>
/// <param name="connection">Where it is.</param>
/// <param name="config">What the kubeconfig has for the plugin; null for nothing.</param>
internal sealed class ExecCluster(KubernetesConnection connection, JsonNode? config)
{
    public JsonObject Json()
    {
        var trust = connection.Trust;
        var told = new JsonObject { ["server"] = connection.Server };
        Add(told, "tls-server-name", trust.ServerName);
        Add(told, "insecure-skip-tls-verify", trust.Insecure ? true : null);
        Add(told, "certificate-authority-data", trust.Authorities is { } pem ? Convert.ToBase64String(Encoding.UTF8.GetBytes(pem.Read())) : null);
        Add(told, "proxy-url", connection.Proxy?.OriginalString);
        Add(told, "config", config?.DeepClone());
        return told;
    }

    private static void Add(JsonObject told, string name, JsonNode? value)
    {
        if (value is not null)
        {
            told[name] = value;
        }
    }
}
