using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>A kubeconfig is read as kubectl reads it; a wrong one is named by file and field.</summary>
public sealed class KubeconfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-test-").FullName;

    [Fact]
    public void The_current_context_says_server_and_token()
    {
        var read = Kubeconfig.Read(Write(Config("server: https://10.0.0.1:6443", "token: abc")), null).Value;

        Assert.Equal(("https://10.0.0.1:6443", "abc", null), (read.Server, read.Token, read.TokenFile));
        Assert.Equal((false, null, null), (read.Connections.Insecure, read.Connections.Authorities, read.Connections.Own));
    }

    [Fact]
    public void Another_context_can_be_named()
    {
        var config = Config("server: https://a", "token: abc").Replace("contexts:", """
            contexts:
            - name: other
              context: {cluster: c, user: ""}
            """, StringComparison.Ordinal);

        Assert.Null(Kubeconfig.Read(Write(config), "other").Value.Token);
    }

    [Fact]
    public void Certificates_come_from_data_or_from_files_beside_the_kubeconfig()
    {
        var (certificate, key) = Certificate();
        File.WriteAllText(Path.Combine(folder, "ca.pem"), certificate);
        var read = Kubeconfig.Read(Write(Config(
            "server: https://a\n    certificate-authority: ca.pem", $"client-certificate-data: {Base64(certificate)}\n    client-key-data: {Base64(key)}")), null).Value;

        Assert.Single(read.Connections.Authorities!);
        Assert.True(read.Connections.Own!.HasPrivateKey);
    }

    [Fact]
    public void Tls_is_verified_unless_the_file_says_otherwise() =>
        Assert.True(Kubeconfig.Read(Write(Config("server: https://a\n    insecure-skip-tls-verify: true", "token: abc")), null).Value.Connections.Insecure);

    [Fact]
    public void A_token_file_stays_a_file_so_that_it_can_be_read_anew()
    {
        File.WriteAllText(Path.Combine(folder, "token"), "abc");

        Assert.Equal(Path.Combine(folder, "token"), Kubeconfig.Read(Write(Config("server: https://a", "tokenFile: token")), null).Value.TokenFile);
    }

    [Theory]
    [InlineData("server: nowhere", "token: abc", " clusters[c].cluster.server", "absolute http or https address")]
    [InlineData("proxy-url: x", "token: abc", " clusters[c].cluster.server", "absolute http or https address")]
    [InlineData("server: https://a\n    certificate-authority: none.pem", "token: abc", " clusters[c].cluster.certificate-authority", "can't be read")]
    [InlineData("server: https://a\n    certificate-authority-data: '%%'", "token: abc", " clusters[c].cluster.certificate-authority-data", "must be base64")]
    [InlineData("server: https://a\n    certificate-authority-data: aGFsbG8=", "token: abc", " clusters[c].cluster.certificate-authority-data", "holds no certificate")]
    [InlineData("server: https://a", "token: 'a b'", " users[u].user.token", "one line of printable ASCII")]
    [InlineData("server: https://a", "tokenFile: none", " users[u].user.tokenFile", "does not exist")]
    [InlineData("server: https://a", "client-key-data: aGFsbG8=", " users[u].user.client-certificate", "belong together")]
    [InlineData("server: https://a", "client-key-data: aGFsbG8=\n    client-certificate-data: aGFsbG8=", " users[u].user.client-certificate-data", "can't be read as PEM")]
    [InlineData("server: https://a", "exec: {command: aws}", " users[u].user", "does not do")]
    [InlineData("server: https://a\n    insecure-skip-tls-verify: maybe", "token: abc", ":6:", "is no kubeconfig")]
    public void What_is_wrong_is_named_by_file_and_field(string cluster, string user, string where, string what)
    {
        var file = Write(Config(cluster, user));
        var problem = Kubeconfig.Read(file, null).Problems.Single();

        Assert.StartsWith(file + where, problem.Where, StringComparison.Ordinal);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_lead_nowhere_are_told_with_those_there_are()
    {
        var file = Write(Config("server: https://a", "token: abc"));

        Assert.Equal($"{file} contexts[none]: does not exist; there is main", Kubeconfig.Read(file, "none").Explanation);
        Assert.Contains("clusters[c]", Kubeconfig.Read(Write(Config("server: https://a", "token: abc").Replace("- name: c\n", "- name: d\n", StringComparison.Ordinal)), null).Explanation, StringComparison.Ordinal);
        Assert.Contains("current-context: is missing", Kubeconfig.Read(Write("clusters: []"), null).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_empty_or_no_YAML_is_named()
    {
        Assert.StartsWith(Path.Combine(folder, "none"), Kubeconfig.Read(Path.Combine(folder, "none"), null).Explanation, StringComparison.Ordinal);
        Assert.Contains("is empty", Kubeconfig.Read(Write(""), null).Explanation, StringComparison.Ordinal);
        Assert.Contains("config:2:", Kubeconfig.Read(Write("clusters:\n  - [a: {"), null).Explanation, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Config(string cluster, string user) => $$"""
        current-context: main
        clusters:
        - name: c
          cluster:
            {{cluster}}
        contexts:
        - name: main
          context: {cluster: c, user: u}
        users:
        - name: u
          user:
            {{user}}
        preferences: {}

        """;

    private static (string Certificate, string Key) Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private string Write(string text)
    {
        var file = Path.Combine(folder, "config");
        File.WriteAllText(file, text);
        return file;
    }
}
