using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Tests.Host;

public sealed class HttpTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/alerts", 200)]
    [InlineData("/css/tokens.css", 200)]
    [InlineData("/_framework/blazor.web.js", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 503)]
    [InlineData("/health/detailed", 200)]
    [InlineData("/metrics", 200)]
    [InlineData("/error", 200)]
    [InlineData("/nowhere", 404)]
    public async Task Every_answer_tells_the_browser_to_run_our_own_scripts_only_and_to_be_framed_by_nobody(string path, int status)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        AssertGuarded(answer);
    }

    [Fact]
    public async Task A_host_that_is_not_loopback_is_refused_and_told_why()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, console.Address) { Headers = { Host = "console.example.com" } };
        using var answer = await console.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Contains("localhost and 127.0.0.1 only, until Http:PublicUrl", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        AssertGuarded(answer);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("localhost:1", 200)]
    [InlineData("127.0.0.1.example.com", 421)]
    [InlineData("localhost.example.com", 421)]
    [InlineData("10.0.0.1", 421)]
    [InlineData("", 421)]
    public async Task Only_names_of_this_machine_are_answered(string host, int status)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, console.Address.Port, Cancellation);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /health/detailed HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);

        Assert.StartsWith($"HTTP/1.1 {status} ", await reader.ReadLineAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Styles_and_scripts_are_packed_and_kept_by_the_browser_under_the_name_of_their_content()
    {
        // What was built, and not published, is else never kept: it may be edited.
        await using var published = ConsoleHost.Start(("EnableStaticAssetsDevelopmentCaching", "true"));
        var page = await published.PageAsync("/");
        var addresses = page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!)
            .Concat(page.QuerySelectorAll("script").Select(script => script.GetAttribute("src")!)).ToList();

        Assert.NotEmpty(addresses);
        foreach (var address in addresses)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(published.Address, address));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            using var answer = await published.Http.SendAsync(request, Cancellation);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal), $"{address}: {answer.Headers.CacheControl}");
            Assert.NotEmpty(answer.Content.Headers.ContentEncoding);
        }
    }

    [Fact]
    public async Task What_is_asked_for_by_its_plain_name_is_asked_for_again_each_time()
    {
        using var first = await GetAsync("/img/icons.svg");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address, "/img/icons.svg"));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await console.Http.SendAsync(request, Cancellation);

        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Pages_are_kept_by_nobody()
    {
        using var answer = await GetAsync("/alerts");

        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    private static void AssertGuarded(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.False(answer.Headers.Contains("Server"), "the server's name is nobody's business");
    }

    private Task<HttpResponseMessage> GetAsync(string path) => console.Http.GetAsync(new Uri(console.Address, path), Cancellation);
}
