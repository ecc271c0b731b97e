using System.Text;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Reads kubeconfig files as kubectl reads them.</summary>
internal static class Kubeconfig
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    /// <summary>Reads one context.</summary>
    /// <param name="setting">A file, a list of files as in KUBECONFIG, or <c>default</c> for what kubectl would take.</param>
    /// <param name="context">The context; the files' current one when empty.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <returns>The connection, or what is wrong, with file and field.</returns>
    public static Result<KubernetesConnection> Read(string setting, string? context, Func<string, string?> environment)
    {
        try
        {
            return Of(KubeconfigFiles.Read(setting, environment), context);
        }
        catch (KubeconfigFault fault)
        {
            return fault.Problem;
        }
    }

    /// <summary>A PEM text that is there and can be used: written out, or in a file. What is written goes before the file, as in kubectl.</summary>
    /// <param name="fields">Where it is written.</param>
    /// <param name="field">The field of the file; that of the text has <c>-data</c> behind it.</param>
    /// <returns>The text's source; null when there is none.</returns>
    internal static PemSource? Pem(KubeconfigFields fields, string field)
    {
        var dataField = $"{field}-data";
        if (fields.Text(dataField) is { } data)
        {
            var bytes = new byte[data.Length];
            return Convert.TryFromBase64String(data, bytes, out var length)
                ? new(fields.Called(dataField), Encoding.UTF8.GetString(bytes, 0, length), null)
                : throw fields.Fault(dataField, "must be base64");
        }

        return fields.Path(field) is { } file ? new(fields.Called(field), null, file) : null;
    }

    /// <summary>Tries now what will be done again and again later, so that a mistake is known at the start.</summary>
    /// <param name="fields">Where it is written.</param>
    /// <param name="field">The field to name.</param>
    /// <param name="attempt">What to try.</param>
    internal static void Try(KubeconfigFields fields, string field, Action attempt)
    {
        try
        {
            attempt();
        }
        catch (InvalidDataException e)
        {
            throw fields.Fault(fields.Text($"{field}-data") is null ? field : $"{field}-data", e.Message);
        }
    }

    private static KubernetesConnection Of(KubeconfigFiles files, string? wanted)
    {
        var name = string.IsNullOrEmpty(wanted) ? files.CurrentContext : wanted;
        if (string.IsNullOrEmpty(name))
        {
            throw new KubeconfigFault(files.Title, "current-context", "is missing; set it, or name a Context in the console's settings");
        }

        var context = files.Find("contexts", name);
        var cluster = files.Find("clusters", context.Required("cluster"));
        var connection = new KubernetesConnection(Server(cluster)) { Trust = Trust(cluster), Proxy = Proxy(cluster) };
        var user = context.Text("user") is { } who ? KubeconfigUser.Read(files.Find("users", who), cluster, connection) : new ClusterUser();
        var address = new Uri(connection.Server);
        return address.Scheme == "https" || address.IsLoopback || !user.IsSecret
            ? connection with { User = user }
            : throw cluster.Fault("server", "must be https: over plain http everybody on the way could read the credentials");
    }

    private static string Server(KubeconfigFields cluster) =>
        Uri.TryCreate(cluster.Text("server"), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        && address is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 }
            ? cluster.Text("server")!
            : throw cluster.Fault("server", "must be an absolute http or https address, without user or query");

    private static ClusterTrust Trust(KubeconfigFields cluster)
    {
        var authorities = Pem(cluster, "certificate-authority");
        if (authorities is not null)
        {
            Try(cluster, "certificate-authority", () => PemSource.Authorities(authorities.Read()));
        }

        var insecure = cluster.Flag("insecure-skip-tls-verify");
        if (insecure && authorities is not null)
        {
            throw cluster.Fault("insecure-skip-tls-verify", "accepts any certificate, but a certificate-authority is given as well; keep one of the two");
        }

        var name = cluster.Text("tls-server-name");
        return name is null || Uri.CheckHostName(name) is UriHostNameType.Dns
            ? new() { Authorities = authorities, Insecure = insecure, ServerName = name }
            : throw cluster.Fault("tls-server-name", "must be the name of a host, without scheme and port");
    }

    // The words leave the value out: a proxy's password may be part of it.
    private static Uri? Proxy(KubeconfigFields cluster) => cluster.Text("proxy-url") is not { } written ? null
        : Uri.TryCreate(written, UriKind.Absolute, out var proxy) && ProxySchemes.Contains(proxy.Scheme) && proxy.Host.Length > 0 ? proxy
        : throw cluster.Fault("proxy-url", "must be an address that begins with http://, https:// or socks5://");
}
