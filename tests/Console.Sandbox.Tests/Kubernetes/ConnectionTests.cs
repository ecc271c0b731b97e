using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using OpsConsole.Sandbox.Tests.Hosting;

namespace OpsConsole.Sandbox.Tests.Kubernetes;

public sealed partial class ConnectionTests(RunningSandbox sandbox) : IClassFixture<RunningSandbox>
{
    [Fact]
    public async Task The_kubeconfig_leads_by_TLS_to_the_cluster_and_only_its_own_authority_is_needed()
    {
        var text = await sandbox.Http.GetStringAsync(new Uri("/kubeconfig", UriKind.Relative), TestContext.Current.CancellationToken);
        using var authority = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(Authority().Match(text).Groups[1].Value)));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new()
            {
                CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = new(Server().Match(text).Groups[1].Value) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Viewer().Match(text).Groups[1].Value);
        using var answer = await http.GetAsync(new Uri("/api/v1/namespaces", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Discovery_in_one_document_has_a_tag_and_is_not_sent_twice()
    {
        var cluster = new ClusterClient(sandbox);
        var accept = ("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");
        var first = await cluster.GetAsync("/apis", "viewer", accept);
        Assert.Equal(("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "Accept"), (first.ContentType!.Replace(" ", "", StringComparison.Ordinal), first.Headers.Vary.Single()));
        Assert.Contains(first.Json["items"]!.AsArray(), g => g!["metadata"]!["name"]!.ToString() == "policy");
        Assert.Equal(304, (await cluster.GetAsync("/apis", "viewer", accept, ("If-None-Match", first.Headers.ETag!.Tag))).Status);
        Assert.Equal("APIGroupList", (await cluster.GetAsync("/apis", "viewer")).Json["kind"]!.ToString());
    }

    [Theory]
    [InlineData("/api/v1", 200, "pods/eviction")]
    [InlineData("/apis/apps/v1", 200, "deployments/scale")]
    [InlineData("/apis/apps", 200, "preferredVersion")]
    [InlineData("/apis/policy/v1beta1", 404, "the server could not find the requested resource")]
    [InlineData("/apis/nothing.example.org/v1", 404, "404 page not found")]
    public async Task Each_group_tells_its_own(string path, int status, string part)
    {
        var answer = await new ClusterClient(sandbox).GetAsync(path, "viewer");
        Assert.Equal(status, answer.Status);
        Assert.Contains(part, answer.Text);
    }

    [GeneratedRegex(@"certificate-authority-data: (\S+)")]
    private static partial Regex Authority();

    [GeneratedRegex(@"server: (\S+)")]
    private static partial Regex Server();

    [GeneratedRegex(@"name: viewer\s+user:\s+token: (\S+)")]
    private static partial Regex Viewer();
}
