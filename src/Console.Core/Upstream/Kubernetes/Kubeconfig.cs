using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsConsole.Upstream.Http;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What a kubeconfig's context says: where the cluster is, whom to trust, who we are.</summary>
/// <param name="Server">The API's address.</param>
/// <param name="Connections">Certificates.</param>
/// <param name="Token">A bearer token; null for none.</param>
/// <param name="TokenFile">A file with the token; null for none.</param>
internal sealed record KubernetesConnection(string Server, Connections Connections, string? Token, string? TokenFile);

/// <summary>Reads kubeconfig files.</summary>
internal static class Kubeconfig
{
    /// <summary>Reads one context of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="context">The context; the file's current one when empty.</param>
    /// <returns>The connection, or what is wrong, with file and field.</returns>
    public static Result<KubernetesConnection> Read(string file, string? context)
    {
        try
        {
            var text = File.ReadAllText(file);
            var config = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
                .Deserialize<KubeconfigDto?>(text);
            return config is null ? new Problem(file, "is empty; a kubeconfig was due") : Of(config, file, context);
        }
        catch (KubeconfigFault fault)
        {
            return new Problem(fault.Field.Length == 0 ? file : $"{file} {fault.Field}", fault.Message);
        }
        catch (YamlException e)
        {
            return new Problem($"{file}:{e.Start.Line}:{e.Start.Column}", $"is no kubeconfig: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"can't be read: {e.Message}");
        }
    }

    private static KubernetesConnection Of(KubeconfigDto config, string file, string? wanted)
    {
        var name = string.IsNullOrEmpty(wanted) ? config.CurrentContext : wanted;
        if (string.IsNullOrEmpty(name))
        {
            throw new KubeconfigFault("current-context", "is missing; set it, or name a Context in the console's settings");
        }

        var context = Find(config.Contexts, "contexts", name);
        var cluster = Find(config.Clusters, "clusters", context.Cluster ?? throw new KubeconfigFault($"contexts[{name}].cluster", "is missing"));
        var user = string.IsNullOrEmpty(context.User) ? new UserEntryDto() : Find(config.Users, "users", context.User);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var (clusterAt, userAt) = ($"clusters[{context.Cluster}].cluster", $"users[{context.User}].user");
        if (user.Exec is not null || user.AuthProvider is not null || user.Username is not null)
        {
            throw new KubeconfigFault(userAt,
                "signs in by exec, auth-provider or password, which the console does not do; give it a token, a tokenFile or a client certificate");
        }

        var connections = new Connections(Authorities(cluster, clusterAt, folder), cluster.InsecureSkipTlsVerify)
        {
            Own = Certificate(user, userAt, folder),
        };
        return new(Server(cluster.Server, clusterAt), connections, Token(user.Token, userAt),
            user.Token is null ? TokenFile(user.TokenFile, userAt, folder) : null);
    }

    private static T Find<T>(List<NamedEntryDto<T>>? entries, string list, string name)
        where T : class =>
        entries?.FirstOrDefault(entry => entry.Name == name)?.Entry
            ?? throw new KubeconfigFault($"{list}[{name}]", $"does not exist; there is {Names(entries?.Select(entry => entry.Name))}");

    private static string Names(IEnumerable<string?>? names) => names?.Any() == true ? string.Join(", ", names) : "none";

    private static string Server(string? server, string at) =>
        Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo: "", Query: "" }
            ? server!
            : throw new KubeconfigFault($"{at}.server", "must be an absolute http or https address, without user or query");

    private static X509Certificate2Collection? Authorities(ClusterEntryDto cluster, string at, string folder)
    {
        var written = Pem(
            cluster.CertificateAuthorityData, $"{at}.certificate-authority-data", cluster.CertificateAuthority, $"{at}.certificate-authority", folder);
        if (written is not ({ } pem, var field))
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        Parsed(field, () => authorities.ImportFromPem(pem));
        return authorities.Count > 0 ? authorities : throw new KubeconfigFault(field, "holds no certificate; it must be PEM");
    }

    private static X509Certificate2? Certificate(UserEntryDto user, string at, string folder)
    {
        var certificate = Pem(
            user.ClientCertificateData, $"{at}.client-certificate-data", user.ClientCertificate, $"{at}.client-certificate", folder);
        var key = Pem(user.ClientKeyData, $"{at}.client-key-data", user.ClientKey, $"{at}.client-key", folder);
        if (certificate is null != key is null)
        {
            throw new KubeconfigFault($"{at}.{(certificate is null ? "client-certificate" : "client-key")}", "is missing; certificate and key belong together");
        }

        X509Certificate2? own = null;
        if (certificate is var (pem, field) && key is var (secret, _))
        {
            Parsed(field, () => own = X509Certificate2.CreateFromPem(pem, secret));
        }

        return own;
    }

    private static string? Token(string? written, string at) => written?.Any(letter => letter is <= ' ' or > '~') == true
        ? throw new KubeconfigFault($"{at}.token", "must be one line of printable ASCII without spaces")
        : written;

    private static string? TokenFile(string? written, string at, string folder) => written is null ? null
        : File.Exists(Path.Combine(folder, written)) ? Path.Combine(folder, written)
        : throw new KubeconfigFault($"{at}.tokenFile", $"the file {Path.Combine(folder, written)} does not exist");

    /// <summary>Data goes before a file, as in kubectl; a relative file is meant from the kubeconfig's folder.</summary>
    private static (string Text, string Field)? Pem(string? data, string dataField, string? file, string fileField, string folder)
    {
        if (!string.IsNullOrEmpty(data))
        {
            var bytes = new byte[data.Length];
            return Convert.TryFromBase64String(data, bytes, out var length)
                ? (Encoding.ASCII.GetString(bytes, 0, length), dataField)
                : throw new KubeconfigFault(dataField, "must be base64");
        }

        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        try
        {
            return (File.ReadAllText(Path.Combine(folder, file)), fileField);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigFault(fileField, $"can't be read: {e.Message}");
        }
    }

    // The words of the parser are left out: they could quote the key.
    private static void Parsed(string field, Action parse)
    {
        try
        {
            parse();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeconfigFault(field, "can't be read as PEM, or certificate and key do not fit together");
        }
    }

    /// <summary>Ends the reading at the first thing that is wrong; never leaves this class.</summary>
    private sealed class KubeconfigFault(string field, string message) : Exception(message)
    {
        public string Field { get; } = field;
    }
}
