using OpsConsole.Upstream.Kubernetes.Connect;
using static OpsConsole.Core.Tests.Upstream.Kubernetes.Connect.Cluster;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>A kubeconfig is read as kubectl reads it; a wrong one is named by file and field.</summary>
public sealed class KubeconfigTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void The_current_context_says_server_and_token()
    {
        var read = Read(ConfigOf("server: https://10.0.0.1:6443", "token: abc")).Value;

        Assert.Equal(("https://10.0.0.1:6443", "abc", null), (read.Server, read.User.Token, read.User.TokenFile));
        Assert.Equal((false, null, null, null), (read.Trust.Insecure, read.Trust.Authorities, read.User.Certificate, read.Proxy));
    }

    [Fact]
    public void Another_context_can_be_named()
    {
        var config = ConfigOf("server: https://a", "token: abc").Replace("contexts:", """
            contexts:
            - name: other
              context: {cluster: c, user: ""}
            """, StringComparison.Ordinal);

        Assert.Null(Read(config, "other").Value.User.Token);
    }

    [Fact]
    public void Certificates_come_from_data_or_from_files_beside_the_kubeconfig()
    {
        using var authority = TestAuthority.Root();
        var (certificate, key) = authority.Client("ada");
        folder.Write("ca.pem", authority.Pem);
        var read = Read(ConfigOf("server: https://a\n    certificate-authority: ca.pem", $"client-certificate-data: {Base64(certificate)}\n    client-key-data: {Base64(key)}")).Value;

        Assert.Equal(authority.Pem, read.Trust.Authorities!.Read());
        Assert.True(PemSource.Own(read.User.Certificate!.Read(), read.User.Key!.Read())[0].HasPrivateKey);
    }

    [Fact]
    public void Tls_is_verified_unless_the_file_says_otherwise() =>
        Assert.True(Read(ConfigOf("server: https://a\n    insecure-skip-tls-verify: true", "token: abc")).Value.Trust.Insecure);

    [Fact]
    public void A_token_file_stays_a_file_so_that_it_can_be_read_anew()
    {
        var token = folder.Write("token", "abc");

        Assert.Equal(token, Read(ConfigOf("server: https://a", "tokenFile: token")).Value.User.TokenFile);
    }

    [Fact]
    public void Proxy_server_name_and_password_are_taken_over()
    {
        var read = Read(ConfigOf("{server: https://a, proxy-url: 'socks5://b:1080', tls-server-name: c.example}", "{username: ada, password: geheim}")).Value;

        Assert.Equal(("socks5://b:1080/", "c.example"), (read.Proxy!.ToString(), read.Trust.ServerName));
        Assert.Equal(("ada", "geheim"), (read.User.Username, read.User.Password));
    }

    [Fact]
    public void A_plugin_is_read_with_all_its_fields()
    {
        var read = Read(ConfigOf(
            "{server: https://a, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: '7', depth: 3, deep: [true, null]}}]}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/sign-in, args: [--cluster, '1'], env: [{name: A, value: b}], interactiveMode: Never, "
            + "installHint: get it, provideClusterInfo: true}")).Value.User.Exec!;

        Assert.Equal(Path.Combine(folder.Path, "./bin/sign-in"), read.Command);
        Assert.Equal(["--cluster", "1"], read.Arguments);
        Assert.Equal([KeyValuePair.Create("A", "b")], read.Environment);
        Assert.Equal("get it", read.InstallHint);
        Assert.Equal("""
            {"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false,"cluster":{"server":"https://a","config":{"audience":"7","depth":3,"deep":[true,null]}}}}
            """, read.Info());
    }

    [Theory]
    [InlineData("server: nowhere", "token: abc", " clusters[c].cluster.server", "absolute http or https address")]
    [InlineData("proxy-url: x", "token: abc", " clusters[c].cluster.server", "absolute http or https address")]
    [InlineData("server: [a]", "token: abc", " clusters[c].cluster.server", "must be a single value, not a list")]
    [InlineData("server: http://10.0.0.1", "token: abc", " clusters[c].cluster.server", "must be https")]
    [InlineData("server: https://a\n    certificate-authority: none.pem", "token: abc", " clusters[c].cluster.certificate-authority", "can't be read")]
    [InlineData("server: https://a\n    certificate-authority-data: '%%'", "token: abc", " clusters[c].cluster.certificate-authority-data", "must be base64")]
    [InlineData("server: https://a\n    certificate-authority-data: aGFsbG8=", "token: abc", " clusters[c].cluster.certificate-authority-data", "holds no certificate")]
    [InlineData("server: https://a\n    insecure-skip-tls-verify: maybe", "token: abc", " clusters[c].cluster.insecure-skip-tls-verify", "must be true or false")]
    [InlineData("server: https://a\n    tls-server-name: https://b", "token: abc", " clusters[c].cluster.tls-server-name", "the name of a host")]
    [InlineData("server: https://a\n    proxy-url: ftp://ada:geheim@b", "token: abc", " clusters[c].cluster.proxy-url", "begins with http://, https:// or socks5://")]
    [InlineData("server: https://a", "token: 'geheim b'", " users[u].user.token", "one line of printable ASCII")]
    [InlineData("server: https://a", "tokenFile: none", " users[u].user.tokenFile", "does not exist")]
    [InlineData("server: https://a", "client-key-data: aGFsbG8=", " users[u].user.client-certificate", "belong together")]
    [InlineData("server: https://a", "client-key-data: aGFsbG8=\n    client-certificate-data: aGFsbG8=", " users[u].user.client-certificate-data", "can't be read as PEM")]
    [InlineData("server: https://a", "client-key: none.key\n    client-certificate-data: aGFsbG8=", " users[u].user.client-key", "can't be read")]
    [InlineData("server: https://a", "{token: geheim, username: ada}", " users[u].user.username", "keep one of the two")]
    [InlineData("server: https://a", "password: geheim", " users[u].user.username", "is missing")]
    [InlineData("server: https://a", "{token: geheim, as: root}", " users[u].user.as", "impersonates whom it acts for by itself")]
    [InlineData("server: https://a", "auth-provider: {name: gcp, config: {access-token: geheim}}", " users[u].user.auth-provider", "no longer part of Kubernetes")]
    [InlineData("server: https://a", "exec: {command: aws}", " users[u].user.exec.apiVersion", "is missing")]
    [InlineData("server: https://a", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}", " users[u].user.exec.apiVersion", "must be client.authentication.k8s.io/v1 or")]
    [InlineData("server: https://a", "exec: {apiVersion: client.authentication.k8s.io/v1}", " users[u].user.exec.command", "is missing")]
    [InlineData("server: https://a", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}", " users[u].user.exec.interactiveMode", "write Never or IfAvailable")]
    [InlineData("server: https://a", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}", " users[u].user.exec.interactiveMode", "nobody sits in front of the console")]
    [InlineData("server: https://a", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1, env: [{value: geheim}]}", " users[u].user.exec.env[0].name", "is missing")]
    [InlineData("server: https://a", "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1, args: {a: b}}", " users[u].user.exec.args", "must be a list, not a group of fields")]
    [InlineData("server: https://a", "{token: geheim, exec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1}}", " users[u].user.exec", "keep one of the two")]
    [InlineData("server: https://a", "exec: geheim", " users[u].user.exec", "must be a group of fields, not a single value")]
    [InlineData("server: https://a", "*geheim", ":12:5", "is no kubeconfig")]
    public void What_is_wrong_is_named_by_file_and_field_and_no_secret_is_quoted(string cluster, string user, string where, string what)
    {
        var problem = Read(ConfigOf(cluster, user)).Problems.Single();

        Assert.StartsWith(Path.Combine(folder.Path, "config") + where, problem.Where, StringComparison.Ordinal);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_lead_nowhere_are_told_with_those_there_are()
    {
        var config = ConfigOf("server: https://a", "token: abc");

        Assert.Equal($"{folder.Path}/config contexts[none]: does not exist; there is main", Read(config, "none").Explanation);
        Assert.Contains("clusters[c]: does not exist; there is d", Read(config.Replace("- name: c\n", "- name: d\n", StringComparison.Ordinal)).Explanation, StringComparison.Ordinal);
        Assert.Contains("current-context: is missing", Read("clusters: []").Explanation, StringComparison.Ordinal);
        Assert.Contains("contexts[main].context.cluster: is missing", Read("current-context: main\ncontexts: [{name: main}]").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_there_twice_in_one_file_is_refused() =>
        Assert.Contains("users[u]: is there twice", Read(ConfigOf("server: https://a", "token: abc\n- name: u")).Explanation, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_missing_empty_or_no_YAML_is_named()
    {
        Assert.Equal($"{folder.Path}/none: can't be read: there is no such file", Kubeconfig.Read($"{folder.Path}/none", null, NoEnvironment).Explanation);
        Assert.Contains("is empty", Read("").Explanation, StringComparison.Ordinal);
        Assert.Contains("config:3:1: is no kubeconfig", Read("clusters:\n  - [a: {\n").Explanation, StringComparison.Ordinal);
        Assert.Contains("is no kubeconfig but a list", Read("[]").Explanation, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private Result<KubernetesConnection> Read(string text, string? context = null) => Kubeconfig.Read(folder.Write("config", text), context, NoEnvironment);
}
