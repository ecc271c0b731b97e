using static OpsConsole.Core.Tests.Upstream.Kubernetes.Connect.Cluster;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>Whom the console trusts on its way to a cluster, by which name, and through which proxy.</summary>
public sealed class WayToClusterTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Root();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_given_authority_is_trusted_unless_the_file_says_that_any_will_do()
    {
        using var other = TestAuthority.Root("other");
        await using var server = await ApiServer.StartAsync(authority.Server());

        await RefusedAsync(ConfigOf($"server: {server.Url}", "{}"));
        await RefusedAsync(ConfigOf(At(server, other), "{}"));
        await AskAsync(ConfigOf(At(server, authority), "{}"));
        await AskAsync(ConfigOf($"{{server: '{server.Url}', insecure-skip-tls-verify: true}}", "{}"));

        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public async Task The_certificate_must_bear_the_name_that_the_file_says()
    {
        await using var server = await ApiServer.StartAsync(authority.Server("api.example"));

        await RefusedAsync(ConfigOf(At(server, authority), "{}"));
        await RefusedAsync(ConfigOf(At(server, authority, "tls-server-name: other.example"), "{}"));
        await AskAsync(ConfigOf(At(server, authority, "tls-server-name: api.example"), "{}"));

        Assert.Equal("api.example", server.Calls.Single().Host);
    }

    [Fact]
    public async Task User_and_password_are_sent()
    {
        await using var server = await ApiServer.StartAsync(authority.Server());

        await AskAsync(ConfigOf(At(server, authority), "{username: ada, password: 'a:b'}"));

        Assert.Equal($"Basic {Base64("ada:a:b")}", server.Tokens.Single());
    }

    [Fact]
    public async Task The_written_token_stands_in_for_a_file_that_is_gone()
    {
        var token = folder.Write("token", "from-file");
        await using var server = await ApiServer.StartAsync(authority.Server());
        using var http = Open(folder.Write("config", ConfigOf(At(server, authority), "{token: written, tokenFile: token}")));

        await http.GetStringAsync("version", Cancellation);
        File.Delete(token);
        await http.GetStringAsync("version", Cancellation);

        Assert.Equal(["Bearer from-file", "Bearer written"], server.Tokens);
    }

    [Fact]
    public async Task A_http_proxy_connects_us_and_is_told_who_we_are_there()
    {
        await using var server = await ApiServer.StartAsync(authority.Server());
        await using var proxy = new ForwardProxy(login: "ada:ge:heim");

        await AskAsync(ConfigOf(At(server, authority, $"proxy-url: http://ada:ge%3Aheim@127.0.0.1:{proxy.Port}"), "token: abc"));

        Assert.Contains($"Proxy-Authorization: Basic {Base64("ada:ge:heim")}", proxy.Heads[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("abc", string.Concat(proxy.Heads), StringComparison.Ordinal);
        Assert.Equal("Bearer abc", server.Tokens.Single());
    }

    [Fact]
    public async Task A_https_proxy_connects_us()
    {
        await using var server = await ApiServer.StartAsync(authority.Server());
        await using var proxy = new ForwardProxy(authority.Server());

        await AskAsync(ConfigOf(At(server, authority, $"proxy-url: https://127.0.0.1:{proxy.Port}"), "{}"));

        Assert.StartsWith($"CONNECT 127.0.0.1:{server.Port} ", proxy.Heads.Single(), StringComparison.Ordinal);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_socks_proxy_connects_us()
    {
        await using var server = await ApiServer.StartAsync(authority.Server());
        await using var proxy = new ForwardProxy(isSocks: true);

        await AskAsync(ConfigOf(At(server, authority, $"proxy-url: socks5://127.0.0.1:{proxy.Port}"), "{}"));

        Assert.Equal($"127.0.0.1:{server.Port}", proxy.Heads.Single());
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Through_a_proxy_too_the_certificate_must_bear_the_name()
    {
        await using var server = await ApiServer.StartAsync(authority.Server("api.example"));
        await using var proxy = new ForwardProxy();

        await AskAsync(ConfigOf(At(server, authority, $"proxy-url: http://127.0.0.1:{proxy.Port}\n    tls-server-name: api.example"), "{}"));
        await RefusedAsync(ConfigOf(At(server, authority, $"proxy-url: http://127.0.0.1:{proxy.Port}"), "{}"));

        Assert.All(proxy.Heads, head => Assert.StartsWith($"CONNECT 127.0.0.1:{server.Port} ", head, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        folder.Dispose();
        authority.Dispose();
    }

    private async Task AskAsync(string config)
    {
        using var http = Open(folder.Write("config", config));
        await http.GetStringAsync("version", Cancellation);
    }

    private async Task RefusedAsync(string config)
    {
        using var http = Open(folder.Write("config", config));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("version", Cancellation));
    }
}
