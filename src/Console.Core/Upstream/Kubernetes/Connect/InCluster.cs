using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>The cluster in whose pod the console runs, and the pod's service account.</summary>
internal static class InCluster
{
    /// <summary>Where Kubernetes puts a pod's token and the cluster's authorities.</summary>
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Reads what the pod is given.</summary>
    /// <param name="server">The API's address; null for the one the pod's environment says.</param>
    /// <param name="folder">Where token and authorities are.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <returns>The connection, or what is missing.</returns>
    public static Result<KubernetesConnection> Read(string? server, string folder, Func<string, string?> environment)
    {
        if ((server ?? Server(environment)) is not { } address)
        {
            return new Problem("KUBERNETES_SERVICE_HOST", "and KUBERNETES_SERVICE_PORT are not set: InCluster is for a console that runs in a pod; elsewhere name a Kubeconfig");
        }

        var (token, authorities) = (Path.Combine(folder, "token"), new PemSource(Path.Combine(folder, "ca.crt"), null, Path.Combine(folder, "ca.crt")));
        if (!File.Exists(token))
        {
            return new Problem(token, "does not exist: the pod needs a service account, and automountServiceAccountToken must not be false");
        }

        try
        {
            PemSource.Authorities(authorities.Read());
        }
        catch (InvalidDataException e)
        {
            return new Problem(authorities.At, e.Message);
        }

        return new KubernetesConnection(address)
        {
            Trust = new ClusterTrust { Authorities = authorities },
            User = new ClusterUser { TokenFile = token },
        };
    }

    private static string? Server(Func<string, string?> environment)
    {
        if (environment("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || environment("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port)
        {
            return null;
        }

        var isV6 = IPAddress.TryParse(host, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6;
        return isV6 ? $"https://[{host}]:{port}" : $"https://{host}:{port}";
    }
}
