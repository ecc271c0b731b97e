using Microsoft.AspNetCore.Http;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes.Connect;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>In a pod the console signs in as the pod's service account, whose token and authorities change while it runs.</summary>
public sealed class InClusterTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Root();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_environment_says_where_the_cluster_is()
    {
        Account("abc");

        Assert.Equal("https://10.96.0.1:443", Read("10.96.0.1").Value.Server);
        Assert.Equal("https://[fd00::1]:443", Read("fd00::1").Value.Server);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Contains("InCluster KUBERNETES_SERVICE_HOST: and KUBERNETES_SERVICE_PORT are not set", Read(null).Explanation, StringComparison.Ordinal);
        Assert.Contains("token: does not exist: the pod needs a service account", Read("10.96.0.1").Explanation, StringComparison.Ordinal);
        folder.Write("token", "abc");
        Assert.Contains("ca.crt: can't be read", Read("10.96.0.1").Explanation, StringComparison.Ordinal);
        folder.Write("ca.crt", "nothing");
        Assert.Contains("ca.crt: holds no certificate", Read("10.96.0.1").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_token_counts_from_the_next_request_on()
    {
        Account("first");
        await using var server = await ApiServer.StartAsync(authority.Server());
        using var http = Open(server);

        await http.GetStringAsync("version", Cancellation);
        folder.Write("token", "second\n");
        await http.GetStringAsync("version", Cancellation);

        Assert.Equal(["Bearer first", "Bearer second"], server.Tokens);
        Assert.Single(server.Calls.Select(call => call.Connection).Distinct());
    }

    [Fact]
    public async Task A_token_that_changes_while_a_request_is_refused_is_tried_once()
    {
        Account("first");
        await using var server = await ApiServer.StartAsync(authority.Server());
        server.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer second" ? 200 : 401;
            folder.Write("token", "second");
            return Task.CompletedTask;
        };
        using var http = Open(server);

        using var answer = await http.PostAsync("apis", new StringContent("a body"), Cancellation);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal([("Bearer first", "a body"), ("Bearer second", "a body")], server.Calls.Select(call => (call.Authorization, call.Body)));
    }

    [Fact]
    public async Task A_refused_token_that_stays_the_same_is_not_sent_again()
    {
        Account("first");
        await using var server = await ApiServer.StartAsync(authority.Server());
        server.Accept("another");
        using var http = Open(server);

        using var answer = await http.GetAsync("version", Cancellation);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_new_authority_is_trusted_without_a_restart()
    {
        using var later = TestAuthority.Root("later");
        Account("abc");
        await using var server = await ApiServer.StartAsync(authority.Server());
        using var http = Open(server);
        await http.GetStringAsync("version", Cancellation);

        folder.Write("ca.crt", later.Pem);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("version", Cancellation));
        server.Certificate = later.Server();
        await http.GetStringAsync("version", Cancellation);

        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public async Task Authorities_that_are_half_written_leave_the_old_ones_in_place()
    {
        Account("abc");
        await using var server = await ApiServer.StartAsync(authority.Server());
        using var http = Open(server);
        await http.GetStringAsync("version", Cancellation);

        folder.Write("ca.crt", authority.Pem[..200]);
        await http.GetStringAsync("version", Cancellation);
        File.Delete(Path.Combine(folder.Path, "ca.crt"));
        await http.GetStringAsync("version", Cancellation);

        Assert.Equal(3, server.Calls.Count);
    }

    [Fact]
    public async Task A_token_that_is_gone_is_said_and_nothing_is_asked()
    {
        Account("abc");
        await using var server = await ApiServer.StartAsync(authority.Server());
        using var http = Open(server);

        File.Delete(Path.Combine(folder.Path, "token"));
        var failure = await Assert.ThrowsAsync<UpstreamException>(() => http.GetStringAsync("version", Cancellation));

        Assert.Equal(UpstreamFault.Refused, failure.Fault);
        Assert.Contains(Path.Combine(folder.Path, "token"), failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task The_settings_lead_there()
    {
        Account("abc");
        await using var server = await ApiServer.StartAsync(authority.Server());
        server.Answer = context => context.Response.WriteAsync("""{"kind":"LeaseList","metadata":{"resourceVersion":"1"},"items":[]}""");
        await using var upstreams = TestUpstreams.Of(null, ("Kubernetes:0:Name", "main"), ("Kubernetes:0:InCluster", "true"),
            ("Kubernetes:0:Server", server.Url), ("Kubernetes:0:ServiceAccountFolder", folder.Path));

        await using var leases = upstreams.Cluster.WatchAsync("default", _ => { }, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await leases.MoveNextAsync());

        Assert.Equal("Bearer abc", server.Tokens.First());
    }

    public void Dispose()
    {
        folder.Dispose();
        authority.Dispose();
    }

    private void Account(string token)
    {
        folder.Write("token", token);
        folder.Write("ca.crt", authority.Pem);
    }

    private HttpClient Open(ApiServer server) => Cluster.Open(ClusterSettings.Read(
        new KubernetesSourceOptions { InCluster = true, Server = server.Url, ServiceAccountFolder = folder.Path }, Cluster.NoEnvironment).Value);

    private Result<KubernetesConnection> Read(string? host) => ClusterSettings.Read(
        new KubernetesSourceOptions { InCluster = true, ServiceAccountFolder = folder.Path },
        name => name == "KUBERNETES_SERVICE_HOST" ? host : name == "KUBERNETES_SERVICE_PORT" ? "443" : null);
}
