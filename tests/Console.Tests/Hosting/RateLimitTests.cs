using System.Globalization;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hosting;

public sealed class RateLimitTests
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded";

    [Fact]
    public async Task Tries_to_sign_in_are_counted_by_address()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:Limits:SignInsPerMinute", "6"));

        var answer = await UntilRefusedAsync(at => Wire.PostAsync(console, "/sign-in", $"name=user{at}", headers: Form));

        Assert.Contains("Too many tries", answer.Body, StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
        Assert.NotEqual(429, (await Wire.PostAsync(console, "/sign-in", "name=another", "127.0.0.2", Form)).Status);
        Assert.Equal(200, (await Wire.GetAsync(console, "/css/tokens.css")).Status);
    }

    [Fact]
    public async Task Tries_for_one_user_are_counted_wherever_they_come_from()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:Limits:SignInsPerMinute", "6"));

        await UntilRefusedAsync(at => Wire.PostAsync(console, "/sign-in", at % 2 == 0 ? "name=ann" : "name=%20ANN", $"127.0.1.{at + 1}", Form));

        Assert.NotEqual(429, (await Wire.PostAsync(console, "/sign-in", "name=bob", "127.0.2.1", Form)).Status);
    }

    [Theory]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/hooks/alertmanager")]
    public async Task Connections_and_webhooks_have_their_own_counts(string path)
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:Limits:ConnectionsPerMinute", "6"), ("Http:Limits:HooksPerMinute", "6"));

        await UntilRefusedAsync(_ => Wire.PostAsync(console, path, "{}"));

        Assert.NotEqual(429, (await Wire.PostAsync(console, path.StartsWith("/hooks", StringComparison.Ordinal) ? "/hubs/live/negotiate" : "/hooks/alertmanager", "{}")).Status);
    }

    [Fact]
    public async Task A_socket_counts_as_a_connection()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:Limits:ConnectionsPerMinute", "6"));

        await UntilRefusedAsync(_ => Wire.GetAsync(console, "/hubs/live", headers: ["Connection: Upgrade", "Upgrade: websocket"]));
    }

    [Fact]
    public async Task Behind_a_known_proxy_each_person_has_a_count_of_their_own()
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:Limits:HooksPerMinute", "6"), ("Http:KnownProxies:0", "127.0.0.2"));

        // Whoever has one IPv6 address has as many as they like in its network.
        await UntilRefusedAsync(at => Wire.PostAsync(console, "/hooks/alertmanager", "{}", "127.0.0.2", $"X-Forwarded-For: 2001:db8::{at + 1:x}:1"));

        Assert.NotEqual(429, (await Wire.PostAsync(console, "/hooks/alertmanager", "{}", "127.0.0.2", "X-Forwarded-For: 2001:db8:0:1::1")).Status);
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_refused()
    {
        await using var console = ConsoleHost.StartForStrangers();

        Assert.InRange((await Wire.PostAsync(console, "/sign-in", $"name={new string('x', 20_000)}", headers: Form)).Status, 400, 413);
    }

    [Fact]
    public async Task Too_many_headers_are_refused()
    {
        await using var console = ConsoleHost.StartForStrangers();

        Assert.Equal(431, (await Wire.GetAsync(console, "/health/live", headers: [.. Enumerable.Range(0, 80).Select(at => $"X-{at}: x")])).Status);
    }

    // On a slow machine a try or two comes back before all are used up; but never so fast as they are used.
    private static async Task<WireAnswer> UntilRefusedAsync(Func<int, Task<WireAnswer>> ask)
    {
        for (var at = 0; at < 60; at++)
        {
            if (await ask(at) is { Status: 429 } refused)
            {
                Assert.True(at >= 6, $"refused at try {at + 1}");
                return refused;
            }
        }

        throw new Xunit.Sdk.XunitException("60 tries, and none was refused");
    }
}
