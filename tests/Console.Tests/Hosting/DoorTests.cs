using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hosting;

/// <summary>Names, neighbours and forwarded headers, on a real server.</summary>
public sealed class DoorTests
{
    private const string Proxy = "127.0.0.2";
    private const string Elsewhere = "203.0.113.9";

    [Theory]
    [InlineData("console.example.com", 200)]
    [InlineData("CONSOLE.example.com:8443", 200)]
    [InlineData("a.ops.example.com", 200)]
    [InlineData("ops.example.com", 421)]
    [InlineData("xops.example.com", 421)]
    [InlineData("console.example.com.evil.example", 421)]
    [InlineData("evil.example", 421)]
    [InlineData("localhost", 200)]
    public async Task It_answers_to_its_public_name_to_allowed_names_and_to_loopback_and_to_no_other(string host, int status)
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:PublicUrl", "https://console.example.com"), ("Http:AllowedHosts:0", "*.ops.example.com"));

        var answer = await Wire.GetAsync(console, "/css/tokens.css", headers: $"Host: {host}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 421, answer.Body.Contains("does not answer to that name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kubelet_that_asks_by_address_is_told_of_life_and_of_nothing_else()
    {
        await using var console = ConsoleHost.StartForStrangers();

        Assert.Equal(200, (await Wire.GetAsync(console, "/health/live", headers: "Host: 10.1.2.3:8080")).Status);
        Assert.Equal(421, (await Wire.GetAsync(console, "/health/detailed", headers: "Host: 10.1.2.3:8080")).Status);
        Assert.Equal(421, (await Wire.GetAsync(console, "/metrics", headers: "Host: 10.1.2.3:8080")).Status);
    }

    [Fact]
    public async Task Forwarded_headers_count_from_a_known_proxy_only()
    {
        await using var console = ConsoleHost.StartForStrangers(
            ("Http:PublicUrl", "https://console.example.com"), ("Http:KnownProxies:0", Proxy), ("Http:MetricsFrom:0", "203.0.113.0/24"));
        string[] forwarded = ["Host: console.example.com", $"X-Forwarded-For: {Elsewhere}", "X-Forwarded-Proto: https"];

        var believed = await Wire.GetAsync(console, "/metrics", Proxy, forwarded);
        var forged = await Wire.GetAsync(console, "/metrics", "127.0.0.3", forwarded);

        Assert.Equal((200, "max-age=31536000"), (believed.Status, believed.Header("Strict-Transport-Security")));
        Assert.Equal((401, null), (forged.Status, forged.Header("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Of_several_hops_only_those_behind_known_proxies_count()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:PublicUrl", "https://console.example.com"),
            ("Http:KnownProxies:0", Proxy), ("Http:KnownProxies:1", "10.0.0.0/8"), ("Http:MetricsFrom:0", Elsewhere));
        const string host = "Host: console.example.com";

        // The last entry is the nearest. 198.51.100.1 is no proxy of ours: what it says of others is hearsay.
        Assert.Equal(200, (await Wire.GetAsync(console, "/metrics", Proxy, host, $"X-Forwarded-For: {Elsewhere}, 10.1.1.1")).Status);
        Assert.Equal(401, (await Wire.GetAsync(console, "/metrics", Proxy, host, $"X-Forwarded-For: {Elsewhere}, 198.51.100.1")).Status);
        Assert.Equal(401, (await Wire.GetAsync(console, "/metrics", Proxy, host)).Status);
    }

    [Fact]
    public async Task A_forwarded_host_must_be_one_of_ours_too()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:PublicUrl", "https://console.example.com"), ("Http:KnownProxies:0", Proxy));

        Assert.Equal(200, (await Wire.GetAsync(console, "/css/tokens.css", Proxy, "Host: inside", "X-Forwarded-Host: console.example.com")).Status);
        Assert.Equal(421, (await Wire.GetAsync(console, "/css/tokens.css", Proxy, "X-Forwarded-Host: evil.example")).Status);
        Assert.Equal(421, (await Wire.GetAsync(console, "/css/tokens.css", "127.0.0.3", "Host: inside", "X-Forwarded-Host: console.example.com")).Status);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/health/detailed")]
    public async Task Metrics_and_details_are_for_this_machine_and_for_who_is_named(string path)
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:AllowedHosts:0", "console.example.com"));

        Assert.Equal(200, (await Wire.GetAsync(console, path)).Status);
        Assert.Equal(401, (await Wire.GetAsync(console, path, headers: "Host: console.example.com")).Status);
        Assert.Equal(401, (await Wire.GetAsync(console, path, headers: $"X-Forwarded-For: {Elsewhere}")).Status);
        Assert.Equal(401, (await Wire.GetAsync(console, path, headers: "Via: 1.1 somewhere")).Status);
    }

    [Fact]
    public async Task Prometheus_may_ask_for_metrics_by_the_address_of_the_pod()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:MetricsFrom:0", Proxy));

        Assert.Equal(200, (await Wire.GetAsync(console, "/metrics", Proxy, "Host: 10.1.2.3:8080")).Status);
        Assert.Equal(421, (await Wire.GetAsync(console, "/alerts", Proxy, "Host: 10.1.2.3:8080")).Status);
        Assert.Equal(421, (await Wire.GetAsync(console, "/metrics", "127.0.0.3", "Host: 10.1.2.3:8080")).Status);
    }

    [Theory]
    [InlineData("Impersonate-User: admin")]
    [InlineData("impersonate-group: ops-admins")]
    [InlineData("Impersonate-Extra-Scopes: all")]
    public async Task Nobody_brings_in_impersonation(string header)
    {
        await using var console = ConsoleHost.StartForStrangers();

        var answer = await Wire.GetAsync(console, "/health/live", headers: header);

        Assert.Equal(403, answer.Status);
        Assert.Contains("no Impersonate- headers", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_is_not_demanded_of_localhost()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:KnownProxies:0", Proxy));

        var answer = await Wire.GetAsync(console, "/css/tokens.css", Proxy, "X-Forwarded-Proto: https", $"X-Forwarded-For: {Elsewhere}");

        Assert.Equal((200, null), (answer.Status, answer.Header("Strict-Transport-Security")));
    }
}
