using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hosting;

/// <summary>Pages of other sites, as a browser lets them ask.</summary>
public sealed class OriginTests
{
    private static readonly string[] Upgrade =
        ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/hubs/live")]
    public async Task A_socket_that_another_sites_page_opens_is_refused(string path)
    {
        await using var console = ConsoleHost.StartForStrangers();
        foreach (var header in (string[])["Origin: https://evil.example", "Origin: null", $"Origin: http://127.0.0.1:{console.Address.Port + 1}",
            $"Origin: https://127.0.0.1:{console.Address.Port}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"])
        {
            var answer = await Wire.GetAsync(console, path, headers: [.. Upgrade, header]);

            Assert.True(answer.Status == 403, $"{header}: {answer.Status}");
            Assert.Contains("a page of another site", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/hubs/live")]
    public async Task A_socket_of_our_own_page_or_of_a_script_is_not_refused_for_where_it_comes_from(string path)
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:PublicUrl", "https://console.example.com"));
        foreach (var header in (string[])[$"Origin: http://127.0.0.1:{console.Address.Port}", "Origin: https://console.example.com", "User-Agent: script"])
        {
            Assert.NotEqual(403, (await Wire.GetAsync(console, path, headers: [.. Upgrade, header])).Status);
        }
    }

    [Fact]
    public async Task Reading_is_left_to_the_browsers_own_rules() => Assert.Equal(200, await StatusAsync("GET", "/css/tokens.css", "Origin: https://evil.example"));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Nothing_is_changed_for_another_sites_page(string method) => Assert.Equal(403, await StatusAsync(method, "/sign-in", "Origin: https://evil.example"));

    private static async Task<int> StatusAsync(string method, string path, string header)
    {
        await using var console = ConsoleHost.StartForStrangers();
        return (await Wire.SendAsync(console, method, path, "127.0.0.1", method == "GET" ? null : string.Empty, header)).Status;
    }
}
