namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Reads who a kubeconfig's user is.</summary>
internal static class KubeconfigUser
{
    private static readonly string[] Impersonation = ["as", "as-uid", "as-groups", "as-user-extra"];

    public static ClusterUser Read(KubeconfigFields user, KubeconfigFields cluster, KubernetesConnection connection)
    {
        Refuse(user);
        var (certificate, key) = Certificate(user);
        var read = new ClusterUser
        {
            Token = Token(user),
            TokenFile = TokenFile(user),
            Certificate = certificate,
            Key = key,
            Username = Username(user),
            Password = user.Text("password"),
            Exec = user.Group("exec") is { } exec ? KubeconfigExec.Read(exec, cluster, connection) : null,
        };
        var hasToken = read.Token is not null || read.TokenFile is not null;
        return hasToken && read.Username is not null ? throw user.Fault("username", "is given beside a token; keep one of the two")
            : read.Exec is not null && (hasToken || read.Username is not null || certificate is not null)
                ? throw user.Fault("exec", "is given beside a token, a user name or a certificate; keep one of the two")
            : read;
    }

    private static void Refuse(KubeconfigFields user)
    {
        if (user.Find("auth-provider") is not null)
        {
            throw user.Fault("auth-provider", "is no longer part of Kubernetes (since 1.26); write an exec plugin, a tokenFile or a client certificate instead");
        }

        // Left out in silence, the console would do more than the file's author allowed.
        if (Impersonation.FirstOrDefault(field => user.Text(field) is not null) is { } impersonation)
        {
            throw user.Fault(impersonation, "is not done here: the console impersonates whom it acts for by itself; give it a user of its own");
        }
    }

    private static string? Token(KubeconfigFields user) => user.Text("token") is not { } token ? null
        : token.All(letter => letter is > ' ' and <= '~') ? token
        : throw user.Fault("token", "must be one line of printable ASCII without spaces");

    private static string? TokenFile(KubeconfigFields user) => user.Path("tokenFile") is not { } file ? null
        : File.Exists(file) ? file
        : throw user.Fault("tokenFile", $"the file {file} does not exist");

    private static string? Username(KubeconfigFields user) => user.Text("username") is not { } name
        ? user.Text("password") is null ? null : throw user.Fault("username", "is missing, but a password is given")
        : name.Contains(':', StringComparison.Ordinal) ? throw user.Fault("username", "must not contain a colon")
        : name;

    private static (PemSource? Certificate, PemSource? Key) Certificate(KubeconfigFields user)
    {
        var (certificate, key) = (Kubeconfig.Pem(user, "client-certificate"), Kubeconfig.Pem(user, "client-key"));
        if (certificate is null != key is null)
        {
            throw user.Fault(certificate is null ? "client-certificate" : "client-key", "is missing; certificate and key belong together");
        }

        if (certificate is not null && key is not null)
        {
            var texts = (Certificate: string.Empty, Key: string.Empty);
            Kubeconfig.Try(user, "client-certificate", () => texts.Certificate = certificate.Read());
            Kubeconfig.Try(user, "client-key", () => texts.Key = key.Read());
            Kubeconfig.Try(user, "client-certificate", () => PemSource.Own(texts.Certificate, texts.Key));
        }

        return (certificate, key);
    }
}
